"""The ground that other tests stand on: nothing of one test is left for the next."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import psycopg
import pytest
from factories import a_registration, a_session, an_account
from flask import Flask
from harness import postgres
from harness.ground import Ground
from harness.isolation import RolledBack
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from resal import clock
from resal.db import db, transaction
from resal.models import Account, Base, Outbox, ProgrammeVersion, Registration, TrainingSession

pytestmark = pytest.mark.usefixtures("database")


def counts() -> dict[str, int]:
    """The tables that hold something."""
    found = {
        name: db.session.scalar(select(func.count()).select_from(table)) for name, table in Base.metadata.tables.items()
    }
    return {name: count for name, count in found.items() if count}


@pytest.mark.parametrize("time", [1, 2])
def test_rows_that_were_committed_are_gone_in_the_next_test(time: int) -> None:
    assert counts() == {"outbox": 1, "programme_version": 1}
    a_registration()
    assert counts()["registrations"] == 1


@pytest.mark.parametrize("time", [1, 2])
@pytest.mark.really_commits
def test_rows_that_were_really_committed_are_gone_in_the_next_test(app: Flask, time: int) -> None:
    assert counts() == {"outbox": 1, "programme_version": 1}
    a_registration()
    with db.engine.connect() as other:
        assert other.scalar(select(func.count()).select_from(Registration)) == 1


def test_the_single_rows_are_there_after_a_real_commit() -> None:
    assert (db.session.query(Outbox).count(), db.session.query(ProgrammeVersion).count()) == (1, 1)


def test_a_row_that_is_refused_takes_nothing_else_with_it() -> None:
    kept = an_account(email="une@resal.example")
    db.session.add(Account(email="une@resal.example", email_key=kept.email_key, created_at=clock.now()))
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()
    assert db.session.scalars(select(Account)).all() == [kept]


def test_an_action_that_fails_leaves_what_was_there_before() -> None:
    session = a_session()

    @transaction
    def close() -> None:
        session.registration = "closed"
        db.session.flush()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        close()
    assert session.registration == "open"


def test_what_a_test_wrote_is_seen_by_another_context_and_what_that_wrote_stays(app: Flask) -> None:
    session = a_session(capacity=2)
    assert session.capacity == 2
    key = session.id
    with app.app_context():
        other = db.session.get_one(TrainingSession, key)
        assert other is not session

        @transaction
        def widen() -> None:
            other.capacity = 5

        widen()
    assert session.capacity == 5

    @transaction
    def again() -> None:
        session.capacity = (session.capacity or 0) + 1

    again()
    db.session.rollback()
    assert session.capacity == 6


def test_each_example_of_a_property_begins_anew(database: RolledBack) -> None:
    kept = a_session().id
    before = counts()
    for _ in range(2):
        with database.undoing():
            a_registration(db.session.get_one(TrainingSession, kept))
            assert counts()["registrations"] == 1
    assert counts() == before


def test_the_clock_starts_each_test_on_the_same_morning() -> None:
    assert clock.now().isoformat(timespec="minutes") == "2026-11-24T15:00+00:00"
    assert a_session(starts_in=timedelta(hours=1)).starts_at == clock.now().replace(
        minute=0, hour=16, second=0, microsecond=0
    )


def test_what_a_test_wrote_is_not_counted_with_the_queries_of_a_request(
    queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    db.session.add(Account(email="a@resal.example", email_key="a@resal.example", created_at=clock.now()))
    with queries() as sent:
        db.session.scalars(select(Account)).all()
    assert len(sent) == 1


_shown: set[int] = set()


@pytest.mark.parametrize("time", [1, 2])
@pytest.mark.parametrize("make", [a_session, lambda: None])
def test_a_page_kept_for_one_test_is_never_shown_in_another(make: Callable[[], object], time: int) -> None:
    """Pages are kept by the version of the programme."""
    make()
    version = db.session.scalars(select(ProgrammeVersion.number)).one()
    assert version not in _shown
    _shown.add(version)


def test_the_server_of_a_run_and_its_folder_go_when_the_run_is_over_however_it_ends() -> None:
    run = Ground.new()
    alive = run.live()
    try:
        server = postgres.address(run).set(drivername="postgresql").render_as_string(hide_password=False)
        psycopg.connect(server).close()
    except postgres.NoServer as problem:
        pytest.skip(str(problem))
    finally:
        alive.close()  # what the kernel does for a process that is killed
    postgres.wait_until_ended(run)
    assert not run.folder.exists()
    if not os.environ.get("TEST_DATABASE_URL"):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(server)
