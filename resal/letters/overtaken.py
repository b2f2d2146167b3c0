"""Letters that make no sense any more when their turn comes."""

from datetime import datetime

from sqlalchemy import select

from resal.db import db
from resal.models import Letter, Registration, TrainingSession

# What each says is true of one revision of the registration; the next one has its own letter.
OF_A_REVISION = ("confirmed", "waiting", "requested", "declined", "promoted", "already", "withdrawn")
TO_SUBSCRIBERS = ("dated", "opened", "announced")
OF_THE_SESSION = ("moved", "cancelled", "restored", "changed")
# Nobody needs these once the session is cancelled: that letter says all.
_BEFORE_CANCELLING = ("confirmed", "waiting", "requested", "promoted", "already", "moved", "restored", "changed")


def verdict(letter: Letter, now: datetime) -> str | None:
    """None when the letter is to leave, else the state it ends in: `cancelled`, or `missed` (too late).

    `address_changed` always leaves: it warns the address that was replaced.
    """
    if letter.kind == "sign_in":
        return "missed" if datetime.fromisoformat(letter.facts["expires_at"]) <= now else None
    if letter.kind == "changed" and letter.facts["leads"]:
        return None if _still_planned(letter) else "cancelled"
    if letter.kind in (*OF_A_REVISION, *OF_THE_SESSION) and _senseless(letter, letter.registration):
        return "cancelled"
    if letter.kind in TO_SUBSCRIBERS and _unwanted(letter, now):
        return "cancelled"
    return None


def _senseless(letter: Letter, registration: Registration | None) -> bool:
    """Whether what it says has been overtaken, is about nobody, or is for somebody invented.

    An overtaken letter may also be on its way to an address that was a mistake, with a link in it.
    """
    if registration is None or registration.participant.example or registration.participant.erased_at:
        return True
    session = registration.training_session
    if session.cancelled and letter.kind in _BEFORE_CANCELLING:
        return True
    if letter.kind in OF_A_REVISION:
        return letter.revision != registration.revision
    return not registration.live or _taken_back(letter, session.cancelled)


def _unwanted(letter: Letter, now: datetime) -> bool:
    """Whether nobody asks for it any more, or nobody can come any more."""
    asked, number = letter.subscription, letter.training_session_id
    session = db.session.get(TrainingSession, number) if number else None
    if asked is None or asked.example or asked.withdrawn_at is not None or session is None:
        return True
    return not session.listed or session.cancelled or session.started(now)


def _still_planned(letter: Letter) -> bool:
    """Whether the session that somebody leads still takes place, in the eyes of everybody."""
    session = db.session.get(TrainingSession, letter.training_session_id) if letter.training_session_id else None
    return session is not None and session.published and not session.cancelled


def _taken_back(letter: Letter, cancelled: bool) -> bool:
    """A cancellation that does not hold any more, or the end of one this person never heard of."""
    if letter.kind == "cancelled":
        return not cancelled
    return letter.kind == "restored" and not _was_told_of_cancelling(letter)


def _was_told_of_cancelling(letter: Letter) -> bool:
    last = (
        select(Letter.state)
        .where(Letter.registration_id == letter.registration_id, Letter.kind == "cancelled", Letter.id < letter.id)
        .order_by(Letter.id.desc())
        .limit(1)
    )
    return db.session.scalar(last) in ("sent", "data_sent", "uncertain")
