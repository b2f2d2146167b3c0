"""Until when a seat may be offered: hours in which people read their mail, and no others."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from resal.queries.holidays import holiday

OPENS, CLOSES = time(8), time(20)
SATURDAY = 5


def deadline(begins: datetime, hours: int, zone: str) -> datetime:
    """The end of an offer of so many hours: nights (20 h to 8 h there), weekends and public holidays aside."""
    left, there = timedelta(hours=hours), ZoneInfo(zone)
    day = begins.astimezone(there).date()
    while True:
        opens, closes = (datetime.combine(day, hour, there).astimezone(UTC) for hour in (OPENS, CLOSES))
        first = max(begins.astimezone(UTC), opens)
        if counts(day) and first < closes:
            if first + left <= closes:
                return first + left
            left -= closes - first
        day += timedelta(days=1)


def counts(day: date) -> bool:
    """Whether offers run on this day."""
    return day.weekday() < SATURDAY and holiday(day) is None
