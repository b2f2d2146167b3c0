"""Stopping the letters of a change before they leave, or letting them leave at once, saying what is true."""

from collections.abc import Sequence

from sqlalchemy import select

from resal import clock
from resal.actions import Actor, Refusal
from resal.actions.journal import note
from resal.actions.scheduling.telling_again import as_it_is
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.letters.overtaken import verdict
from resal.models import Announcement, Letter, Series, TrainingSession


@transaction
def stop(announcement: Announcement, actor: Actor) -> int:
    """Stop the letters of a change before they leave; the change itself stays. Returns how many.

    Raises `Refusal` when they have left, or are leaving.
    """
    subject = _hold(announcement)
    if announcement.stopped_at is not None:
        return 0
    if not announcement.may_be_stopped(clock.now()):
        raise Refusal(lazy("Ces courriels sont déjà partis."))
    announcement.stopped_at, announcement.stopped_by_id = clock.now(), actor.account_id
    letters = _letters(announcement, "queued")
    for letter in letters:
        letter.state = "cancelled"
    note(actor, "announcement.stopped", subject, letters=len(letters))
    return len(letters)


@transaction
def send_now(announcement: Announcement, actor: Actor) -> int:
    """Let the letters of a change leave at once: those that wait, or those that were stopped.

    These say how it is now, and leave to whoever does not know it. Returns how many leave. Raises
    `Refusal` when they have left already, or when a later change made them needless.
    """
    subject = _hold(announcement)
    now, stopped = clock.now(), announcement.stopped_at is not None
    if not stopped and announcement.leaves_at <= now:
        raise Refusal(lazy("Ces courriels sont déjà partis."))
    letters = _letters(announcement, "cancelled" if stopped else "queued")
    news = as_it_is(announcement, letters) if stopped else letters
    leaving = [letter for letter in news if verdict(letter, now) is None]
    if not leaving:
        raise Refusal(lazy("Ces courriels ne disent plus rien de nouveau à personne : il n'y a rien à envoyer."))
    announcement.stopped_at, announcement.stopped_by_id, announcement.leaves_at = None, None, now
    for letter in leaving:
        letter.state, letter.due_at = "queued", now
    note(actor, "announcement.sent", subject, letters=len(leaving))
    return len(leaving)


def _hold(announcement: Announcement) -> TrainingSession | Series | None:
    """Hold what was changed, then the announcement, read afresh; the former is whose journal tells it."""
    subject: TrainingSession | Series | None = (
        db.session.get(Series, announcement.series_id)
        if announcement.series_id is not None
        else db.session.get(TrainingSession, announcement.training_session_id)
    )
    if subject is not None:
        hold(subject)
    hold(announcement)
    return subject


def _letters(announcement: Announcement, state: str) -> Sequence[Letter]:
    """The letters of an announcement in this state, that no worker has by now; locked to the end."""
    found = select(Letter).where(Letter.announcement_id == announcement.id, Letter.state == state)
    return db.session.scalars(found.order_by(Letter.id).with_for_update(of=Letter)).all()
