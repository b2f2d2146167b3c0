"""The questions a session asks: written, put in order, taken away. Frozen once somebody answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from resal import clock
from resal.actions import Actor, Refusal
from resal.actions.journal import note
from resal.actions.scheduling.drafting import refuse_older
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.models import Answer, Localized, Question, QuestionOption, TrainingSession, localized
from resal.models.base import made_here
from resal.models.question import KEPT_DAYS
from resal.queries import questions

MOST_QUESTIONS = 40
MOST_CHOICES = 60
READERS = ("coordinator", "host")


@dataclass(frozen=True)
class ChoicePlan:
    """A choice in words {language: text}. `places`: None without limit; `id`: the one it was."""

    label: Mapping[str, str]
    places: int | None = None
    id: int | None = None


@dataclass(frozen=True)
class QuestionPlan:
    """What a coordinator says of a question. `readers`: the roles that read it when it is sensitive."""

    kind: str
    label: Mapping[str, str]
    purpose: Mapping[str, str]
    help: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    sensitive: bool = False
    readers: Sequence[str] = ("coordinator",)
    kept_days: int = KEPT_DAYS[0]
    choices: Sequence[ChoicePlan] = ()


@transaction
def ask(
    session: TrainingSession, question: Question | None, plan: QuestionPlan, revision: int, actor: Actor
) -> Question:
    """Write a question, or correct one: in place, or as a new version when somebody has answered it.

    Whether one must answer, and how many places there are, are never words: they change in place.
    Raises `Refusal` for what makes no sense, or for an older form (trust, K10).
    """
    hold(session)
    refuse_older(session, revision)
    _refuse_nonsense(plan)
    if question is None:
        row = _new(session, plan, position=_refuse_too_many(session) + 1)
    else:
        _refuse_unless_asked(question)
        _refuse_fewer_places(session, plan)
        row = _new_version(session, question, plan) if _reworded(question, plan) else _write(question, plan)
    _touch(session)
    note(actor, "question.saved", session)
    return row


@transaction
def move(session: TrainingSession, question: Question, step: int, actor: Actor) -> None:
    """Put a question before (-1) or after (1) its neighbour; at either end nothing happens."""
    hold(session)
    rows = questions.current(session)
    if question not in rows:
        raise Refusal(lazy("Cette question a été corrigée ou retirée entre-temps."))
    here = rows.index(question)
    if 0 <= here + step < len(rows):
        rows[here], rows[here + step] = rows[here + step], rows[here]
    for position, row in enumerate(rows):
        row.position = position
    _touch(session)
    note(actor, "question.moved", session)


@transaction
def remove(session: TrainingSession, question: Question, actor: Actor) -> None:
    """Ask no more; what was answered stays with the question until its time has passed. Twice is once."""
    hold(session)
    db.session.refresh(question)
    if question.ended_at is not None:
        return
    if answered(question):
        question.ended_at = clock.now()
    else:
        db.session.delete(question)
        db.session.flush()
    _touch(session)
    note(actor, "question.removed", session)


def copy(session: TrainingSession, again: TrainingSession) -> None:
    """Ask the same in another edition; answers stay where they were given. Inside the caller's transaction."""
    rows = questions.current(session) if session.asks else []
    for row in rows:
        texts = {name: Localized(getattr(row, name)) for name in ("label", "help", "purpose")}
        choices = [
            QuestionOption(position=one.position, stock=made_here(), label=Localized(one.label), places=one.places)
            for one in row.options
        ]
        db.session.add(Question(
            training_session_id=again.id, lineage=made_here(), position=row.position, kind=row.kind, **texts,
            required=row.required, sensitive=row.sensitive, readers=[*row.readers], kept_days=row.kept_days,
            created_at=clock.now(), options=choices,
        ))  # fmt: skip
    again.asks = made_here() if rows else None


def _new(session: TrainingSession, plan: QuestionPlan, position: int) -> Question:
    row = Question(
        training_session_id=session.id, lineage=made_here(), version=1, position=position, created_at=clock.now()
    )
    db.session.add(row)
    return _write(row, plan)


