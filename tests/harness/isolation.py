"""Each test finds the database as it was made: by a transaction that is undone, or by emptying.

Usually all sessions of a test (its own, and the one that each request gets) share one connection
with an outer transaction that is rolled back; what they call a transaction is a savepoint, so a
commit, a rollback or a refused row behave as they do for good. Whoever needs several connections
at once is marked `really_commits`: the tables are emptied after.
"""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask, appcontext_pushed
from sqlalchemy import Connection, Engine, insert, select, text, update
from sqlalchemy.orm import Session

from resal.connections import WRITING
from resal.db import ALONE, db
from resal.models import Base, ProgrammeVersion

Rows = dict[str, list[dict[str, Any]]]

# What pages are cached by: no two tests of a process share a number, as their contents differ.
_versions = itertools.count(1_000_000, 1_000)


class RolledBack:
    """The one connection of a test."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @contextmanager
    def undoing(self) -> Iterator[None]:
        """Undo the block: for each example of a property, which all run inside one test."""
        db.session.commit()
        savepoint = self._connection.begin_nested()
        _renew_version(self._connection)
        try:
            yield
        finally:
            db.session.remove()
            savepoint.rollback()


@contextmanager
def rolled_back(app: Flask) -> Iterator[RolledBack]:
    """Inside an application context: everything done in the block is undone after it."""
    sessions: type[Session] = db.session.session_factory.class_
    writing = db.engine.execution_options(**{WRITING: True})
    with writing.connect() as connection, pytest.MonkeyPatch.context() as patch:
        connection.begin()
        _renew_version(connection)
        patch.setattr(sessions, "get_bind", lambda *_, **__: connection)
        patch.setitem(db.session.session_factory.kw, "join_transaction_mode", "create_savepoint")
        patch.setitem(db.session.session_factory.kw, "info", {ALONE: True})
        try:
            with _committing_before_others_look(app):
                yield RolledBack(connection)
        finally:
            db.session.remove()
            connection.rollback()


@contextmanager
def really_committed(seeds: Rows) -> Iterator[None]:
    """Inside an application context: commits are commits; afterwards only `seeds` are left."""
    writing = db.engine.execution_options(**{WRITING: True})
    with writing.begin() as connection:
        _renew_version(connection)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(db.session.session_factory.kw, "info", {ALONE: True})
            yield
    finally:
        db.session.remove()
        with writing.begin() as connection:
            _empty(connection)
            for name, rows in seeds.items():
                connection.execute(insert(Base.metadata.tables[name]), rows)


def seeds_of(engine: Engine) -> Rows:
    """The rows that the migrations themselves wrote, without their ids."""
    with engine.connect() as connection:
        found = {
            name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for name, table in Base.metadata.tables.items()
        }
    return {
        name: [{column: row[column] for column in row if column != "id"} for row in rows]
        for name, rows in found.items()
        if rows
    }


@contextmanager
def _committing_before_others_look(app: Flask) -> Iterator[None]:
    """A request (or a command) of the test pushes its own context and session.

    On another connection it would see only what is committed; and on this one, a savepoint left
    open by the test would take the request's work with it when the test begins anew.
    """
    sessions: dict[int, Session] = db.session.registry.registry
    mine = db.session.registry.scopefunc()

    def commit(_sender: Flask, **_: Any) -> None:
        if mine in sessions:
            sessions[mine].commit()

    with appcontext_pushed.connected_to(commit, app):
        yield


def _renew_version(connection: Connection) -> None:
    number = next(_versions)
    connection.execute(update(ProgrammeVersion).values(number=number, words=number))


def _empty(connection: Connection) -> None:
    tables = list(Base.metadata.tables)
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        for name in tables:
            connection.execute(text(f'DELETE FROM "{name}"'))  # noqa: S608 - our own names
        return
    connection.execute(text("SET LOCAL lock_timeout = '10s'"))  # a connection left open is an error, not a wait
    connection.execute(text(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY"))
