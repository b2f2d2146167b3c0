"""Letters to whoever waits: a seat that is offered, one for the first who answers, an offer that ran out."""

from datetime import timedelta

import factories
from letter_ground import NOW, a_session, last_letter, register

from resal.actions import by, merging, registering
from resal.db import db
from resal.models import Letter, Registration


def offered(language: str, **columns: object) -> Letter:
    session = a_session(capacity=1, waiting_list="offer", **columns)
    first = factories.a_registration(session)
    register(session, language)
    registering.withdraw(first)
    return last_letter("offered")


def first_come(language: str, hours: int = 20) -> Letter:
    session = a_session(capacity=1, starts_in=timedelta(hours=hours), first_come_hours=72)
    first = factories.a_registration(session)
    register(session, language)
    registering.withdraw(first)
    return last_letter("first_come")


def lapsed(language: str) -> Letter:
    letter = offered(language)
    letter.state, letter.registration.offered_until = "sent", NOW
    db.session.commit()
    registering.run_out(letter.registration_id)
    return last_letter("lapsed")


def merged(language: str) -> Letter:
    """Somebody had two places in the line of one session."""
    session = a_session(capacity=1)
    factories.a_registration(session)
    register(session, language)
    mine = db.session.query(Registration).order_by(Registration.id.desc()).first()
    twice = factories.a_registration(session, state="waiting", language=language)
    merging.merge_people(mine.participant, twice.participant, {}, by(factories.an_account()))
    return last_letter("merged")
