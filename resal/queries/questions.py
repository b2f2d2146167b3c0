"""What a session asks of whoever registers: its questions in words, and what is left of each choice."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, case, func, select
from sqlalchemy.orm import aliased, selectinload

from resal import clock
from resal.bounded import Bounded
from resal.db import db
from resal.language import current as current_language
from resal.language import gettext, lazy
from resal.models import Answer, Localized, Question, QuestionOption, Registration, TrainingSession
from resal.models.registration import LIVE
from resal.queries import words
from resal.queries.readings import Shown, shown

Q, O = Question, QuestionOption  # noqa: E741 - columns of a statement
KEPT = {
    30: lazy("30 jours après la rencontre"),
    90: lazy("trois mois après la rencontre"),
    365: lazy("un an après la rencontre"),
    730: lazy("deux ans après la rencontre"),
}
KINDS = {
    "text": lazy("Une réponse écrite"),
    "choice": lazy("Un seul choix"),
    "choices": lazy("Plusieurs choix"),
}


class Choice(NamedTuple):
    """A choice one may take."""

    id: int
    label: Shown
    stock: str


@dataclass(frozen=True)
class Asked:
    """A question as people read it. `read_by`: who alone reads the answers, when it is sensitive."""

    id: int
    lineage: str
    kind: str
    label: Shown
    help: Shown
    purpose: Shown
    required: bool
    sensitive: bool
    kept: str
    read_by: str
    choices: tuple[Choice, ...]


class Standing(NamedTuple):
    """A question of now with one of its choices (None: it has none), and how many have taken it."""

    id: int
    lineage: str
    required: bool
    sensitive: bool
    option: int | None
    label: Localized | None
    places: int | None
    stock: str | None
    taken: int

    @property
    def full(self) -> bool:
        return self.places is not None and self.taken >= self.places


_kept: Bounded[tuple[Asked, ...]] = Bounded(1000)


def of(session: TrainingSession) -> tuple[Asked, ...]:
    """The questions asked now, in order; nothing is looked for where there never were any.

    Their mark is on the session, which whoever asks has read: they are kept without asking any more.
    """
    if not session.asks:
        return ()
    key = (session.asks, current_language())
    found = _kept.get(key)
    return found if found is not None else _kept.keep(key, _asked(session), 1)


def standing(session: TrainingSession, besides: int = 0) -> list[Standing]:
    """The questions of now and their choices, in one statement; true while the session is held.

    Only those who took a choice that has a number of places are counted.
    `besides`: a registration whose own choices are not counted.
    """
    rows = db.session.execute(_LIMITED, {"session": session.id, "besides": besides})
    return [Standing(*row) for row in rows]


def left(session: TrainingSession, besides: int = 0) -> dict[int, int]:
    """What is left of each choice that has a number of places, by the id of the choice."""
    if not session.asks:
        return {}
    rows = standing(session, besides)
    return {row.option: max(row.places - row.taken, 0) for row in rows if row.option and row.places is not None}


def may_change(session: TrainingSession) -> bool:
    """Whether people may still change their answers: until registration closes, or the start."""
    now = clock.now()
    late = session.closes_at is not None and session.closes_at <= now
    return not (late or session.cancelled or session.started(now) or session.over(now))


def taken(session: TrainingSession) -> dict[int, int]:
    """How many people have taken each choice of now, with or without a number of places, by id."""
    rows = [Standing(*row) for row in db.session.execute(_ALL, {"session": session.id, "besides": 0})]
    return {row.option: row.taken for row in rows if row.option}


def current(session: TrainingSession) -> list[Question]:
    """The rows of the questions asked now, in order, for the team to change."""
    asked = select(Q).where(Q.training_session_id == session.id, Q.ended_at.is_(None)).options(selectinload(Q.options))
    return list(db.session.scalars(asked.order_by(Q.position, Q.id)))


def kept(days: int) -> str:
    """How long answers are kept, in words."""
    return gettext(KEPT.get(days) or lazy("%(n)s jours après la rencontre"), n=days)


def read_by(question: Question) -> str:
    """The roles that read the answers to a sensitive question, in words."""
    roles = [words.word(words.ACCOUNT_ROLES, role) for role in question.readers]
    return ", ".join(roles) if question.sensitive else ""


def _asked(session: TrainingSession) -> tuple[Asked, ...]:
    return tuple(
        Asked(
            id=row.id, lineage=row.lineage, kind=row.kind, label=shown(row.label), help=shown(row.help),
            purpose=shown(row.purpose), required=row.required, sensitive=row.sensitive, kept=kept(row.kept_days),
            read_by=read_by(row), choices=tuple(Choice(one.id, shown(one.label), one.stock) for one in row.options),
        )
        for row in current(session)
    )  # fmt: skip


def _standing(counted_if: ColumnElement[bool]) -> Select[Any]:
    same = aliased(QuestionOption)
    number = (
        select(func.count(Answer.registration_id.distinct()))
        .join(same, same.id == Answer.option_id)
        .join(Registration, Registration.id == Answer.registration_id)
        .where(same.stock == O.stock, Registration.state.in_(LIVE), Registration.id != bindparam("besides"))
        .correlate(O)
        .scalar_subquery()
    )
    return (
        select(
            Q.id,
            Q.lineage,
            Q.required,
            Q.sensitive,
            O.id,
            O.label,
            O.places,
            O.stock,
            case((counted_if, number), else_=0),
        )
        .outerjoin(O, O.question_id == Q.id)
        .where(Q.training_session_id == bindparam("session"), Q.ended_at.is_(None))
        .order_by(Q.position, Q.id, O.position)
    )


_LIMITED = _standing(O.places.is_not(None))
_ALL = _standing(O.id.is_not(None))
