"""One calendar entry, before it is written."""

import json
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Literal, NamedTuple, TypeVar

Language = Literal["fr", "en"]
Day = TypeVar("Day", date, datetime)

# Without an end a timed VEVENT lasts no time at all (RFC 5545 3.6.1), and clients then show
# nothing, a hairline, half an hour or a whole day. One hour is what most of them draw.
UNKNOWN_LENGTH = timedelta(hours=1)

# Outside these years a date is a typing mistake, and clients that count seconds from 1970 break.
YEARS = range(1970, 3000)

_NOT_SHOWN = {"sequence", "revised_at", "created_at"}


class BadEntry(ValueError):
    """This entry would break the calendars that read it; leave it out and say so."""


class Address(NamedTuple):
    """A person or a team, and where mail for them goes."""

    name: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """All that one VEVENT shows, in one language.

    `starts` and `ends` are two aware datetimes, or two dates for all-day entries, `ends` being
    then the last day. `ends` may be unknown: one day, or one hour. `sequence` and `revised_at`
    are the stored revision: both rise with every published change, and with nothing else.
    `online_link` is for private calendars alone. `address` and the point say that people meet
    in a place. `organizer` is needed for all that goes by e-mail.
    """

    uid: str
    sequence: int
    revised_at: datetime
    created_at: datetime
    starts: datetime | date
    zone: str
    summary: str
    language: Language
    ends: datetime | date | None = None
    description: str = ""
    url: str = ""
    location: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    online_link: str | None = None
    categories: tuple[str, ...] = ()
    cancelled: bool = False
    confidential: bool = False
    organizer: Address | tuple[str, str] | None = None

    def content_hash(self) -> str:
        """24 hexadecimal digits that move as soon as something shown moves.

        The revision does not count. The same in every process and version of Python.
        """
        shown = [getattr(self, f.name) for f in fields(self) if f.name not in _NOT_SHOWN]
        text = json.dumps(shown, default=_plain)
        return blake2b(text.encode("ascii"), digest_size=12).hexdigest()

    def span(self) -> tuple[datetime, datetime] | tuple[date, date]:
        """Start, and the end that is no longer part of it: UTC moments, or days.

        Raises BadEntry when the end does not follow the start or a time has no zone.
        """
        if isinstance(self.starts, datetime):
            return self._moments(self.starts)
        return self._days(self.starts)

    def _moments(self, starts: datetime) -> tuple[datetime, datetime]:
        if self.ends is not None and not isinstance(self.ends, datetime):
            raise BadEntry("starts at an hour and ends on a day")
        start = in_utc(starts)
        end = start + UNKNOWN_LENGTH if self.ends is None else in_utc(self.ends)
        return _in_order(start, end)

    def _days(self, first: date) -> tuple[date, date]:
        if isinstance(self.ends, datetime):
            raise BadEntry("starts on a day and ends at an hour")
        last = first if self.ends is None else self.ends
        return _in_order(_likely(first), _likely(last) + timedelta(days=1))


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC, to the second. Raises BadEntry when it has no zone."""
    if moment.utcoffset() is None:
        raise BadEntry("a time without a zone")
    return _likely(moment).astimezone(UTC).replace(microsecond=0)


def _likely(day: Day) -> Day:
    if day.year not in YEARS:
        raise BadEntry(f"the year {day.year}")
    return day


def _in_order(start: Day, end: Day) -> tuple[Day, Day]:
    if end <= start:
        raise BadEntry("ends before it starts")
    return start, end


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return in_utc(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} in an entry")
