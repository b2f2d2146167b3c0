"""What the questions of sessions promise, counted again from the rows."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from resal.db import db
from resal.language import gettext
from resal.models import Answer, Question, QuestionOption, Registration
from resal.models.registration import LIVE


def broken() -> Iterator[str]:
    """One sentence per broken promise, naming rows by number, never people."""
    yield from _too_many()
    yield from _without_consent()


def _too_many() -> Iterator[str]:
    """No choice asked now was taken by more people than it has places, whatever version they answered."""
    same = aliased(QuestionOption)
    taken = func.count(Answer.registration_id.distinct())
    over = (
        select(QuestionOption.id, QuestionOption.places, taken)
        .join(Question, Question.id == QuestionOption.question_id)
        .join(same, same.stock == QuestionOption.stock)
        .join(Answer, Answer.option_id == same.id)
        .join(Registration, Registration.id == Answer.registration_id)
        .where(Question.ended_at.is_(None), Registration.state.in_(LIVE))
        .group_by(QuestionOption.id, QuestionOption.places)
        .having(taken > QuestionOption.places)
    )
    for id_, places, number in db.session.execute(over):
        yield gettext("Choix %(id)s : %(taken)s personnes pour %(places)s places.", id=id_, taken=number, places=places)


def _without_consent() -> Iterator[str]:
    """Nothing sensitive is kept without the express consent of the person."""
    kept = select(Answer.id).join(Question, Question.id == Answer.question_id)
    for (id_,) in db.session.execute(kept.where(Question.sensitive, Answer.consented_at.is_(None))):
        yield gettext("Réponse %(id)s : sensible, et gardée sans accord.", id=id_)
