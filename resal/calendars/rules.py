"""The daylight saving rule of a time zone, found by watching its clock.

Watching, rather than reading the database's own files, gives the rule of whatever data zoneinfo
uses, and works for zones without daylight saving or south of the equator.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

# Every calendar year there is (28 of them), after the last change that the database announces.
_CYCLE = range(2101, 2129)
_FIRST_YEAR = 1970
_WEEK = timedelta(weeks=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Change:
    """At `moment` (UTC) a clock goes from `before` to `after`, both ahead of UTC."""

    moment: datetime
    before: timedelta
    after: timedelta

    @property
    def wall(self) -> datetime:
        """What the clock shows when it is about to change."""
        return (self.moment + self.before).replace(tzinfo=None)


@dataclass(frozen=True)
class YearlyChange:
    """A change that comes back: on the `ordinal`th `weekday` (0 is Monday; -1 the last) of
    `month`, when the clock shows `at`."""

    month: int
    ordinal: int
    weekday: int
    at: time
    before: timedelta
    after: timedelta

    def in_year(self, year: int) -> Change:
        """The change of that year."""
        wall = datetime.combine(date(year, self.month, self._day(year)), self.at)
        return Change((wall - self.before).replace(tzinfo=UTC), self.before, self.after)

    def _day(self, year: int) -> int:
        weekday_of_first, length = monthrange(year, self.month)
        first = 1 + (self.weekday - weekday_of_first) % 7
        return first + 7 * (self.ordinal - 1 if self.ordinal > 0 else (length - first) // 7)


@dataclass(frozen=True)
class Rule:
    """The yearly changes of a zone, none or two in their order, without exception `since`."""

    changes: tuple[YearlyChange, ...]
    since: datetime


@lru_cache(maxsize=64)
def rule_of(zone: str) -> Rule | None:
    """The rule an IANA zone keeps for ever; None when it is not that regular.

    Tens of milliseconds the first time. Raises what `ZoneInfo` raises for an unknown zone.
    """
    clock = ZoneInfo(zone)
    years = [_changes(clock, year) for year in _CYCLE]
    if {len(changes) for changes in years} not in ({0}, {2}):
        return None
    found = [_yearly(same) for same in zip(*years, strict=True)]
    yearly = tuple(change for change in found if change)
    return Rule(yearly, _since(clock, yearly)) if len(yearly) == len(found) else None


def _since(clock: ZoneInfo, yearly: Sequence[YearlyChange]) -> datetime:
    for year in range(_CYCLE.start - 1, _FIRST_YEAR - 1, -1):
        changes = _changes(clock, year)
        if changes != [change.in_year(year) for change in yearly]:
            return yearly[0].in_year(year + 1).moment if yearly else changes[-1].moment
    return yearly[0].in_year(_FIRST_YEAR).moment if yearly else _midnight(_FIRST_YEAR)


def _yearly(changes: Sequence[Change]) -> YearlyChange | None:
    """The rule behind the change of each year of the cycle, if it is one and the same."""
    walls = [change.wall for change in changes]
    ordinal = _ordinal(walls)
    kinds = {
        (wall.month, wall.weekday(), wall.time(), change.before, change.after)
        for wall, change in zip(walls, changes, strict=True)
    }
    if ordinal is None or len(kinds) > 1:
        return None
    month, weekday, at, before, after = kinds.pop()
    return YearlyChange(month, ordinal, weekday, at, before, after)


def _ordinal(days: Sequence[datetime]) -> int | None:
    ordinals = {(day.day + 6) // 7 for day in days}
    if len(ordinals) == 1:
        return ordinals.pop()
    if all(day.day > monthrange(day.year, day.month)[1] - 7 for day in days):
        return -1
    return None


def _changes(clock: ZoneInfo, year: int) -> list[Change]:
    """Every change of the clock in a year of UTC, in order. None comes back within a week."""
    weeks = [_midnight(year) + week * _WEEK for week in range(53)] + [_midnight(year + 1)]
    return [
        _change_between(clock, left, right)
        for left, right in pairwise(weeks)
        if _offset(clock, left) != _offset(clock, right)
    ]


def _change_between(clock: ZoneInfo, left: datetime, right: datetime) -> Change:
    before, after = _offset(clock, left), _offset(clock, right)
    while right - left > _SECOND:
        middle = left + (right - left) // 2 // _SECOND * _SECOND
        if _offset(clock, middle) == before:
            left = middle
        else:
            right = middle
    return Change(right, before, after)


def _offset(clock: ZoneInfo, moment: datetime) -> timedelta:
    local = moment.astimezone(clock)
    return local.replace(tzinfo=UTC) - moment


def _midnight(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=UTC)
