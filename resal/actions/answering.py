"""What people answer to the questions of a session, checked and written while the session is held.

Called by `registering` inside its own transaction: the places of a choice are counted under the
same lock as seats, so no choice is ever given twice. Answers leave when their question says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select

from resal import clock
from resal.actions import PARTICIPANT, SYSTEM, Actor, Refusal
from resal.actions.journal import note
from resal.actions.retaining import over_since
from resal.db import db, hold, transaction
from resal.language import current, lazy
from resal.models import Answer, Question, QuestionOption, Registration, TrainingSession
from resal.models.base import table_of
from resal.models.registration import LIVE
from resal.queries import questions
from resal.queries.questions import Standing

LONGEST = 2000


@dataclass(frozen=True)
class Reply:
    """What somebody answered to a question: a text, or choices by id. `consent`: to keep it, when sensitive."""

    question_id: int
    text: str = ""
    choices: tuple[int, ...] = ()
    consent: bool = False

    @property
    def given(self) -> bool:
        return bool(self.text or self.choices)


Replies = Sequence[Reply] | None


def accept(session: TrainingSession, replies: Replies, actor: Actor = PARTICIPANT, besides: int = 0) -> list[Reply]:
    """The answers that were given, once found right; the session is held.

    None: nothing was asked (at the door, by a series). `besides`: the registration that changes its
    own. Raises `Refusal` for a choice that is full, for a sensitive answer without consent, or
    when the questions are not those that were shown.
    """
    if replies is None or not session.asks:
        return []
    rows = questions.standing(session, besides)
    given = [reply for reply in replies if reply.given]
    _refuse_unless_asked(rows, given, all_of_them=actor is PARTICIPANT)
    for reply in given:
        _refuse_unless_right([row for row in rows if row.id == reply.question_id], reply, actor)
    return given


def write(registration: Registration, replies: Sequence[Reply]) -> None:
    """Keep these answers, in one statement; none when there are none."""
    rows = [row for reply in replies for row in _rows(registration.id, reply)]
    if rows:
        db.session.execute(insert(table_of(Answer)), rows)


def replace(registration: Registration, replies: Replies) -> None:
    """The answers of somebody from now on, in place of theirs to any version of what is asked now."""
    session = registration.training_session
    if replies is None or not session.asks or not questions.may_change(session):
        return
    given = accept(session, replies, besides=registration.id)
    asked = select(Question.lineage).where(Question.training_session_id == session.id, Question.ended_at.is_(None))
    same = select(Question.id).where(Question.training_session_id == session.id, Question.lineage.in_(asked))
    db.session.execute(
        delete(Answer).where(Answer.registration_id == registration.id, Answer.question_id.in_(same)),
        execution_options={"synchronize_session": False},
    )
    write(registration, given)


def give_back(registration: Registration) -> None:
    """Somebody takes their seat back: the choices that were filled meanwhile are theirs no more."""
    session = registration.training_session
    if not session.asks:
        return
    gone = {row.stock for row in questions.standing(session, registration.id) if row.full}
    if gone:
        filled = select(QuestionOption.id).where(QuestionOption.stock.in_(gone))
        theirs = delete(Answer).where(Answer.registration_id == registration.id, Answer.option_id.in_(filled))
        db.session.execute(theirs, execution_options={"synchronize_session": False})


@transaction
def withdraw_consent(registration: Registration) -> None:
    """Erase one's answers to sensitive questions, at once and at any time (P-39.1 s. 14)."""
    hold(registration.training_session)
    sensitive = select(Question.id).where(
        Question.training_session_id == registration.training_session_id, Question.sensitive
    )
    theirs = delete(Answer).where(Answer.registration_id == registration.id, Answer.question_id.in_(sensitive))
    db.session.execute(theirs, execution_options={"synchronize_session": False})


@transaction
def forget_old() -> int:
    """Erase the answers whose time has passed, leaving how many had taken each choice; returns how many.

    Time runs from the end of the session, or from its cancellation; without a date, from the last day of
    the words for it, or from a year after the last answer. Two workers at once: the second one finds nothing.
    """
    now, session = clock.now(), TrainingSession
    columns = (session.ends_at, session.cancelled_at, session.date_known_until, func.max(Answer.answered_at))
    rows = db.session.execute(
        select(Question.id, Question.kept_days, *columns)
        .join(session, session.id == Question.training_session_id)
        .join(Answer, Answer.question_id == Question.id)
        .group_by(Question.id, Question.kept_days, *columns[:-1])
        .order_by(Question.id)
    )
    due = [row.id for row in rows.all() if over_since(*row[2:]) < now - timedelta(days=row.kept_days)]
    erased = sum(_erase(hold(db.session.get_one(Question, id_))) for id_ in due)
    if erased:
        note(SYSTEM, "answers.erased", None, count=erased)
    return erased


def _refuse_unless_asked(rows: Sequence[Standing], given: Sequence[Reply], all_of_them: bool) -> None:
    """The questions may have been corrected while the form was being filled in."""
    asked = {row.id for row in rows}
    answered = {reply.question_id for reply in given}
    required = {row.id for row in rows if row.required} if all_of_them else set()
    if answered - asked or required - answered:
        raise Refusal(lazy("Les questions viennent de changer : relisez-les, puis confirmez de nouveau."))


def _refuse_unless_right(rows: Sequence[Standing], reply: Reply, actor: Actor) -> None:
    field = f"q-{reply.question_id}"
    if rows[0].sensitive and actor is not PARTICIPANT:
        raise Refusal(lazy("Seule la personne répond à une question sensible."), field=field)
    if rows[0].sensitive and not reply.consent:
        raise Refusal(lazy("Cochez votre accord, ou laissez cette réponse vide."), field=f"{field}-consent")
    offered = {row.option: row for row in rows if row.option}
    if not set(reply.choices) <= set(offered) or (reply.text and offered):
        raise Refusal(lazy("Choisissez dans la liste"), field=field)
    for choice in reply.choices:
        if offered[choice].full:
            label = _label(offered[choice])
            raise Refusal(lazy("« %(choice)s » est complet : choisissez autre chose."), field=field, choice=label)


def _label(row: Standing) -> str:
    return row.label.read(current()).text if row.label else ""


def _rows(registration_id: int, reply: Reply) -> list[dict[str, Any]]:
    now = clock.now()
    return [
        {
            "registration_id": registration_id, "question_id": reply.question_id, "option_id": choice,
            "text": reply.text[:LONGEST], "consented_at": now if reply.consent else None, "answered_at": now,
        }
        for choice in reply.choices or (None,)
    ]  # fmt: skip


def _erase(question: Question) -> int:
    taken = (
        select(Answer.option_id, func.count())
        .join(Registration, Registration.id == Answer.registration_id)
        .where(Answer.question_id == question.id, Registration.state.in_(LIVE))
        .group_by(Answer.option_id)
    )
    counts = {row[0]: row[1] for row in db.session.execute(taken)}
    gone = delete(Answer).where(Answer.question_id == question.id)
    erased = db.session.execute(gone, execution_options={"synchronize_session": False})
    count = int(erased.rowcount)  # type: ignore[attr-defined] # none, when another worker was quicker
    if count:
        question.erased_at = clock.now()
        for option in question.options:
            option.counted = (option.counted or 0) + counts.get(option.id, 0)
    return count
