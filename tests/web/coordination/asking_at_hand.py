"""Questions of a session to try the team's pages with."""

from sessions_at_hand import here

from resal.actions import SYSTEM, registering
from resal.actions.answering import Reply
from resal.actions.registering import Typed
from resal.actions.scheduling import asking
from resal.actions.scheduling.asking import ChoicePlan, QuestionPlan
from resal.db import db
from resal.models import Question, TrainingSession

WORDS = {"label_fr": "Votre repas?", "purpose_fr": "Pour commander."}
CHOICES = {"kind": "choice", "choices__0__label_fr": "Viande", "choices__1__label_fr": "Végé"}


def new(session):
    return here(session, "questions/nouvelle")


def questions(session):
    db.session.rollback()
    rows = db.session.query(Question).filter_by(training_session_id=session.id)
    return rows.order_by(Question.ended_at.is_(None), Question.position, Question.id).all()


def options(question):
    return [(one.label["fr"], one.places) for one in question.options]


def page_of(question):
    return f"/coordination/rencontres/{question.training_session_id}/questions/{question.id}"


def a_question(session, label="Votre repas?", *choices, **more):
    plan = QuestionPlan(
        kind="choice" if choices else "text", label={"fr": label}, purpose={"fr": "Pour commander."},
        choices=[ChoicePlan({"fr": words}, places) for words, places in choices], **more,
    )  # fmt: skip
    db.session.rollback()
    return asking.ask(session, None, plan, db.session.get(TrainingSession, session.id).revision, SYSTEM)


def somebody_answers(session, question, text="", choices=(), name="Ana Silva", **more):
    replies = [Reply(question.id, text, tuple(choices), **more)]
    email = f"{name.split()[0].lower()}@maison.example"
    outcome = registering.register(session, Typed(name, email, "CLSC", line=True, answers=replies))
    return outcome.registration
