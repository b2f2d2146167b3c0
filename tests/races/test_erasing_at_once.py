"""Several people who ask to be erased, while others wait or register: each seat goes to one person, once."""

import factories
import pytest
from harness.crowd import CROWD, at_once

from resal.actions import erasing, registering
from resal.actions.registering import Typed
from resal.db import db
from resal.models import Letter, Participant, Registration, TrainingSession
from resal.queries.promises import broken

pytestmark = pytest.mark.really_commits


def typed(number):
    return Typed(f"Personne{number}", f"personne{number}@maison.example", "Maison", line=True)


def registered(session_id, number):
    return registering.register(db.session.get(TrainingSession, session_id), typed(number)).registration.participant_id


def erasure(id_):
    return lambda: erasing.erase(db.session.get(Participant, id_))


def test_k4_two_people_erased_at_once_leave_their_seats_to_two_people(app):
    session = factories.a_session(capacity=2).id
    people = [registered(session, number) for number in range(5)]
    freed = at_once(app, [erasure(id_) for id_ in people[:2]] * (CROWD // 2))
    db.session.rollback()
    rows = db.session.query(Registration).order_by(Registration.arrival)
    assert [row.state for row in rows] == ["withdrawn"] * 2 + ["confirmed"] * 2 + ["waiting"]
    assert sum(freed) == 2
    assert db.session.query(Letter).filter_by(kind="erased").count() == 2
    assert list(broken()) == []


def test_nobody_erased_keeps_a_seat_taken_in_the_same_instant(app):
    first, second = factories.a_session(capacity=9).id, factories.a_session(capacity=9).id
    people = [registered(first, number) for number in range(4)]
    again = [lambda number=number: registered(second, number) for number in range(4)]
    at_once(app, [*(erasure(id_) for id_ in people), *again])
    erasing.finish()
    db.session.rollback()
    living = db.session.query(Registration).join(Participant).filter(Participant.erased_at.is_not(None))
    assert [row.id for row in living if row.live] == []
    assert list(broken()) == []
