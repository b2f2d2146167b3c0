"""A second place of the same person: set aside when two people turn out to be one, given back when they do not.

The session is held by whoever calls; the one who frees a seat so calls `promote` once all is done.
"""

from sqlalchemy import func, select

from resal import clock
from resal.actions import Actor
from resal.actions.registering.moving import move
from resal.actions.registering.register import live
from resal.db import db
from resal.models import Attendance, Registration
from resal.models.attendance import STATUSES
from resal.models.registration import SEATED
from resal.queries.presence import CAME

BETTER = ("confirmed", "offered", "waiting", "requested")
REGISTERED, FULL, MOVED = "registered", "full", "changed"  # why a place is not given back as it was


def better(one: Registration, other: Registration) -> tuple[Registration, Registration]:
    """Two live places in one session: the one that stays, then the one that goes.

    Attended over registered, registered over waiting, and of two places in line the first; else `one`.
    """
    first, second = sorted((one, other), key=lambda row: (not _came(row), BETTER.index(row.state), _in_line(row)))
    return first, second


def set_aside(registration: Registration, email: str, actor: Actor) -> Registration:
    """Free a second place, and tell the person at the address that stays."""
    return move(registration, "merge", actor, to_email=email)


def give_back(registration: Registration, before: str, actor: Actor) -> str | None:
    """The place as it was before, if it may be; else the nearest to it. Returns why it is not the same, if so.

    Where the seat went to somebody else meanwhile, it is a place in line by the old order of arrival.
    """
    session = registration.training_session
    if registration.state != "merged":
        return MOVED
    if live(session, registration.participant) is not None:
        return REGISTERED
    begun = session.cancelled or session.started(clock.now())
    seated = before == "confirmed" and (begun or _fits(registration))
    if seated and not _fits(registration):
        registration.over_capacity = True  # it was so on the day, and nobody loses a seat for it
    step = "part to a seat" if seated else "part to a request" if before == "requested" else "part to the line"
    move(registration, step, actor, told=not begun)
    return FULL if before == "confirmed" and not seated else None


def _fits(registration: Registration) -> bool:
    """Whether a seat for it breaks no promise: those over capacity on purpose are counted apart."""
    session = registration.training_session
    seats = session.seats(registration.mode)
    if seats is None or registration.over_capacity:
        return True
    same = [Registration.mode == registration.mode] if session.mode == "hybrid" else []
    taken = select(func.count(Registration.id)).where(
        Registration.training_session_id == session.id, Registration.state.in_(SEATED),
        Registration.over_capacity.is_(False), *same,
    )  # fmt: skip
    return (db.session.scalar(taken) or 0) < seats


def _came(row: Registration) -> bool:
    came = select(Attendance.id).where(Attendance.registration_id == row.id, Attendance.status.in_(CAME))
    return db.session.scalar(came.limit(1)) is not None


def _in_line(row: Registration) -> int:
    return row.arrival if row.state == "waiting" else 0


def better_presence(one: Attendance, other: Attendance) -> Attendance:
    """Of two records of one person at one meeting, the one that says more of their coming; else the first."""
    return min((one, other), key=lambda record: STATUSES.index(record.status))
