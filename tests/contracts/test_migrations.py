"""Migrations and models tell the same story, on both engines, up and down."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import factories
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from checkout import PACKAGE
from flask import Flask
from harness import databases, served
from harness.isolation import seeds_of
from sqlalchemy import ClauseElement, Engine, create_engine, func, inspect, select, text
from sqlalchemy.pool import NullPool

from resal import clock, revision, schema
from resal.app import create_app
from resal.db import ALONE, db
from resal.models import Base, Consent, Subscription, TrainingSession, localized
from resal.queries import demand
from resal.settings import Settings

ALEMBIC = "alembic_version"


@pytest.fixture
def here(new_database: str, tmp_path: Any) -> Settings:
    """Settings that point at a database without tables."""
    return databases.settings_for(new_database, tmp_path)


def test_migrating_makes_exactly_what_the_models_declare(here: Settings) -> None:
    with opened(here) as engine:
        schema.migrate(here)
        assert difference(engine) == []
        migrated = described(engine)
        schema.migrate(here, "base")
        assert list(described(engine)) == [ALEMBIC]
        Base.metadata.create_all(engine)
        declared = described(engine)
    assert without_alembic(migrated) == without_alembic(declared)


def test_migrating_down_and_up_again_with_rows_inside_comes_back_to_a_new_database(here: Settings) -> None:
    schema.migrate(here)
    app = create_app(here)
    with opened(here) as engine:
        fresh = (described(engine), seeds_of(engine))
        with app.app_context():
            db.session.info[ALONE] = True
            fill()
        full = counted(engine)
        for _ in range(schema_steps() - 1):
            schema.migrate(here, "-1")
        schema.migrate(here)
        assert counted(engine) == full
        schema.migrate(here, "base")
        schema.migrate(here)
        assert (described(engine), seeds_of(engine)) == fresh
    dispose(app)


def test_who_ticked_news_before_it_was_announced_is_subscribed_once_unless_they_left(here: Settings) -> None:
    schema.migrate(here)
    app = create_app(here)
    with app.app_context():
        db.session.info[ALONE] = True
        for name, email, left in (("A", "a@x.example", False), ("B", "a@x.example", False), ("C", "c@x.example", True)):
            person = factories.a_participant(name, email=email)
            withdrawn = clock.now() if left else None
            consent = Consent(participant_id=person.id, purpose="news", given_at=clock.now(), given_through="form",
                              withdrawn_at=withdrawn)  # fmt: skip
            db.session.add(consent)
            db.session.commit()
        db.session.remove()
        for _ in range(2):
            schema.migrate(here, "0002")
            schema.migrate(here)
        subscribed = db.session.query(Subscription).all()
        assert [(one.email, one.themes, one.withdrawn_at) for one in subscribed] == [("a@x.example", [], None)]
        assert [one.seldom for one in demand.wishes()] == [True]
        db.session.remove()
    dispose(app)


def test_words_for_a_date_written_before_their_end_was_kept_are_read_as_they_are_today(here: Settings) -> None:
    schema.migrate(here)
    app = create_app(here)
    with app.app_context():
        db.session.info[ALONE] = True
        for words in ({"fr": "Été 2024"}, {"en": "Spring 2022"}, {"fr": "un jour"}, {"fr": "hiver 2026‐27, à l’aube"},
                      {"fr": "automne 2021, avant le 28 octobre"}, {"fr": "pas avant mai 2027"}, {}):  # fmt: skip
            factories.a_session(starts_in=None, date_known_as=localized(words))
        ends = select(TrainingSession.id, TrainingSession.date_known_until).order_by(TrainingSession.id)
        before = db.session.execute(ends).all()
        db.session.remove()
        schema.migrate(here, "0003")
        with opened(here) as engine:
            assert "date_known_until" not in described(engine)["training_sessions"]["columns"]
        schema.migrate(here)
        assert db.session.execute(ends).all() == before
        assert [end and end.year for _, end in before] == [2024, 2022, None, 2027, 2021, 2027, None]
        db.session.remove()
    dispose(app)


def test_migrating_what_is_migrated_changes_nothing(here: Settings) -> None:
    schema.migrate(here)
    with opened(here) as engine:
        before = described(engine)
        schema.migrate(here)
        assert described(engine) == before
        assert revision.is_current(engine)


def test_processes_that_migrate_together_take_turns(here: Settings) -> None:
    code = "from resal import schema, settings; schema.migrate(settings.read())"
    environment = served.environment(here.instance, RESAL_DATABASE_URL=here.database_url)
    together = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [(process.communicate()[1], process.returncode) for process in together] == [("", 0)] * 3
    with opened(here) as engine:
        assert revision.is_current(engine)


def test_a_database_of_a_newer_program_is_refused_and_left_as_it_is(here: Settings) -> None:
    schema.migrate(here)
    with opened(here) as engine:
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = 'ffff'"))
        with pytest.raises(schema.UnknownVersion, match="ffff"):
            schema.migrate(here)
        assert not revision.is_current(engine)
        assert "registrations" in described(engine)


@contextmanager
def opened(settings: Settings) -> Iterator[Engine]:
    engine = create_engine(settings.database_url, poolclass=NullPool)
    yield engine
    engine.dispose()


def dispose(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


def fill() -> None:
    """At least a row in most tables."""
    facilitator = factories.a_facilitator()
    session = factories.a_session(
        facilitators=[facilitator], venue=factories.a_venue(), series=factories.a_series(),
        themes=[factories.a_theme()], organizers=[factories.an_organization()], meetings=2,
    )  # fmt: skip
    factories.a_registration(session)
    factories.a_takeaway("", session)
    factories.a_next_step("", session)
    factories.an_account()


def difference(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, Base.metadata))


def described(engine: Engine) -> dict[str, Any]:
    """Everything the database knows of its tables, in the words of its engine."""
    found = inspect(engine)
    return {
        table: {
            "columns": by_name({**c, "type": c["type"].compile(engine.dialect)} for c in found.get_columns(table)),
            "primary key": found.get_pk_constraint(table),
            "foreign keys": by_name(found.get_foreign_keys(table)),
            "unique": by_name(found.get_unique_constraints(table)),
            "checks": by_name(found.get_check_constraints(table)),
            "indexes": by_name(found.get_indexes(table)),
        }
        for table in sorted(found.get_table_names())
    }


def by_name(things: Any) -> dict[str, dict[str, Any]]:
    return {str(thing["name"]): {key: plain(value) for key, value in thing.items()} for thing in things}


def plain(value: Any) -> Any:
    """Pieces of SQL as their text, at any depth."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return str(value) if isinstance(value, ClauseElement) else value


def without_alembic(tables: dict[str, Any]) -> dict[str, Any]:
    return {name: table for name, table in tables.items() if name != ALEMBIC}


def counted(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            name: connection.scalars(select(func.count()).select_from(table)).one()
            for name, table in Base.metadata.tables.items()
        }


def schema_steps() -> int:
    """How many migrations there are."""
    return len(list((PACKAGE / "migrations" / "versions").glob("[0-9]*.py")))


def test_the_last_revision_is_that_of_the_history_and_each_file_begins_with_its_own():
    history = ScriptDirectory(str(PACKAGE / "migrations"))
    assert history.get_heads() == [revision.head()]
    named = {script.revision: script.path.rpartition("/")[2][:4] for script in history.walk_revisions()}
    assert named == {script.revision: script.revision for script in history.walk_revisions()}
