"""Telling people of a change. Their letters wait a quarter of an hour, in which they can be stopped."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from resal import clock
from resal.actions import Actor, Refusal
from resal.actions.delaying import owe_later
from resal.actions.journal import note
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.letters import owing
from resal.models import Announcement, Letter, Registration, Series, TrainingSession
from resal.models.registration import LIVE


def tell(session: TrainingSession, kind: str, actor: Actor, **more: object) -> None:
    """Owe one letter to each person with a seat or a place in line; a draft tells nobody.

    `more`: what the letter knows beside the rows (see `owing`).
    """
    people = concerned(session)
    if session.published and people:
        owe_later(session, kind, owing.for_everybody(kind, session, people, **more), actor)


@transaction
def stop(announcement: Announcement, actor: Actor) -> int:
    """Stop the letters of a change before they leave; the change itself stays. Returns how many.

    Raises `Refusal` when they have left, or are leaving.
    """
    hold(announcement)
    if announcement.stopped_at is not None:
        return 0
    if not announcement.may_be_stopped(clock.now()):
        raise Refusal(lazy("Ces courriels sont déjà partis."))
    announcement.stopped_at, announcement.stopped_by_id = clock.now(), actor.account_id
    stopped = _change(announcement, "queued", state="cancelled")
    note(actor, "announcement.stopped", _subject(announcement), letters=stopped)
    return stopped


@transaction
def send_now(announcement: Announcement, actor: Actor) -> int:
    """Let the letters of a change leave at once: those that wait, or those that were stopped.

    Returns how many. Raises `Refusal` when they have left already.
    """
    hold(announcement)
    now = clock.now()
    if announcement.stopped_at is None and announcement.leaves_at <= now:
        raise Refusal(lazy("Ces courriels sont déjà partis."))
    waiting = "queued" if announcement.stopped_at is None else "cancelled"
    announcement.stopped_at, announcement.stopped_by_id, announcement.leaves_at = None, None, now
    sent = _change(announcement, waiting, state="queued", due_at=now)
    note(actor, "announcement.sent", _subject(announcement), letters=sent)
    return sent


def concerned(session: TrainingSession) -> Sequence[Registration]:
    """Whoever has a seat or a place in line, in order of arrival."""
    living = (
        select(Registration)
        .where(Registration.training_session_id == session.id, Registration.state.in_(LIVE))
        .options(joinedload(Registration.participant))
    )
    return db.session.scalars(living.order_by(Registration.arrival)).all()


def _subject(announcement: Announcement) -> TrainingSession | Series | None:
    """The session, or the series, whose journal tells it."""
    if announcement.series_id is not None:
        return db.session.get(Series, announcement.series_id)
    return db.session.get(TrainingSession, announcement.training_session_id)


def _change(announcement: Announcement, found: str, **values: object) -> int:
    """Change the letters of an announcement found in this state, unless a worker has them by now."""
    waiting = update(Letter).where(Letter.announcement_id == announcement.id, Letter.state == found)
    return int(db.session.execute(waiting.values(**values)).rowcount)  # type: ignore[attr-defined] # an UPDATE has one
