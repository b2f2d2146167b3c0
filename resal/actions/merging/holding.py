"""What is held while two rows become one: whoever registers meanwhile waits, then finds the one that stays."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import or_, select

from resal import clock
from resal.actions import Actor, Refusal
from resal.db import db, hold_all
from resal.language import lazy
from resal.models import Merge, Organization, Participant, TrainingSession
from resal.models.merge import UNDO_KEPT

STILL_TYPED = timedelta(days=31)  # for so long the team may add somebody to a session that is over


def hold_sessions(*also: int) -> list[TrainingSession]:
    """Hold, in the order of their ids, the sessions somebody may register to, and those given by id."""
    recent = clock.now() - STILL_TYPED
    may_grow = or_(TrainingSession.ends_at.is_(None), TrainingSession.ends_at > recent)
    ids = db.session.scalars(select(TrainingSession.id).where(TrainingSession.published_at.is_not(None), may_grow))
    return hold_all(TrainingSession, [*ids.all(), *also])


def refuse_unless_two(kept: Organization | Participant, gone: Organization | Participant) -> None:
    """Raises `Refusal` for one and the same, for what is merged already, and for an invented one with a real one."""
    if kept.id == gone.id:
        raise Refusal(lazy("C'est la même fiche : choisissez-en une autre."))
    if kept.merged_into_id is not None or gone.merged_into_id is not None:
        raise Refusal(lazy("Une des deux fiches est déjà réunie à une autre."))
    if kept.example != gone.example:
        raise Refusal(lazy("L'une des deux vient de l'exemple : elle partira avec lui."))


def written(kind: str, kept_id: int, gone_id: int, record: Iterable[dict[str, object]], actor: Actor) -> Merge:
    """The row by which it may be undone."""
    now = clock.now()
    merge = Merge(
        kind=kind, kept_id=kept_id, gone_id=gone_id, at=now, by_id=actor.account_id, record=list(record),
        undo_until=now + UNDO_KEPT, left=[],
    )  # fmt: skip
    db.session.add(merge)
    return merge
