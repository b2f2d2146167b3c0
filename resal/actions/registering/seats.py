"""Counting seats under the lock, the order of the line, and promotion."""

from collections import Counter

from sqlalchemy import bindparam, func, null, select

from resal import clock
from resal.actions import SYSTEM, Actor, Refusal
from resal.actions.journal import note
from resal.actions.registering.moving import move
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.models import Registration, TrainingSession
from resal.models.base import table_of
from resal.models.registration import SEATED

ANY = "any"
_PLACES = table_of(Registration).c
_NUMBERS = (_PLACES.state, func.count(), func.max(_PLACES.arrival))
_OF_SESSION = _PLACES.training_session_id == bindparam("session")
_BY_STATE = select(null(), *_NUMBERS).where(_OF_SESSION).group_by(_PLACES.state)
_BY_MODE = select(_PLACES.mode, *_NUMBERS).where(_OF_SESSION).group_by(_PLACES.mode, _PLACES.state)


class Line:
    """Who sits and who waits in one session, counted now; only true while the session is held.

    `last_arrival` is the last number given in the order of arrival.
    """

    def __init__(self, session: TrainingSession) -> None:
        self.session = session
        self.counts: Counter[tuple[str, str]] = Counter()
        self.last_arrival = 0
        counted = db.session.execute(_BY_MODE if session.mode == "hybrid" else _BY_STATE, {"session": session.id})
        for mode, state, number, last in counted:
            self.counts[self.place(mode), state] += number
            self.last_arrival = max(self.last_arrival, last)

    def place(self, mode: str | None) -> str:
        """Which stock of seats a way of taking part draws from: two of them in a hybrid session."""
        return mode or ANY if self.session.mode == "hybrid" else ANY

    def free(self, mode: str | None) -> int | None:
        """Seats left for a way of taking part; None when there is no limit."""
        seats = self.session.seats(mode)
        if seats is None:
            return None
        return seats - sum(self.counts[self.place(mode), state] for state in SEATED)

    def has_room(self, mode: str | None) -> bool:
        free = self.free(mode)
        return free is None or free > 0

    def waiting(self, mode: str | None) -> int:
        return self.counts[self.place(mode), "waiting"]


def promote(session: TrainingSession) -> list[Registration]:
    """Give each free seat to whoever has waited longest, with one letter each.

    Never after the start or the cancellation; who left is not in the line any more.
    """
    now = clock.now()
    if session.cancelled or not session.published or session.started(now) or session.over(now):
        return []
    line, promoted = Line(session), []
    for registration in db.session.scalars(_line(session)):
        if line.has_room(registration.mode):
            line.counts[line.place(registration.mode), "confirmed"] += 1
            move(registration, "promote", SYSTEM)
            promoted.append(registration)
    return promoted


@transaction
def resize(session: TrainingSession, capacity: int | None, capacity_online: int | None, actor: Actor) -> None:
    """Change how many seats there are, and promote as many people as that frees.

    Raises `Refusal` below the number of people who already have a seat: nobody is put out silently.
    """
    hold(session)
    set_capacity(session, capacity, capacity_online)
    promote(session)
    note(actor, "session.resized", session, capacity=capacity, capacity_online=capacity_online)


def set_capacity(session: TrainingSession, capacity: int | None, capacity_online: int | None) -> None:
    """The check and the change alone, for actions that already hold the session."""
    check_capacity(session, capacity, capacity_online)
    session.capacity, session.capacity_online = capacity, capacity_online


def check_capacity(session: TrainingSession, capacity: int | None, capacity_online: int | None) -> None:
    """Raises `Refusal` for fewer seats than people."""
    line = Line(session)
    hybrid = session.mode == "hybrid"
    _refuse_fewer(line, "in person" if hybrid else None, capacity, "capacity")
    if hybrid:
        _refuse_fewer(line, "online", capacity_online, "capacity_online")


def _refuse_fewer(line: Line, mode: str | None, seats: int | None, field: str) -> None:
    taken = sum(line.counts[line.place(mode), state] for state in SEATED)
    if seats is not None and seats < 1:
        raise Refusal(lazy("Indiquez au moins une place."), field=field)
    if seats is not None and seats < taken:
        raise Refusal(
            lazy("%(taken)s personnes ont déjà une place : indiquez %(taken)s places ou plus."),
            field=field, taken=taken,
        )  # fmt: skip


def _line(session: TrainingSession):  # type: ignore[no-untyped-def] # a Select of registrations
    return (
        select(Registration)
        .where(Registration.training_session_id == session.id, Registration.state == "waiting")
        .order_by(Registration.arrival)
    )
