"""Who may write, who holds, and what becomes of a connection whose server has hung up."""

from typing import Any

import factories
import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, select, text
from sqlalchemy.pool import NullPool

from resal.actions import registering
from resal.actions.registering import Typed
from resal.db import ALONE, db, hold, transaction, writing
from resal.models import Letter, Registration, TrainingSession

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.really_commits
def test_rows_change_only_in_a_transaction_that_writes(app: Flask) -> None:
    number = factories.a_session(capacity=2).id
    db.session.remove()
    with app.app_context():
        db.session.info.pop(ALONE)
        row = db.session.get_one(TrainingSession, number)
        row.capacity = 99
        with pytest.raises(RuntimeError, match="only in a transaction that writes"):
            db.session.flush()
        db.session.rollback()
        assert row.capacity == 2
        with writing():
            row.capacity = 3
        assert row.capacity == 3


def test_a_row_is_held_only_by_whoever_writes() -> None:
    session = factories.a_session()
    with pytest.raises(RuntimeError, match="only a transaction that writes"):
        hold(session)


def test_what_was_put_without_the_session_is_read_like_any_other_row() -> None:
    session = factories.a_session(capacity=2)
    made = registering.register(session, Typed("Ana Silva", "ana@maison.example", "Maison")).registration
    assert [(change.before, change.after) for change in made.history] == [(None, "confirmed")]
    [letter] = db.session.scalars(select(Letter)).all()
    assert (letter.registration, letter.state, letter.attempts) == (made, "queued", 0)


@pytest.mark.really_commits
def test_nothing_of_a_transaction_that_fails_is_kept(app: Flask) -> None:
    """On PostgreSQL reading opens no transaction; writing must all the same be one."""
    factories.a_session(capacity=2)

    @transaction
    def half() -> None:
        db.session.execute(text("UPDATE training_sessions SET capacity = 50"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    with app.app_context():
        assert db.session.scalars(select(TrainingSession.capacity)).all() == [2]


@pytest.mark.really_commits
def test_l3_a_server_that_came_back_is_used_again_without_an_error(app: Flask) -> None:
    """Every connection that was kept is dead; nobody who asks afterwards sees it."""
    factories.a_session(capacity=2)
    db.session.remove()
    with app.app_context():
        with db.engine.connect() as one, db.engine.connect() as another:
            numbers = [_backend(one), _backend(another)]
        _end(numbers)
        assert db.session.scalars(select(TrainingSession.capacity)).all() == [2]
        assert db.session.query(Registration).count() == 0


def _backend(connection: Connection) -> int:
    """The server's process behind a connection; SQLite has none."""
    driver: Any = connection.connection.dbapi_connection
    return 0 if db.engine.dialect.name == "sqlite" else driver.info.backend_pid


def _end(backends: list[int]) -> None:
    """What a restart of the server does to them."""
    if db.engine.dialect.name == "sqlite":
        return
    with create_engine(db.engine.url, poolclass=NullPool).connect() as connection:
        for number in backends:
            assert connection.scalar(text("SELECT pg_terminate_backend(:number, 5000)"), {"number": number})
