"""The database handle, the two kinds of transactions, and `hold`.

Reading begins with a plain BEGIN; whoever will write says so with `@transaction` (or `writing`),
which on SQLite begins with BEGIN IMMEDIATE: a read that turns into a write fails at once there,
whatever the busy timeout. `hold` makes other writers of one row wait, on both engines.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, event, inspect, select, update
from sqlalchemy.orm import Session, SessionTransaction

from resal.models import (
    AgendaItem,
    Attendance,
    Base,
    Facilitation,
    Facilitator,
    FollowUp,
    Meeting,
    Network,
    NextStep,
    Organization,
    ProgrammeVersion,
    Registration,
    Resource,
    Series,
    Takeaway,
    Theme,
    TrainingSession,
    Venue,
)
from resal.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T", bound=Base)

db = SQLAlchemy(metadata=Base.metadata)

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000")
WORDS = (
    AgendaItem, Facilitation, Facilitator, FollowUp, Meeting, Network, NextStep, Organization, Resource,
    Series, Takeaway, Theme, TrainingSession, Venue,
)  # fmt: skip
PLACES = (Attendance, Registration)
WRITING = "resal_writing"
_CHANGED = "resal_public_changed"
_WORDS_CHANGED = "resal_words_changed"
_SEEN = "resal_versions_seen"


def attach(app: Flask, settings: Settings) -> None:
    """Give an application its database. A server that is away is given up on in five seconds."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    options: dict[str, Any] = {"hide_parameters": True}  # what people typed stays out of every log
    if not settings.database_url.startswith("sqlite"):
        options |= {
            "pool_pre_ping": True, "pool_size": 10, "max_overflow": 10, "pool_timeout": 5,
            "connect_args": {"connect_timeout": 5},
        }  # fmt: skip
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)


def transaction(action: Callable[P, R]) -> Callable[P, R]:
    """Makes an action one transaction: it commits when it returns, and else leaves no trace."""

    @functools.wraps(action)
    def whole(*args: P.args, **kwargs: P.kwargs) -> R:
        with writing():
            return action(*args, **kwargs)

    return whole


@contextmanager
def writing() -> Iterator[Session]:
    """A transaction that writes. It may not be opened inside another one.

    What was read before is forgotten (and read again under the lock when touched).
    """
    session = db.session()
    if session.info.get(WRITING):
        raise RuntimeError("a transaction that writes is already open: one intention, one transaction")
    session.rollback()
    session.info[WRITING] = True
    try:
        session.connection(execution_options={WRITING: True})
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(WRITING, None)


def hold(row: T) -> T:
    """Make every other writer who holds this row wait until we commit, then read it afresh.

    An UPDATE that changes nothing, because `SELECT … FOR UPDATE` is silently ignored by SQLite;
    tried on both engines: it never oversold, where the other did 7 times in 8.
    """
    session, table = db.session(), type(row)
    (number,) = inspect(row).identity or (None,)
    held = update(table).where(table.id == number).values(id=number).returning(table)
    options = {"populate_existing": True, "synchronize_session": False}
    session.scalars(held, execution_options=options).one()
    return row


def programme_version() -> int:
    """A number that has changed whenever anything that public pages show has changed."""
    return _versions()[0]


def words_version() -> int | None:
    """A number that has changed whenever a word of the programme has: all but seats and presences.

    None inside a transaction that changes words itself: what it sees is not true for others yet.
    """
    return None if db.session().info.get(_WORDS_CHANGED) else _versions()[1]


def _versions() -> tuple[int, int]:
    """Both numbers, read once per transaction."""
    session = db.session()
    if _SEEN not in session.info:
        row = session.execute(select(ProgrammeVersion.number, ProgrammeVersion.words)).one_or_none()
        session.info[_SEEN] = (row[0], row[1]) if row else (0, 0)
    seen: tuple[int, int] = session.info[_SEEN]
    return seen


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, _record: Any) -> None:
    """SQLite: SQLAlchemy sends BEGIN itself, on every Python; pragmas for each connection."""
    if type(connection).__module__.startswith("sqlite3"):
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get(WRITING)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@event.listens_for(Session, "after_flush")
def _notice(session: Session, _context: Any) -> None:
    touched = (*session.new, *session.dirty, *session.deleted)
    if any(isinstance(row, WORDS) for row in touched):
        session.info[_CHANGED] = session.info[_WORDS_CHANGED] = True
    elif any(isinstance(row, PLACES) for row in touched):
        session.info[_CHANGED] = True


@event.listens_for(Session, "before_commit")
def _raise_version(session: Session) -> None:
    """At the very end of the transaction, so that the one shared row is locked for an instant."""
    session.flush()
    if session.info.pop(_CHANGED, False):
        raised = {"number": ProgrammeVersion.number + 1}
        if session.info.pop(_WORDS_CHANGED, False):
            raised["words"] = ProgrammeVersion.words + 1
        session.execute(update(ProgrammeVersion).values(raised))


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_CHANGED, None)
    session.info.pop(_WORDS_CHANGED, None)


@event.listens_for(Session, "after_transaction_end")
def _look_again(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_SEEN, None)
