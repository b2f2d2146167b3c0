"""Bring a database to the shape this version needs."""

from importlib import resources

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, text

from resal.connections import WRITING
from resal.language import Sentence, lazy
from resal.revision import of_database as revision_of
from resal.settings import Settings


class UnknownVersion(Sentence):
    """The database was made by a version this program does not know."""


def migrate(settings: Settings, revision: str = "head") -> None:
    """Run the migrations up (or down) to `revision`, one transaction each.

    Two processes that migrate together take turns: PostgreSQL by an advisory lock, SQLite by its
    single writer. Raises `UnknownVersion` for a database from a newer program.
    """
    engine = create_engine(settings.database_url)
    try:
        refuse_unknown(engine)
        down = _is_before(revision_of(engine), revision)  # asked apart: migrations begin transactions themselves
        with engine.connect().execution_options(**{WRITING: True}) as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_lock(727311)"))
                connection.commit()
            configuration = _configuration()
            configuration.attributes["connection"] = connection
            if down:
                command.downgrade(configuration, revision)
            else:
                command.upgrade(configuration, revision)
            connection.commit()
    finally:
        engine.dispose()


def _is_before(here: str | None, revision: str) -> bool:
    """Whether one goes down to it from here: revisions are numbers, in their order."""
    return revision == "base" or revision.startswith("-") or (revision.isdigit() and revision < (here or ""))


def refuse_unknown(engine: Engine) -> None:
    """Raises `UnknownVersion` when the database carries a revision that is not in our history."""
    here = revision_of(engine)
    known = {script.revision for script in ScriptDirectory.from_config(_configuration()).walk_revisions()}
    if here is not None and here not in known:
        raise UnknownVersion(
            lazy("La base de données vient d'une version plus récente de RÉSAL (révision %(revision)s) : utilisez-la."),
            revision=here,
        )


def _configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(resources.files("resal") / "migrations"))
    configuration.set_main_option("path_separator", "os")
    return configuration
