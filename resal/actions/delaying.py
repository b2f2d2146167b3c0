"""Letters that wait a quarter of an hour before they leave, so that somebody may stop them."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from resal import clock
from resal.actions import Actor
from resal.db import db
from resal.letters import owing
from resal.models import Announcement, Letter, TrainingSession

DELAY = timedelta(minutes=15)


def owe_later(session: TrainingSession, kind: str, letters: Sequence[Letter], actor: Actor) -> None:
    """Owe these letters about a change, if there are any, once it is too late to stop them."""
    if letters:
        announcement = announced(kind, actor, training_session_id=session.id)
        for letter in letters:
            letter.announcement_id, letter.due_at = announcement.id, announcement.leaves_at
        db.session.add_all(letters)


def take_back(session: TrainingSession, kinds: Sequence[str] = owing.TO_SUBSCRIBERS) -> None:
    """Nothing is said any more to those who asked to be told; who was to hear of a date waits for it again.

    The letters belong to no announcement from now on, so that nobody lets them leave after all.
    """
    unheard = select(Letter).where(
        Letter.training_session_id == session.id, Letter.kind.in_(kinds),
        Letter.state.in_(("queued", "cancelled")),
    )  # fmt: skip
    for letter in db.session.scalars(unheard.order_by(Letter.id).with_for_update(of=Letter)):
        if letter.state == "queued" and letter.kind != "announced" and letter.subscription is not None:
            letter.subscription.told_at = None
        letter.state, letter.announcement_id = "cancelled", None


def announced(kind: str, actor: Actor, **subject: int) -> Announcement:
    """A change of a session, or of a series, whose letters leave in a quarter of an hour."""
    now = clock.now()
    announcement = Announcement(kind=kind, made_at=now, made_by_id=actor.account_id, leaves_at=now + DELAY, **subject)
    db.session.add(announcement)
    db.session.flush()
    return announcement
