"""Many people at the same instant, each with a connection of their own, really committed."""

from collections import Counter

import factories
import pytest
from harness.crowd import CROWD, at_once

from resal.actions import Actor, registering
from resal.actions.registering import Typed
from resal.db import db
from resal.models import Letter, Participant, Registration, TrainingSession
from resal.queries.line import position
from resal.queries.promises import broken

pytestmark = pytest.mark.really_commits
TEAM = Actor("account")


def registering_of(session_id, name):
    def task():
        session = db.session.get(TrainingSession, session_id)
        typed = Typed(name, f"{name.lower()}@maison.example", "Maison", line=True)
        return registering.register(session, typed).registration.state

    return task


def rows():
    db.session.rollback()  # what others committed is seen by a new transaction
    return db.session.query(Registration).order_by(Registration.arrival).all()


def test_k1_the_last_seats_are_given_once_each_and_the_others_wait_in_order(app):
    session = factories.a_session(capacity=5)
    people = [f"Personne{n}" for n in range(CROWD * 4)]
    states = at_once(app, [registering_of(session.id, name) for name in people])
    assert Counter(states) == {"confirmed": 5, "waiting": CROWD * 4 - 5}
    assert [row.arrival for row in rows()] == list(range(1, CROWD * 4 + 1))
    assert [row.state for row in rows()] == ["confirmed"] * 5 + ["waiting"] * (CROWD * 4 - 5)
    assert [position(row) for row in rows()[5:]] == list(range(1, CROWD * 4 - 4))
    assert Counter(letter.kind for letter in db.session.query(Letter)) == Counter(states)
    assert list(broken()) == []


def test_k2_the_same_person_at_the_same_instant_is_registered_once(app):
    session = factories.a_session(capacity=5)
    at_once(app, [registering_of(session.id, "Ana")] * CROWD)
    assert [row.state for row in rows()] == ["confirmed"]
    assert db.session.query(Participant).count() == 1
    assert list(broken()) == []


def test_the_same_new_person_in_several_sessions_at_once_is_one_participant(app):
    ids = [factories.a_session(capacity=5).id for _ in range(CROWD)]
    at_once(app, [registering_of(id_, "Ana") for id_ in ids])
    assert len(rows()) == CROWD
    assert db.session.query(Participant).count() == 1


def test_k4_k6_seats_given_up_and_added_at_once_promote_exactly_as_many_people(app):
    session = factories.a_session(capacity=4)
    for n in range(14):
        registering_of(session.id, f"Personne{n}")()
    seated = [row.id for row in rows()[:2]]

    def give_up(id_):
        return lambda: registering.withdraw(db.session.get(Registration, id_)).state

    def resize():
        registering.resize(db.session.get(TrainingSession, session.id), 6, None, TEAM)

    at_once(app, [*(give_up(id_) for id_ in seated * 3), resize, resize])
    assert Counter(row.state for row in rows()) == {"withdrawn": 2, "confirmed": 6, "waiting": 6}
    assert [row.state for row in rows()] == ["withdrawn"] * 2 + ["confirmed"] * 6 + ["waiting"] * 6
    assert db.session.query(Letter).filter_by(kind="promoted").count() == 4
    assert list(broken()) == []