def _new_version(session: TrainingSession, question: Question, plan: QuestionPlan) -> Question:
    """The same question in other words; its choices go on drawing from the same places."""
    question.ended_at = clock.now()
    row = Question(
        training_session_id=session.id, lineage=question.lineage, version=question.version + 1,
        position=question.position, created_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    return _write(row, plan, question)


def _write(row: Question, plan: QuestionPlan, before: Question | None = None) -> Question:
    """`before`: the version it corrects."""
    old = before or row
    row.kind, row.required, row.sensitive = plan.kind, plan.required, plan.sensitive
    row.readers = [role for role in READERS if role in plan.readers] if plan.sensitive else []
    row.kept_days = plan.kept_days
    row.label = localized(dict(plan.label), old.label)
    row.help, row.purpose = localized(dict(plan.help), old.help), localized(dict(plan.purpose), old.purpose)
    known = {one.id: one for one in old.options}
    row.options = [
        _choice(one, known.get(one.id or 0), position, kept=before is None) for position, one in enumerate(plan.choices)
    ]
    return row


def _choice(plan: ChoicePlan, before: QuestionOption | None, position: int, kept: bool) -> QuestionOption:
    """The row it was, when the question itself is `kept`; else a new one with the same stock of places."""
    row = before if before is not None and kept else QuestionOption(stock=before.stock if before else made_here())
    row.label = localized(dict(plan.label), before.label if before else None)
    row.position, row.places = position, plan.places
    return row


def _reworded(question: Question, plan: QuestionPlan) -> bool:
    """Whether this would change the words of a question that has answers."""
    return _said(question) != _planned(question, plan) and answered(question)


def _said(question: Question) -> tuple[object, ...]:
    choices = {one.id: _plain(one.label) for one in question.options}
    texts = (_plain(question.label), _plain(question.help), _plain(question.purpose))
    return (question.kind, texts, question.sensitive, sorted(question.readers), question.kept_days, choices)


def _planned(question: Question, plan: QuestionPlan) -> tuple[object, ...]:
    known = {one.id for one in question.options}
    choices = {one.id if one.id in known else -n: _plain(one.label) for n, one in enumerate(plan.choices, 1)}
    texts = (_plain(plan.label), _plain(plan.help), _plain(plan.purpose))
    readers = sorted(set(plan.readers) & set(READERS)) if plan.sensitive else []
    return (plan.kind, texts, plan.sensitive, readers, plan.kept_days, choices)


def _plain(text: Mapping[str, str]) -> dict[str, str]:
    return {code: words.strip() for code, words in text.items() if words.strip() and "@" not in code}


def answered(question: Question) -> bool:
    """Also once its answers were erased: what they were answers to must not change."""
    found = db.session.scalar(select(Answer.id).where(Answer.question_id == question.id).limit(1))
    return found is not None or question.erased_at is not None


def _touch(session: TrainingSession) -> None:
    db.session.flush()
    any_row = select(Question.id).where(Question.training_session_id == session.id).limit(1)
    session.asks = made_here() if db.session.scalar(any_row) else None
    session.revision += 1


def _refuse_nonsense(plan: QuestionPlan) -> None:
    if not _plain(plan.label).get("fr"):
        raise Refusal(lazy("Écrivez la question"), field="label_fr")
    if not _plain(plan.purpose).get("fr"):
        raise Refusal(lazy("Dites pourquoi on le demande"), field="purpose_fr")
    if plan.kind != "text" and len([one for one in plan.choices if _plain(one.label)]) < 2:
        raise Refusal(lazy("Écrivez au moins deux choix."), field="kind")
    if plan.sensitive and plan.required:
        raise Refusal(lazy("Une réponse sensible ne peut pas être exigée : elle reste facultative."), field="required")
    if plan.sensitive and not set(plan.readers) & set(READERS):
        raise Refusal(lazy("Dites qui peut lire les réponses."), field="readers")
    if plan.kept_days not in KEPT_DAYS or len(plan.choices) > MOST_CHOICES:
        raise Refusal(lazy("Choisissez dans la liste"), field="kept_days")


def _refuse_too_many(session: TrainingSession) -> int:
    """The last position given."""
    rows = questions.current(session)
    if len(rows) >= MOST_QUESTIONS:
        raise Refusal(lazy("Il y a déjà %(n)s questions : retirez-en une d'abord."), n=len(rows))
    return max((row.position for row in rows), default=-1)


def _refuse_unless_asked(question: Question) -> None:
    db.session.refresh(question)
    if question.ended_at is not None:
        raise Refusal(lazy("Cette question a été corrigée ou retirée entre-temps."))


def _refuse_fewer_places(session: TrainingSession, plan: QuestionPlan) -> None:
    """A number of places below how many have taken the choice: nobody loses theirs silently."""
    taken = questions.taken(session)
    for one in plan.choices:
        number = taken.get(one.id or 0, 0)
        if one.places is not None and one.places < number:
            raise Refusal(
                lazy("« %(choice)s » : %(taken)s personnes l'ont déjà choisi. Indiquez %(taken)s places ou plus."),
                choice=one.label.get("fr", ""), taken=number,
            )  # fmt: skip
