"""What was learned, and what was agreed: written down right after, reviewed, published."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from resal import clock
from resal.actions import Actor, Refusal
from resal.actions.journal import note
from resal.db import db, transaction
from resal.language import lazy
from resal.language.typography import fold
from resal.models import (
    Localized,
    NextStep,
    NextStepChange,
    Takeaway,
    Theme,
    TrainingSession,
    localized,
)
from resal.models.takeaway import LONGEST, STEP_STATES, TAKEAWAY_KINDS


@dataclass(frozen=True)
class TakeawayText:
    """What was written of a takeaway; texts are {language: text}."""

    kind: str
    text: dict[str, str]
    title: dict[str, str] = field(default_factory=dict)
    theme_ids: tuple[int, ...] = ()
    facilitator_id: int | None = None


@dataclass(frozen=True)
class StepText:
    """What was written of a next step; the owner may be a name, an organization or a facilitator."""

    text: dict[str, str]
    owner_name: str = ""
    owner_organization_id: int | None = None
    owner_facilitator_id: int | None = None
    due_on: date | None = None
    public: bool = False


@transaction
def record_takeaway(session: TrainingSession, typed: TakeawayText, actor: Actor) -> Takeaway:
    """Keep one thing worth keeping, as it was said; it is public only once reviewed and published.

    Raises `Refusal` for an unknown kind, nothing written, or more than 240 characters.
    """
    _refuse_bad(typed)
    takeaway = Takeaway(
        training_session=session, said=typed.text.get("fr") or next(iter(typed.text.values())), state="raw",
        visibility="circle" if session.visibility == "confidential" else "public", text=Localized(),
        title=Localized(), position=_last(Takeaway, session) + 1, created_at=clock.now(),
        created_by_id=actor.account_id,
    )  # fmt: skip
    _write(takeaway, typed)
    db.session.add(takeaway)
    note(actor, "takeaway.recorded", takeaway)
    return takeaway


@transaction
def edit_takeaway(takeaway: Takeaway, typed: TakeawayText, actor: Actor) -> Takeaway:
    """Correct the words that are published; the words as said stay beside them."""
    _refuse_bad(typed)
    _write(takeaway, typed)
    if takeaway.state == "raw":
        takeaway.state = "reviewed"
    note(actor, "takeaway.edited", takeaway)
    return takeaway


@transaction
def publish_takeaway(takeaway: Takeaway, actor: Actor) -> Takeaway:
    """Put it in the library. Raises `Refusal` without a French text."""
    if not takeaway.text.in_language("fr"):
        raise Refusal(lazy("Écrivez d'abord le texte en français."), field="text_fr")
    if takeaway.state != "published":
        takeaway.state, takeaway.published_at = "published", clock.now()
        takeaway.published_by_id = actor.account_id
        note(actor, "takeaway.published", takeaway)
    return takeaway


@transaction
def withdraw_takeaway(takeaway: Takeaway, actor: Actor) -> Takeaway:
    """Take it out of the library; it stays with the team."""
    if takeaway.state == "published":
        takeaway.state, takeaway.published_at, takeaway.published_by_id = "reviewed", None, None
        note(actor, "takeaway.withdrawn", takeaway)
    return takeaway


@transaction
def delete_takeaway(takeaway: Takeaway, actor: Actor) -> None:
    """Throw it away. Raises `Refusal` while it is published."""
    if takeaway.state == "published":
        raise Refusal(lazy("Retirez-le d'abord de la bibliothèque."))
    note(actor, "takeaway.deleted", takeaway)
    db.session.delete(takeaway)


@transaction
def agree_next_step(session: TrainingSession, typed: StepText, actor: Actor) -> NextStep:
    """Write down what was agreed to do."""
    now = clock.now()
    step = NextStep(
        training_session=session, text=Localized(), state="agreed", position=_last(NextStep, session) + 1,
        created_at=now, changed_at=now, history=[NextStepChange(before=None, after="agreed", at=now, actor=str(actor))],
    )  # fmt: skip
    _write_step(step, typed)
    db.session.add(step)
    note(actor, "next_step.agreed", step)
    return step


@transaction
def edit_next_step(step: NextStep, typed: StepText, actor: Actor) -> NextStep:
    """Correct the words, the owner or the date of a next step."""
    _write_step(step, typed)
    note(actor, "next_step.edited", step)
    return step


@transaction
def advance_next_step(step: NextStep, state: str, reason: str, evidence: str, actor: Actor) -> NextStep:
    """Say where it stands. Raises `Refusal` for an unknown state, or when dropped without a reason."""
    if state not in STEP_STATES:
        raise Refusal(lazy("Choisissez où en est cette suite."), field="state")
    if state == "dropped" and not reason.strip():
        raise Refusal(lazy("Dites pourquoi cette suite est abandonnée."), field="reason")
    now = clock.now()
    if step.state != state or step.reason != reason:
        step.history.append(NextStepChange(before=step.state, after=state, at=now, actor=str(actor), reason=reason))
    step.state, step.reason, step.evidence, step.changed_at = state, reason, evidence, now
    note(actor, "next_step.advanced", step, state=state)
    return step


def search_text(takeaway: Takeaway) -> str:
    """The folded words a search looks through: texts, titles, themes and their other names."""
    themes = [text for theme in takeaway.themes for text in (*_shown(theme.label), *theme.aliases)]
    return fold(" ".join([*_shown(takeaway.text), *_shown(takeaway.title), *themes]))


def _shown(value: Localized) -> list[str]:
    return [value.in_language(language) for language in sorted(value.languages())]


def _refuse_bad(typed: TakeawayText) -> None:
    if typed.kind not in TAKEAWAY_KINDS:
        raise Refusal(lazy("Choisissez le genre : constat, pratique, outil…"), field="kind")
    if not any(text.strip() for text in typed.text.values()):
        raise Refusal(lazy("Écrivez une chose à retenir, en une phrase."), field="text_fr")
    longest = max(len(text) for text in typed.text.values())
    if longest > LONGEST:
        raise Refusal(
            lazy("Une phrase de %(most)s caractères au plus : il y en a %(n)s."), field="text_fr",
            most=LONGEST, n=longest,
        )  # fmt: skip


def _write(takeaway: Takeaway, typed: TakeawayText) -> None:
    takeaway.kind = typed.kind
    takeaway.text = localized(dict(typed.text), takeaway.text)
    takeaway.title = localized(dict(typed.title), takeaway.title)
    takeaway.facilitator_id = typed.facilitator_id
    chosen = select(Theme).where(Theme.id.in_(typed.theme_ids)).order_by(Theme.id)
    takeaway.themes = list(db.session.scalars(chosen))
    takeaway.search_text = search_text(takeaway)


def _write_step(step: NextStep, typed: StepText) -> None:
    if not any(text.strip() for text in typed.text.values()):
        raise Refusal(lazy("Écrivez ce qu'on a convenu de faire."), field="text_fr")
    step.text = localized(dict(typed.text), step.text)
    step.owner_name, step.due_on, step.public = typed.owner_name, typed.due_on, typed.public
    step.owner_organization_id = typed.owner_organization_id
    step.owner_facilitator_id = typed.owner_facilitator_id
    step.changed_at = clock.now()


def _last(model: type[Takeaway] | type[NextStep], session: TrainingSession) -> int:
    highest = select(func.max(model.position)).where(model.training_session_id == session.id)
    return db.session.scalar(highest) or 0
