"""A week of the team, each day with what takes place."""

from dataclasses import dataclass
from datetime import date, timedelta

from resal.addresses import path
from resal.language import current, dates, gettext
from resal.queries import coordination_days
from resal.queries.coordination_days import DAY, Day
from resal.queries.month import YEARS, Arrow

DAYS = 7
WEEK = timedelta(days=DAYS)
ADDRESS = "coordination.week"


@dataclass(frozen=True)
class Week:
    """Seven days from a Monday, with the weeks beside it where there are any."""

    title: str
    days: tuple[Day, ...]
    previous: Arrow | None
    next: Arrow | None
    empty: bool


def week(day: date, zone: str, name: str | None, reader_id: int) -> Week:
    """The week of a day; see `coordination_days.days`."""
    first = day - timedelta(days=day.weekday())
    days = coordination_days.days((first + number * DAY for number in range(DAYS)), zone, name, reader_id)
    return Week(
        _title(first), tuple(days), _beside(first - WEEK, name), _beside(first + WEEK, name),
        empty=not any(one.lines for one in days),
    )  # fmt: skip


def _title(first: date) -> str:
    return gettext("Semaine du %(day)s", day=dates.day_medium(first))


def _beside(first: date, name: str | None) -> Arrow | None:
    if first.year not in YEARS:
        return None
    return Arrow(path(ADDRESS, current(), query={"voir": name, "jour": first.isoformat()}), _title(first))
