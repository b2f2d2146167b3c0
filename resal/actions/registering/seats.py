"""Counting seats under the lock, and how many there may be."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import bindparam, func, null, select

from resal.actions import Refusal
from resal.db import db
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

    def has_room_for(self, modes: Sequence[str | None]) -> bool:
        """Whether there is a seat for each of them, by their ways of taking part, at once."""
        wanted = Counter(self.place(mode) for mode in modes)
        free = {self.place(mode): self.free(mode) for mode in modes}
        return all(left is None or left >= wanted[place] for place, left in free.items())

    def waiting(self, mode: str | None) -> int:
        return self.counts[self.place(mode), "waiting"]


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
