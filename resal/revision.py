"""Whether a database has the shape this version needs; asked by every process, so without the tool that changes it."""

from importlib import resources

from sqlalchemy import Engine, inspect, text


def is_current(engine: Engine) -> bool:
    """Whether the database has exactly the shape this program was written for."""
    return of_database(engine) == head()


def head() -> str:
    """The last revision of our history: files named by their number."""
    versions = resources.files("resal") / "migrations" / "versions"
    return max(name.partition("_")[0] for name in (one.name for one in versions.iterdir()) if name[:1].isdigit())


def of_database(engine: Engine) -> str | None:
    """The revision a database says it has; None for one that was never migrated."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found
