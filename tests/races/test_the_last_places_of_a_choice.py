"""Many people want the same choice at the same instant: no more have it than there are places."""

import factories
import pytest
from harness.crowd import CROWD, at_once

from resal.actions import SYSTEM, Refusal, registering
from resal.actions.answering import Reply
from resal.actions.registering import Typed
from resal.actions.scheduling import asking
from resal.actions.scheduling.asking import ChoicePlan, QuestionPlan
from resal.db import db
from resal.models import Answer, Registration, TrainingSession
from resal.queries.promises import broken

pytestmark = pytest.mark.really_commits


def choosing(session_id, question_id, choice, name):
    def task():
        session = db.session.get(TrainingSession, session_id)
        typed = Typed(name, f"{name.lower()}@maison.example", "Maison", answers=[Reply(question_id, choices=(choice,))])
        try:
            return registering.register(session, typed).registration.state
        except Refusal:
            return "refused"

    return task


def test_k1_the_last_places_of_a_choice_are_given_once_each(app):
    session = factories.a_session(capacity=100)
    choices = [ChoicePlan({"fr": "Contes"}, 3), ChoicePlan({"fr": "Radio"})]
    plan = QuestionPlan("choice", {"fr": "Quel atelier?"}, {"fr": "Pour les salles."}, choices=choices)
    row = asking.ask(session, None, plan, session.revision, SYSTEM)
    wanted = (session.id, row.id, row.options[0].id)
    states = at_once(app, [choosing(*wanted, f"Personne{n}") for n in range(CROWD * 3)])
    assert sorted(states) == ["confirmed"] * 3 + ["refused"] * (CROWD * 3 - 3)
    db.session.rollback()
    assert (db.session.query(Registration).count(), db.session.query(Answer).count()) == (3, 3)
    assert list(broken()) == []
