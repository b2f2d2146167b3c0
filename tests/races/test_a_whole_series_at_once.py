"""Many people come to the same whole series at the same instant, with few seats, really committed."""

from collections import Counter
from datetime import timedelta

import factories
import pytest
from harness.crowd import CROWD, at_once

from resal.actions import Actor, Refusal, registering, scheduling
from resal.actions.registering import Typed
from resal.db import db
from resal.models import Letter, Registration, Series, SeriesRegistration, TrainingSession
from resal.queries.promises import broken

pytestmark = pytest.mark.really_commits
TEAM = Actor("account")


def a_series(*capacities, **columns):
    series = factories.a_series(register_whole=True)
    ids = [
        factories.a_session(series_id=series.id, capacity=seats, starts_in=timedelta(weeks=9 - n), **columns).id
        for n, seats in enumerate(capacities)
    ]
    return series.id, ids


def person(name):
    return Typed(name, f"{name.lower()}@maison.example", "Maison", line=True)


def coming(series_id, name):
    def task():
        try:
            return registering.register_whole(db.session.get(Series, series_id), person(name)).nonce
        except Refusal:
            return None

    return task


def single(session_id, name):
    return lambda: registering.register(db.session.get(TrainingSession, session_id), person(name)).nonce


def states(session_id):
    db.session.rollback()
    rows = db.session.query(Registration).filter_by(training_session_id=session_id)
    return Counter(row.state for row in rows)


def test_everybody_has_a_place_in_each_session_and_none_is_given_twice(app):
    series, ids = a_series(3, 5, 2)
    at_once(app, [coming(series, f"Personne{n}") for n in range(CROWD * 2)])
    assert [states(id_) for id_ in ids] == [
        {"confirmed": seats, "waiting": CROWD * 2 - seats} for seats in (3, 5, 2)
    ]  # fmt: skip
    assert db.session.query(Letter).filter_by(kind="series_confirmed").count() == CROWD * 2
    assert list(broken()) == []


def test_where_nobody_may_wait_it_is_everything_or_nothing(app):
    series, ids = a_series(3, 5, 2, waiting_list="none")
    nonces = at_once(app, [coming(series, f"Personne{n}") for n in range(CROWD * 2)])
    assert len([nonce for nonce in nonces if nonce]) == 2
    assert [states(id_) for id_ in ids] == [{"confirmed": 2}] * 3
    assert list(broken()) == []


def test_the_same_person_at_once_comes_once(app):
    series, ids = a_series(3, 5)
    nonces = at_once(app, [coming(series, "Ana")] * CROWD)
    assert len(set(nonces)) == 1
    assert [states(id_) for id_ in ids] == [{"confirmed": 1}] * 2
    assert db.session.query(SeriesRegistration).count() == 1
    assert list(broken()) == []


def test_the_whole_its_sessions_publishing_and_leaving_cross_without_a_deadlock(app):
    series, ids = a_series(3, 2)
    draft = factories.a_session(series_id=series, published=False, capacity=4, city="Laval").id
    early = [coming(series, f"Personne{n}")() for n in range(2)]

    def publish():
        return scheduling.publish(db.session.get(TrainingSession, draft), TEAM).id

    def leave(nonce):
        return lambda: registering.leave_whole(db.session.query(SeriesRegistration).filter_by(nonce=nonce).one()).id

    at_once(app, [
        publish, coming(series, "Ana"), single(ids[1], "Bilal"), leave(early[0]), coming(series, "Chloe"),
        single(ids[0], "Chloe"), coming(series, "Bilal"), leave(early[1]),
    ])  # fmt: skip
    assert states(draft)["confirmed"] + states(draft)["waiting"] == 3
    assert list(broken()) == []
