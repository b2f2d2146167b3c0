"""Seats taken and free, counted in one statement for as many sessions as one likes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from resal.db import db
from resal.models import Registration, TrainingSession
from resal.models.registration import SEATED

Stocks = Mapping[str | None, "Seats"]


@dataclass(frozen=True)
class Seats:
    """How many there are (None: no limit), how many are held, how many people wait for one."""

    capacity: int | None
    taken: int = 0
    waiting: int = 0

    @property
    def free(self) -> int | None:
        """None without limit; never below zero, even when the team went over on purpose."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)

    @property
    def full(self) -> bool:
        return self.free == 0


def of_sessions(sessions: Iterable[TrainingSession]) -> dict[int, Stocks]:
    """The seats of each session by its id, then by way of taking part.

    A hybrid session has two stocks, "in person" and "online"; any other has one, under None.
    """
    asked = {session.id: session for session in sessions}
    counts = _counts(asked)
    return {
        id_: {stock: Seats(session.seats(stock), *counts[id_, stock]) for stock in stocks(session)}
        for id_, session in asked.items()
    }


def of_session(session: TrainingSession) -> Stocks:
    return of_sessions([session])[session.id]


def stocks(session: TrainingSession) -> tuple[str | None, ...]:
    """The stocks of seats a session has."""
    return ("in person", "online") if session.mode == "hybrid" else (None,)


def whole(by_stock: Stocks) -> Seats:
    """All the seats of a session together; without limit when one of its stocks has none."""
    capacities = [seats.capacity for seats in by_stock.values()]
    return Seats(
        None if None in capacities else sum(capacity or 0 for capacity in capacities),
        sum(seats.taken for seats in by_stock.values()),
        sum(seats.waiting for seats in by_stock.values()),
    )


def _counts(asked: Mapping[int, TrainingSession]) -> dict[tuple[int, str | None], list[int]]:
    """[held, waiting] by session and stock."""
    people = (
        select(Registration.training_session_id, Registration.mode, Registration.state, func.count())
        .where(Registration.training_session_id.in_(asked), Registration.state.in_((*SEATED, "waiting")))
        .group_by(Registration.training_session_id, Registration.mode, Registration.state)
    )
    counts: dict[tuple[int, str | None], list[int]] = defaultdict(lambda: [0, 0])
    for id_, mode, state, number in db.session.execute(people):
        stock = mode if asked[id_].mode == "hybrid" else None
        counts[id_, stock][state == "waiting"] += number
    return counts
