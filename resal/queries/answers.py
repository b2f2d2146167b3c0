"""What people answered: one's own, those of one registration, and the results of a session for the team.

The answers to a sensitive question are read only for the roles it names: nothing to hide in a template.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from resal.addresses import path
from resal.db import db
from resal.language import current, dates, gettext
from resal.models import Answer, Participant, Question, QuestionOption, Registration, TrainingSession
from resal.models.registration import LIVE
from resal.queries import questions
from resal.queries.paging import Pages, offset, pages
from resal.queries.questions import Asked
from resal.queries.readings import Shown, shown

PAGE = 100


class Given(NamedTuple):
    """One's answer to a question of now. `consented`: to this very version of it."""

    text: str = ""
    choices: tuple[int, ...] = ()
    consented: bool = False


class Said(NamedTuple):
    """A question and what somebody answered to it, a line each choice."""

    label: Shown
    lines: tuple[Shown, ...]


class Taken(NamedTuple):
    """A choice and how many people took it, among those who have a place; `places`: of how many."""

    label: Shown
    number: int
    places: int | None


@dataclass(frozen=True)
class Result:
    """A version of a question with what was answered. `readable`: whether this role may know.

    `version` is empty for a question that was never corrected; `erased`: the day its answers left.
    """

    id: int
    label: Shown
    version: str
    asked: bool
    readable: bool
    read_by: str
    answered: int
    choices: tuple[Taken, ...]
    erased: str


class Person(NamedTuple):
    """Somebody with a place, and all they answered that this role may know."""

    id: int
    name: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Results:
    """A page of the answers of a session."""

    questions: tuple[Result, ...]
    people: tuple[Person, ...]
    pages: Pages


def own(registration: Registration, asked: Sequence[Asked]) -> dict[int, Given]:
    """What somebody has answered until now, by the question of now, in one statement.

    An answer to an older version stands for the newer one: the same text, the same choice.
    """
    rows = db.session.execute(
        select(Answer.question_id, Question.lineage, Answer.text, QuestionOption.stock, Answer.consented_at)
        .join(Question, Question.id == Answer.question_id)
        .outerjoin(QuestionOption, QuestionOption.id == Answer.option_id)
        .where(Answer.registration_id == registration.id)
        .order_by(Answer.id)
    ).all()
    return {one.id: _given(one, [row for row in rows if row.lineage == one.lineage]) for one in asked}


def owed(registration: Registration) -> bool:
    """Whether they may still answer a question one must answer, and did not (they came by a series, or by hand)."""
    session = registration.training_session
    if not registration.live or not questions.may_change(session):
        return False
    required = [one for one in questions.of(session) if one.required]
    given = own(registration, required) if required else {}
    return any(not (answer.text or answer.choices) for answer in given.values())


def has_sensitive(registration: Registration) -> bool:
    """Whether somebody has answered a sensitive question, asked still or not."""
    theirs = select(Answer.id).join(Question, Question.id == Answer.question_id)
    found = theirs.where(Answer.registration_id == registration.id, Question.sensitive).limit(1)
    return db.session.scalar(found) is not None


def of_registration(registration: Registration, role: str) -> tuple[Said, ...]:
    """What one person answered, for a member of the team in this role."""
    session = registration.training_session
    rows = [row for row in _rows(session) if _readable(row, role)] if session.asks else []
    return _said(rows, [registration.id]).get(registration.id, ()) if rows else ()


def of_session(session: TrainingSession, role: str, number: int) -> Results:
    """Counts of each choice, and who answered what, a page of people from 1."""
    rows = _rows(session)
    readable = [row for row in rows if _readable(row, role)]
    people, total = _people(readable, number)
    said = _said(readable, [row.id for row in people])
    return Results(
        _results(session, rows, role),
        tuple(Person(row.id, row.name or gettext("Nom effacé"), said.get(row.id, ())) for row in people),
        pages(total, PAGE, number, partial(_href, session)),
    )  # fmt: skip


def _given(question: Asked, rows: Sequence[Any]) -> Given:
    stocks = {row.stock for row in rows}
    return Given(
        next((row.text for row in rows if row.text), ""),
        tuple(choice.id for choice in question.choices if choice.stock in stocks),
        any(row.consented_at and row.question_id == question.id for row in rows),
    )


