"""Invitations to a session: which hold now, how often each was used, and by which link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from resal import clock
from resal.db import db
from resal.language import dates, gettext, ngettext
from resal.models import Invitation, Registration, TrainingSession


@dataclass(frozen=True)
class Row:
    """An invitation as the team sees it; `open`: its link still gives registrations."""

    id: int
    label: str
    nonce: str
    used: str
    end: str
    open: bool
    revocable: bool


def holds(session: TrainingSession, number: int | None, now: datetime) -> bool:
    """Whether this invitation still gives one registration; to count on it, the session is held."""
    found = db.session.get(Invitation, number, populate_existing=True) if number else None
    if found is None or found.training_session_id != session.id or found.revoked_at is not None:
        return False
    ended = found.ends_at is not None and found.ends_at <= now
    return not ended and _uses([found.id]).get(found.id, 0) < found.most


def left(number: int) -> int:
    """How many registrations this invitation still gives; to count on it, the session is held."""
    found = db.session.get_one(Invitation, number, populate_existing=True)
    return max(found.most - _uses([number]).get(number, 0), 0)


def by_nonce(session: TrainingSession, nonce: str | None) -> Invitation | None:
    """The invitation to this session behind a link, unless it was revoked."""
    asked = select(Invitation).where(
        Invitation.nonce == nonce, Invitation.training_session_id == session.id, Invitation.revoked_at.is_(None)
    )
    return db.session.scalars(asked).one_or_none() if nonce else None


def of_session(session: TrainingSession) -> list[Row]:
    """The invitations of a session, the latest first."""
    asked = select(Invitation).where(Invitation.training_session_id == session.id).order_by(Invitation.id.desc())
    found = db.session.scalars(asked).all()
    uses, now = _uses([one.id for one in found]), clock.now()
    return [_row(session, one, uses.get(one.id, 0), now) for one in found]


def _row(session: TrainingSession, one: Invitation, used: int, now: datetime) -> Row:
    ended = one.ends_at is not None and one.ends_at <= now
    until = (
        gettext("Jusqu'au %(moment)s", moment=dates.moment_long(one.ends_at, session.timezone)) if one.ends_at else ""
    )
    end = gettext("Lien retiré") if one.revoked_at else gettext("Lien terminé") if ended else until
    told = ngettext("%(n)s inscription sur %(most)s", "%(n)s inscriptions sur %(most)s", used, most=one.most)
    live = one.revoked_at is None and not ended
    return Row(one.id, one.label, one.nonce, told, end, live and used < one.most, live)


def _uses(ids: Sequence[int]) -> dict[int, int]:
    """How many registrations each has given, those given up since included."""
    counted = select(Registration.invitation_id, func.count()).where(Registration.invitation_id.in_(ids))
    return {id_ or 0: number for id_, number in db.session.execute(counted.group_by(Registration.invitation_id))}
