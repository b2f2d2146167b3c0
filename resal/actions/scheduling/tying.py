"""What ties a session to others: of which training it is an edition, what it follows, what comes after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from resal.actions import Actor, Refusal
from resal.actions.journal import note
from resal.actions.scheduling.drafting import refuse_older
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.models import FollowUp, TrainingSession, localized

MOST_FOLLOW_UPS = 20


@dataclass(frozen=True)
class FollowUpPlan:
    """What comes after, in words {language: text}, or the session it became. `id`: the one it was."""

    text: Mapping[str, str]
    when: Mapping[str, str]
    kind: str = "other"
    became_id: int | None = None
    id: int | None = None


@dataclass(frozen=True)
class TiesPlan:
    """What a coordinator says of the sessions around one. Ids are of sessions."""

    edition_of_id: int | None = None
    follows_id: int | None = None
    attended_only: bool = False
    follow_ups: Sequence[FollowUpPlan] = ()


@transaction
def tie(session: TrainingSession, plan: TiesPlan, revision: int, actor: Actor) -> TrainingSession:
    """Say what ties a session to others.

    Raises `Refusal` for ties that make no sense, or for an older form (trust, K10).
    """
    hold(session)
    refuse_older(session, revision)
    _refuse_circle(session, plan)
    _be_edition_of(session, plan.edition_of_id)
    session.follows_id, session.attended_only = plan.follows_id, plan.attended_only
    _write_follow_ups(session, plan.follow_ups)
    session.revision += 1
    db.session.flush()
    db.session.expire(session, ["first_edition", "follows"])
    note(actor, "session.tied", session)
    return session


def _refuse_circle(session: TrainingSession, plan: TiesPlan) -> None:
    if plan.attended_only and plan.follows_id is None:
        raise Refusal(lazy("Choisissez d'abord la rencontre à laquelle celle-ci fait suite."), field="follows_id")
    if plan.follows_id is not None and session.id in _followed(plan.follows_id):
        raise Refusal(lazy("Cette rencontre ferait suite à elle-même."), field="follows_id")
    for follow_up in plan.follow_ups:
        if not any(text.strip() for text in follow_up.text.values()) or follow_up.became_id == session.id:
            raise Refusal(lazy("Dites ce qui est prévu après cette rencontre."), field="follow_ups")


def _followed(id_: int | None) -> set[int]:
    """A session and all those it follows, one after the other."""
    found: set[int] = set()
    while id_ is not None and id_ not in found:
        found.add(id_)
        id_ = db.session.scalar(select(TrainingSession.follows_id).where(TrainingSession.id == id_))
    return found


def _be_edition_of(session: TrainingSession, other_id: int | None) -> None:
    """All editions of a training name the first; those of this one follow it there."""
    other = db.session.get(TrainingSession, other_id) if other_id else None
    if other is None:
        session.first_edition_id = None
        return
    first = other.first_edition_id or other.id
    if first == session.id:
        raise Refusal(lazy("Celle-là est déjà une édition de cette rencontre."), field="edition_of_id")
    own = update(TrainingSession).where(TrainingSession.first_edition_id == session.id)
    db.session.execute(own.values(first_edition_id=first))
    session.first_edition_id = first


def _write_follow_ups(session: TrainingSession, plans: Sequence[FollowUpPlan]) -> None:
    """Those that stay keep who they are."""
    before = {one.id: one for one in session.follow_ups}
    kept = [before.get(plan.id or 0) or FollowUp() for plan in plans]
    for position, (row, plan) in enumerate(zip(kept, plans, strict=True)):
        row.position, row.kind, row.became_id = position, plan.kind, plan.became_id
        row.text, row.when = localized(dict(plan.text), row.text), localized(dict(plan.when), row.when)
    session.follow_ups = kept
