"""K11: a link for three registrations gives three, however many people follow it at the same instant."""

from collections import Counter

import factories
import pytest
from harness.crowd import CROWD, at_once

from resal.actions import Actor, Refusal, inviting, registering
from resal.actions.registering import Typed
from resal.db import db
from resal.models import Registration, TrainingSession
from resal.queries.promises import broken

pytestmark = pytest.mark.really_commits


def test_k11_a_link_never_gives_more_registrations_than_it_may(app):
    session = factories.a_session(registration="invitation", capacity=50)
    number = inviting.invite(session, "Écoles", 3, None, Actor("account")).id

    def following(name):
        def task():
            typed = Typed(name, f"{name.lower()}@maison.example", "Maison", invitation=number)
            try:
                return registering.register(db.session.get(TrainingSession, session.id), typed).registration.state
            except Refusal:
                return "refused"

        return task

    answers = at_once(app, [following(f"Personne{n}") for n in range(CROWD * 2)])
    assert Counter(answers) == {"confirmed": 3, "refused": CROWD * 2 - 3}
    db.session.rollback()
    assert db.session.query(Registration).filter_by(invitation_id=number).count() == 3
    assert list(broken()) == []


def test_a_link_that_was_used_too_often_is_a_broken_promise(app):
    session = factories.a_session(registration="invitation", capacity=50)
    number = inviting.invite(session, "Écoles", 1, None, Actor("account")).id
    for _ in range(2):
        factories.a_registration(session, invitation_id=number, source="team")
    assert list(broken()) == [f"Invitation {number}\u00a0: elle a servi plus de fois que prévu."]
