"""A person who presses twice and a team that issues to all, at the same instant: each has one number."""

from collections import Counter
from datetime import timedelta

import factories
import pytest
from harness.crowd import CROWD, at_once

from resal import clock
from resal.actions import Actor, attending, certifying
from resal.db import db
from resal.models import Attestation, Registration, TrainingSession

pytestmark = pytest.mark.really_commits
TEAM = Actor("account")
PEOPLE = 4


def attended():
    session = factories.a_session(starts_in=-timedelta(days=7), capacity=PEOPLE)
    places = [factories.a_registration(session) for _ in range(PEOPLE)]
    for place in places:
        attending.mark(place, session.live_meetings[0], "present", TEAM)
    attending.close(session, TEAM)
    return session.id, [place.id for place in places]


def test_k2_asked_for_by_everybody_at_once_each_has_one(app):
    number, places = attended()

    def ask(place):
        return lambda: certifying.issue(db.session.get(Registration, place)).code

    def issue_to_all():
        return certifying.issue_all(db.session.get(TrainingSession, number), TEAM)

    asked = [ask(place) for place in places[1:] for _ in range(2)]
    at_once(app, [*asked, *[issue_to_all] * (CROWD - len(asked))])
    db.session.rollback()
    held = Counter(one.participant_id for one in db.session.query(Attestation))
    assert sorted(held.values()) == [1] * PEOPLE


def test_taken_back_and_issued_again_at_once_one_holds_at_most(app):
    _number, [place, *_] = attended()
    code = certifying.issue(db.session.get(Registration, place)).code

    def the_first():
        return db.session.query(Attestation).filter_by(code=code).one()

    at_once(
        app,
        [
            lambda: certifying.revoke(the_first(), "Erreur", TEAM).id,
            *[lambda: certifying.reissue(the_first(), "Ana", TEAM).id] * (CROWD - 1),
        ],
    )
    db.session.rollback()
    states = Counter(one.state for one in db.session.query(Attestation))
    assert states == {"replaced": 1, "valid": 1}


def test_the_clock_of_erasure_runs_once_with_several_workers(app, freeze):
    _number, places = attended()
    for place in places:
        certifying.issue(db.session.get(Registration, place))
    freeze(clock.now() + timedelta(days=2000))
    assert sum(at_once(app, [certifying.forget_old] * CROWD)) == PEOPLE