def _rows(session: TrainingSession) -> list[Question]:
    """Every version that is asked or was answered, as asked; the newest of each first."""
    every = select(Question).where(Question.training_session_id == session.id).options(selectinload(Question.options))
    return list(db.session.scalars(every.order_by(Question.position, Question.lineage, Question.version.desc())))


def _readable(question: Question, role: str) -> bool:
    return not question.sensitive or role in question.readers


def _results(session: TrainingSession, rows: Sequence[Question], role: str) -> tuple[Result, ...]:
    ids = [row.id for row in rows if _readable(row, role)]
    live = (Answer.question_id.in_(ids), Registration.state.in_(LIVE))
    joined = select(Answer.question_id, Answer.option_id, func.count()).join(
        Registration, Registration.id == Answer.registration_id
    )
    by_option: Counter[int | None] = Counter()
    for _question, option, number in db.session.execute(
        joined.where(*live).group_by(Answer.question_id, Answer.option_id)
    ):
        by_option[option] += number
    people = (
        select(Answer.question_id, func.count(Answer.registration_id.distinct()))
        .join(Registration, Registration.id == Answer.registration_id)
        .where(*live)
        .group_by(Answer.question_id)
    )
    answered = {row[0]: row[1] for row in db.session.execute(people)}
    return tuple(_result(row, role, answered.get(row.id, 0), by_option, session.timezone) for row in rows)


def _result(row: Question, role: str, answered: int, taken: Counter[int | None], zone: str) -> Result:
    readable = _readable(row, role)
    choices = [Taken(shown(one.label), taken[one.id] + (one.counted or 0), one.places) for one in row.options]
    return Result(
        row.id, shown(row.label), _version(row, zone), row.ended_at is None, readable, questions.read_by(row), answered,
        tuple(choices) if readable else (), _day(row.erased_at, zone) if row.erased_at else "",
    )  # fmt: skip


def _version(row: Question, zone: str) -> str:
    if row.ended_at is not None:
        return gettext("Posée jusqu'au %(day)s", day=_day(row.ended_at, zone))
    return gettext("Corrigée le %(day)s", day=_day(row.created_at, zone)) if row.version > 1 else ""


def _day(moment: Any, zone: str) -> str:
    return dates.day_long(moment.astimezone(ZoneInfo(zone)).date())


def _people(rows: Iterable[Question], number: int) -> tuple[Sequence[Any], int]:
    """Those with a place who answered something readable, by name: a page, and how many in all."""
    ids = [row.id for row in rows]
    answered = select(Answer.id).where(Answer.registration_id == Registration.id, Answer.question_id.in_(ids)).exists()
    who = (Registration.state.in_(LIVE), answered)
    total = db.session.scalar(select(func.count()).select_from(Registration).where(*who)) or 0
    chosen = select(Registration.id, Participant.name).join(Registration.participant).where(*who)
    in_order = chosen.order_by(Participant.name_key, Registration.id)
    return db.session.execute(in_order.offset(offset(number, PAGE)).limit(PAGE)).all(), total


def _said(rows: Sequence[Question], registrations: Sequence[int]) -> dict[int, tuple[Said, ...]]:
    """What each of these answered, by registration, in the order of the questions."""
    labels = {one.id: shown(one.label) for row in rows for one in row.options}
    found = db.session.execute(
        select(Answer.registration_id, Answer.question_id, Answer.option_id, Answer.text)
        .where(Answer.registration_id.in_(registrations), Answer.question_id.in_([row.id for row in rows]))
        .order_by(Answer.id)
    )
    lines: dict[tuple[int, int], list[Shown]] = defaultdict(list)
    for registration, question, option, text in found:
        lines[registration, question].append(labels[option] if option else Shown(text))
    return {
        id_: tuple(Said(shown(row.label), tuple(lines[id_, row.id])) for row in rows if (id_, row.id) in lines)
        for id_ in registrations
    }


def _href(session: TrainingSession, number: int) -> str:
    return path("coordination.answers", current(), query={"page": number if number > 1 else ""}, id=session.id)
