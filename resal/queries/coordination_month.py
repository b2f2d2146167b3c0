"""A month of the team: weeks of seven days, each with what takes place."""

from dataclasses import dataclass
from datetime import date

from resal.addresses import path
from resal.language import current, dates
from resal.queries import coordination_days
from resal.queries.coordination_days import DAY, Day
from resal.queries.month import YEARS, Arrow, month_of, weekdays, weeks

ADDRESS = "coordination.month"
LONGEST = 31  # days


@dataclass(frozen=True)
class Month:
    """Weeks from Monday; None stands for a day of the month beside this one. `iso`: « 2026-11 »."""

    iso: str
    title: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[Day | None, ...], ...]
    previous: Arrow | None
    next: Arrow | None
    empty: bool


def month(first: date, zone: str, name: str | None, reader_id: int) -> Month:
    """The month that begins on `first`; see `coordination_days.days`."""
    grid = weeks(first)
    within = [day for week in grid for day in week if month_of(day) == first]
    days = dict(zip(within, coordination_days.days(within, zone, name, reader_id), strict=True))
    return Month(
        _iso(first), dates.month_title(first), weekdays(grid[0]),
        tuple(tuple(days.get(day) for day in week) for week in grid),
        _beside(first - DAY, name), _beside(first + LONGEST * DAY, name),
        empty=not any(day.lines for day in days.values()),
    )  # fmt: skip


def _iso(first: date) -> str:
    return first.isoformat()[:7]


def _beside(day: date, name: str | None) -> Arrow | None:
    if day.year not in YEARS:
        return None
    return Arrow(path(ADDRESS, current(), query={"voir": name, "mois": _iso(day)}), dates.month_title(day))
