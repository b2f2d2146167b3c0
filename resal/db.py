"""The database handle, the two kinds of transactions, and `hold`.

Reading needs no word; whoever will write says so with `@transaction` (or `writing`), and rows that
change anywhere else are refused. `hold` makes other writers of one row wait, on both engines.
"""

import functools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Insert, Select, bindparam, event, insert, inspect, select, update
from sqlalchemy.orm import Session, SessionTransaction

from resal import connections
from resal.connections import WRITING
from resal.models import (
    AgendaItem,
    AgendaLeader,
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
    Publication,
    Question,
    QuestionOption,
    Registration,
    Resource,
    Series,
    Takeaway,
    Theme,
    TrainingSession,
    Venue,
)
from resal.models.base import table_of
from resal.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T", bound=Base)

db = SQLAlchemy(metadata=Base.metadata)

WORDS = (
    AgendaItem, AgendaLeader, Facilitation, Facilitator, FollowUp, Meeting, Network, NextStep, Organization,
    Publication, Question, QuestionOption, Resource, Series, Takeaway, Theme, TrainingSession, Venue,
)  # fmt: skip
PLACES = (Attendance, Registration)
ALONE = "resal_alone"  # a session of tests, which makes rows as it likes
_CHANGED = "resal_public_changed"
_WORDS_CHANGED = "resal_words_changed"
_SEEN = "resal_versions_seen"
_VERSION = table_of(ProgrammeVersion)
_NUMBERS = select(_VERSION.c.number, _VERSION.c.words)
_RAISE_NUMBER = update(_VERSION).values(number=_VERSION.c.number + 1)
_RAISE_BOTH = _RAISE_NUMBER.values(words=_VERSION.c.words + 1)


def attach(app: Flask, settings: Settings) -> None:
    """Give an application its database."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = connections.options(settings.database_url)
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

    PostgreSQL locks the row. SQLite ignores FOR UPDATE: there BEGIN IMMEDIATE has already made
    every other writer wait, which is why this is refused outside of a transaction that writes.
    """
    session = db.session()
    if not session.info.get(WRITING):
        raise RuntimeError("only a transaction that writes can hold a row")
    (number,) = inspect(row).identity or (None,)
    session.scalars(_held(type(row)), {"held": number}, execution_options={"populate_existing": True}).one()
    return row


def hold_all(table: type[T], numbers: Iterable[int]) -> list[T]:
    """Hold the rows with these ids, in their order, and read them afresh; those that are no more are left out."""
    session = db.session()
    if not session.info.get(WRITING):
        raise RuntimeError("only a transaction that writes can hold rows")
    wanted = select(table).where(table.id.in_(sorted(set(numbers)))).order_by(table.id).with_for_update(of=table)
    return list(session.scalars(wanted, execution_options={"populate_existing": True}))


@functools.cache
def _held(table: type[T]) -> Select[T]:
    """Written once per table: making so long a statement takes as much time as running it."""
    return select(table).where(table.id == bindparam("held")).with_for_update()


def put(row: Base) -> None:
    """INSERT a row that this transaction has no more use for, its columns alone.

    The bookkeeping of `session.add` costs twice what the statement does, while others wait in line.
    """
    mapper = inspect(type(row))
    values = {key: value for key, value in inspect(row).dict.items() if key in mapper.columns}
    db.session.execute(_into(type(row)), values)


@functools.cache
def _into(table: type[Base]) -> Insert:
    return insert(table_of(table))


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
        row = session.execute(_NUMBERS).one_or_none()
        session.info[_SEEN] = (row[0], row[1]) if row else (0, 0)
    seen: tuple[int, int] = session.info[_SEEN]
    return seen


@event.listens_for(db.session, "before_flush")
def _refuse_silent_writing(session: Session, _context: Any, _rows: Any) -> None:
    if not session.info.get(WRITING) and not session.info.get(ALONE):
        raise RuntimeError("rows may change only in a transaction that writes")


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
        session.execute(_RAISE_BOTH if session.info.pop(_WORDS_CHANGED, False) else _RAISE_NUMBER)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_CHANGED, None)
    session.info.pop(_WORDS_CHANGED, None)


@event.listens_for(Session, "after_transaction_end")
def _look_again(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_SEEN, None)
