"""A letter that makes no sense any more when its turn comes does not leave."""

from dataclasses import replace
from datetime import timedelta

import letter_samples
import pytest
from letter_ground import NOW, TEAM, a_session, register

from resal.actions import registering, scheduling
from resal.actions.registering import Typed
from resal.actions.scheduling.dates import plans_of
from resal.db import db
from resal.letters.overtaken import verdict
from resal.models import Letter


@pytest.fixture(autouse=True)
def _morning(freeze):
    freeze(NOW)


def verdicts():
    """What becomes of each letter owed, in order, were its turn now."""
    return [(letter.kind, verdict(letter, NOW)) for letter in db.session.query(Letter).order_by(Letter.id)]


def cancel(session):
    scheduling.cancel(session, {"fr": "neige"}, TEAM)


def leave(kind):
    """As if every letter of this kind had left."""
    for letter in db.session.query(Letter).filter_by(kind=kind):
        letter.state = "sent"
    db.session.commit()


def test_a_letter_that_still_holds_leaves():
    for sample in letter_samples.SAMPLES.values():
        assert verdict(sample("fr"), NOW) is None


def test_a_seat_given_up_before_it_was_confirmed_is_only_said_to_be_free():
    registering.withdraw(register(a_session()))
    assert verdicts() == [("confirmed", "cancelled"), ("withdrawn", None)]


def test_a_seat_given_up_and_taken_back_is_only_confirmed():
    registration = register(a_session())
    registering.withdraw(registration)
    registering.undo_withdrawal(registration)
    assert verdicts() == [("confirmed", "cancelled"), ("withdrawn", "cancelled"), ("confirmed", None)]


def test_who_was_promoted_meanwhile_is_not_told_of_the_line():
    session = a_session(capacity=1)
    first = register(session, name="Ana")
    register(session, name="Bilal")
    registering.withdraw(first)
    assert verdicts()[1:] == [("waiting", "cancelled"), ("withdrawn", None), ("promoted", None)]


def test_an_address_that_was_a_mistake_gets_the_warning_and_no_link():
    registration = register(a_session())
    registering.change(registration, Typed("Samir Haddad", "s.haddad@maison.example", "Maison des jeunes"))
    told = [
        (letter.kind, letter.to_email, verdict(letter, NOW)) for letter in db.session.query(Letter).order_by(Letter.id)
    ]
    assert told == [
        ("confirmed", "samir@maison.example", "cancelled"),
        ("address_changed", "samir@maison.example", None),
        ("confirmed", "s.haddad@maison.example", None),
    ]


def test_once_the_session_is_cancelled_nothing_else_is_said_of_it():
    session = a_session()
    register(session)
    [plan] = plans_of(session)
    later = replace(plan, date=plan.date + timedelta(days=1))
    scheduling.reschedule(session, scheduling.MovePlan.of(session, meetings=[later], link=""), session.revision, TEAM)
    cancel(session)
    assert verdicts() == [("confirmed", "cancelled"), ("moved", "cancelled"), ("cancelled", None)]


def test_a_cancellation_taken_back_before_anybody_heard_of_it_is_not_told_at_all():
    session = a_session()
    register(session)
    cancel(session)
    scheduling.restore(session, TEAM)
    assert verdicts() == [("confirmed", None), ("cancelled", "cancelled")]


def test_who_heard_of_a_cancellation_hears_that_it_was_taken_back():
    session = a_session()
    register(session)
    cancel(session)
    leave("cancelled")
    scheduling.restore(session, TEAM)
    assert verdicts()[-1] == ("restored", None)


def test_who_left_is_not_told_what_becomes_of_the_session():
    session = a_session()
    registration = register(session)
    cancel(session)
    registering.remove(registration, "", TEAM)
    assert verdicts()[1:] == [("cancelled", "cancelled"), ("withdrawn", None)]


def test_a_sign_in_link_that_ran_out_before_it_left_is_too_late():
    letter = letter_samples.sign_in("fr")
    assert [verdict(letter, NOW + timedelta(minutes=minutes)) for minutes in (29, 30)] == [None, "missed"]


def test_invented_and_erased_people_are_sent_nothing():
    registration = register(a_session())
    registration.participant.example = True
    db.session.commit()
    assert verdicts() == [("confirmed", "cancelled")]
    registration.participant.example, registration.participant.erased_at = False, NOW
    db.session.commit()
    assert verdicts() == [("confirmed", "cancelled")]


def test_a_letter_whose_registration_is_gone_does_not_leave():
    registration = register(a_session())
    db.session.query(Letter).update({"registration_id": None})
    db.session.delete(registration)
    db.session.commit()
    assert verdicts() == [("confirmed", "cancelled")]
