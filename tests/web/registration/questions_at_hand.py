"""Questions to try forms with."""

from resal.actions import SYSTEM
from resal.actions.scheduling import asking
from resal.actions.scheduling.asking import ChoicePlan, QuestionPlan
from resal.db import db
from resal.models import Answer, Question, QuestionOption, TrainingSession

PERSON = {"name": "Samir Haddad", "email": "samir@maison.example", "organization": "Maison des jeunes La Traverse"}


def a_plan(label="Votre repas?", /, *choices, **more):
    """`choices`: words, or (words, places)."""
    said = [(one, None) if isinstance(one, str) else one for one in choices]
    values = {
        "kind": "choice" if choices else "text", "label": {"fr": label}, "purpose": {"fr": "Pour commander."},
        "choices": [ChoicePlan({"fr": words}, places) for words, places in said],
    }  # fmt: skip
    return QuestionPlan(**{**values, **more})


def a_question(session, label="Votre repas?", /, *choices, **more):
    return asking.ask(session, None, a_plan(label, *choices, **more), revision(session), SYSTEM)


def revision(session):
    db.session.rollback()
    return db.session.get(TrainingSession, session.id).revision


def form_of(session, language="fr"):
    return f"/rencontres/{session.id}/inscription" if language == "fr" else f"/en/sessions/{session.id}/registration"


def choices_of(question):
    db.session.rollback()
    rows = db.session.query(QuestionOption).filter_by(question_id=question.id).order_by(QuestionOption.position)
    return [str(row.id) for row in rows]


def answers():
    """(question, choice in words or text) of each answer kept, in order."""
    db.session.rollback()
    rows = db.session.query(Answer, Question, QuestionOption).join(Question, Question.id == Answer.question_id)
    found = rows.outerjoin(QuestionOption, QuestionOption.id == Answer.option_id).order_by(Answer.id)
    return [(question.label["fr"], option.label["fr"] if option else row.text) for row, question, option in found]
