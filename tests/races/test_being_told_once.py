"""Two workers, or a worker and a coordinator, at the same instant: whoever asked is written to once."""

from datetime import date, time, timedelta

import factories
import pytest
from harness.crowd import CROWD, at_once

from resal import clock
from resal.actions import Actor, informing, interest, scheduling
from resal.actions.scheduling import MeetingPlan
from resal.db import db
from resal.models import Letter, Subscription, TrainingSession, localized

pytestmark = pytest.mark.really_commits
PEOPLE = 5
TEAM = Actor("account")


def letters():
    db.session.rollback()
    return [(letter.kind, letter.to_email) for letter in db.session.query(Letter).order_by(Letter.to_email)]


def ask(session):
    addresses = [f"p{number}@maison.example" for number in range(PEOPLE)]
    for address in addresses:
        interest.ask_for_session(session, address, "fr")
    return addresses


def test_l9_workers_at_the_same_instant_tell_of_an_opening_once(app):
    session = factories.a_session(opens_at=clock.now() + timedelta(days=1))
    addresses = ask(session)
    session.opens_at = clock.now()
    db.session.commit()
    told = at_once(app, [factories.openings] * CROWD)
    assert sum(told) == PEOPLE
    assert letters() == [("opened", address) for address in addresses]


def test_a_date_given_while_workers_look_for_openings_is_told_once(app):
    session = factories.a_session(starts_in=None, date_known_as=localized({"fr": "en hiver"}))
    addresses, number = ask(session), session.id

    def give_a_date():
        row = db.session.get(TrainingSession, number)
        plan = MeetingPlan(date(2026, 12, 16), time(13, 30), time(16, 30))
        scheduling.reschedule(
            row, scheduling.MovePlan.of(row, meetings=[plan], venue_id=None, link=""), row.revision, TEAM
        )

    at_once(app, [give_a_date, *[factories.openings] * (CROWD - 1)])
    assert letters() == [("dated", address) for address in addresses]


def test_the_same_address_asking_at_the_same_instant_is_subscribed_once(app):
    number = factories.a_session(starts_in=None, date_known_as=localized({"fr": "en hiver"})).id

    def ask_for_news():
        interest.ask_for_news("ana@maison.example", "fr", [], [])

    def ask_for_session():
        interest.ask_for_session(db.session.get(TrainingSession, number), "ana@maison.example", "fr")

    at_once(app, [ask_for_news, ask_for_session] * (CROWD // 2))
    db.session.rollback()
    assert sorted(one.training_session_id or 0 for one in db.session.query(Subscription)) == [0, number]


def test_n3_workers_at_the_same_instant_erase_once(app):
    session = factories.a_session(opens_at=clock.now() + timedelta(days=1))
    ask(session)
    db.session.query(Subscription).update({"told_at": clock.now() - timedelta(days=31)})
    db.session.commit()
    assert sum(at_once(app, [informing.forget_old] * CROWD)) == PEOPLE
    db.session.rollback()
    assert db.session.query(Subscription).count() == 0
