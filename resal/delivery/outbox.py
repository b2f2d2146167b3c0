"""The states of a letter on its way. Every change here is a transaction of its own, and short.

A worker that takes a letter holds it by a lease; when the lease has run out it changes nothing
any more (save that a late answer settles what was uncertain).
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, update
from sqlalchemy.orm import aliased

from resal import clock
from resal.db import db, transaction
from resal.language import gettext
from resal.letters.overtaken import leave_out, verdict
from resal.models import Letter, Outbox

LEASE = timedelta(minutes=5)
ANSWER_LEASE = timedelta(minutes=15)
SERVER_WAIT = timedelta(seconds=30)
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
GIVE_UP_AFTER = timedelta(hours=48)


class LeaseLost(Exception):
    """Somebody else has the letter by now: whoever reads this must not send it."""


@dataclass(frozen=True)
class Taken:
    """A letter whose turn has come. `state`: sending, or what it ended in without leaving."""

    id: int
    kind: str
    lease: str
    state: str


def pending() -> bool:
    """Whether there is something to do now: one read, no lock, no transaction left open."""
    now = clock.now()
    try:
        return _open(now) and bool(db.session.scalar(select(or_(_due(now).exists(), exists().where(_run_out(now))))))
    finally:
        db.session.rollback()


@transaction
def take_back() -> int:
    """Letters whose worker stopped: before data_sent they wait again, after it they are uncertain.

    Returns how many became uncertain.
    """
    now = clock.now()
    stopped = and_(Letter.state == "sending", _run_out(now))
    db.session.execute(update(Letter).where(stopped).values(state="queued", lease=None, lease_until=None))
    unanswered = and_(Letter.state == "data_sent", _run_out(now))
    reason = gettext("L'envoi s'est arrêté avant la réponse du serveur.")
    found = db.session.execute(update(Letter).where(unanswered).values(state="uncertain", last_error=reason))
    return _rows(found)


@transaction
def take() -> Taken | None:
    """The next letter that is due, leased, or set aside because it makes no sense any more.

    Two workers never get the same: on PostgreSQL the row is locked and skipped by others, SQLite
    has one writer at a time. None when nothing is due, or when letters may not leave.
    """
    now = clock.now()
    if not _open(now):
        return None
    letter = db.session.scalars(_due(now).with_for_update(skip_locked=True, of=Letter)).first()
    if letter is None:
        return None
    lease = secrets.token_hex(8)
    letter.state = verdict(letter, now) or "sending"
    if letter.state == "sending":
        leave_out(letter)
        letter.lease, letter.lease_until = lease, now + LEASE
        letter.attempts += 1
    return Taken(letter.id, letter.kind, lease, letter.state)


@transaction
def promise(taken: Taken) -> None:
    """All but the final dot has been said: from here on the letter is never sent again blindly.

    Raises `LeaseLost` when it is not ours any more.
    """
    if not _move(taken, ("sending",), state="data_sent", lease_until=clock.now() + ANSWER_LEASE):
        raise LeaseLost(taken.id)


@transaction
def sent(taken: Taken) -> None:
    """The server took it; also what had been given up as uncertain meanwhile."""
    _move(taken, ("data_sent", "uncertain"), state="sent", sent_at=clock.now(), last_error="", **_FREE)


@transaction
def failed(taken: Taken, reason: str) -> None:
    """It will never leave: refused for good, or not fit to be sent."""
    _move(taken, ("sending", "data_sent"), state="failed", last_error=reason, **_FREE)


@transaction
def uncertain(taken: Taken, reason: str) -> None:
    """The server has it all and did not answer."""
    _move(taken, ("data_sent",), state="uncertain", last_error=reason)


@transaction
def postpone(taken: Taken, reason: str) -> str:
    """Refused for now: tried again later and later, for two days. Returns the state it is left in."""
    attempts = db.session.scalar(select(Letter.attempts).where(Letter.id == taken.id)) or 1
    delay = delay_after(attempts)
    if delay is None:
        _move(taken, ("sending", "data_sent"), state="failed", last_error=reason, **_FREE)
        return "failed"
    due_at = clock.now() + delay
    _move(taken, ("sending", "data_sent"), state="queued", due_at=due_at, last_error=reason, **_FREE)
    return "queued"


@transaction
def release(taken: Taken) -> None:
    """The server is the trouble, not the letter: it waits its turn again, as if never tried."""
    _move(taken, ("sending", "data_sent"), state="queued", attempts=Letter.attempts - 1, **_FREE)


@transaction
def wait(reason: str) -> None:
    """No letter leaves for a while: the server does not answer, or refuses everybody."""
    db.session.execute(update(Outbox).values(wait_until=clock.now() + SERVER_WAIT, last_error=reason))


def resume() -> None:
    """The server is back."""
    waited = db.session.scalar(select(Outbox.id).where(Outbox.wait_until.is_not(None)))
    db.session.rollback()
    if waited is not None:
        _resume()


def delay_after(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts: 1, 5, 15, then 60 minutes; None after 48 hours of it."""
    delays = [BACK_OFF[min(number, len(BACK_OFF) - 1)] for number in range(attempts)]
    return delays[-1] if sum(delays, timedelta()) <= GIVE_UP_AFTER else None


_FREE: dict[str, Any] = {"lease": None, "lease_until": None}


@transaction
def _resume() -> None:
    db.session.execute(update(Outbox).values(wait_until=None, last_error=""))


def _open(now: datetime) -> bool:
    row = db.session.execute(select(Outbox.paused, Outbox.wait_until)).first()
    return row is None or not (row.paused or (row.wait_until is not None and row.wait_until > now))


def _due(now: datetime) -> Select[Letter]:
    """The letter whose turn it is: what one person is owed leaves in the order it was owed.

    So news never arrives before older news; a letter planned for later holds nothing up.
    """
    earlier = aliased(Letter)
    held_up = exists().where(
        earlier.registration_id == Letter.registration_id, earlier.to_email == Letter.to_email,
        earlier.id < Letter.id, earlier.state.in_(("queued", "sending", "data_sent")),
        or_(earlier.attempts > 0, earlier.due_at <= now),
    )  # fmt: skip
    due = select(Letter).where(Letter.state == "queued", Letter.due_at <= now, ~held_up)
    return due.order_by(Letter.due_at, Letter.id).limit(1)


def _run_out(now: datetime) -> ColumnElement[bool]:
    return and_(Letter.state.in_(("sending", "data_sent")), Letter.lease_until < now)


def _move(taken: Taken, states: tuple[str, ...], **values: Any) -> bool:
    """Change the letter if it is still ours and in one of these states; else leave it alone."""
    ours = and_(Letter.id == taken.id, Letter.lease == taken.lease, Letter.state.in_(states))
    return _rows(db.session.execute(update(Letter).where(ours).values(**values))) == 1


def _rows(result: Any) -> int:
    return int(result.rowcount)
