"""VTIMEZONE in the one form that every calendar reads right: two yearly rules.

The rule is the one the zone keeps for ever; `covers` says from when on it tells the truth.
Before that, and in zones whose rule cannot be written so, times are to be written in UTC.

The form is that of RFC 5545 3.6.5, with one ordinal BYDAY a rule as Exchange wants it
([MS-OXCICAL] 2.1.3.1.1.19.2.2).
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from resal.calendars.rules import YearlyChange, rule_of

# Stands for zones without a rule that can be written. No time refers to it, but a calendar
# without any component is refused (RFC 5545 3.6).
NEUTRAL = "Etc/UTC"

# Abbreviations are those of the last rule, not of the year it came in.
_LATER = 2101
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def covers(zone: str, moment: datetime) -> bool:
    """Whether `vtimezone(zone)` is right at this aware moment; if not, write UTC.

    Never for abbreviations: a TZID such as GMT means another zone to some readers.
    """
    if not _is_a_place(zone):
        return False
    rule = rule_of(zone)
    return rule is not None and moment >= rule.since


def is_told_twice(zone: str, moment: datetime) -> bool:
    """Whether clocks in the zone show this hour twice that day, as when they go back."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def vtimezones(zones: Iterable[str]) -> bytes:
    """The VTIMEZONE of each zone, once, in a steady order."""
    return b"".join(sorted({vtimezone(zone) for zone in zones}))


@lru_cache(maxsize=64)
def vtimezone(zone: str) -> bytes:
    """VTIMEZONE of an IANA zone; of `NEUTRAL` when nothing can be written of its rule.

    Raises what `ZoneInfo` raises for an unknown zone.
    """
    rule = rule_of(zone)
    if rule is None or not _is_a_place(zone):
        return _component(NEUTRAL, _all_year(NEUTRAL, datetime(1970, 1, 1, tzinfo=UTC)))
    if not rule.changes:
        return _component(zone, _all_year(zone, rule.since))
    lines = [line for change in rule.changes for line in _part_of_year(zone, change, rule.since)]
    return _component(zone, lines)


def _is_a_place(zone: str) -> bool:
    return "/" in zone and not zone.startswith("Etc/")


def _component(zone: str, observances: list[str]) -> bytes:
    head = ["BEGIN:VTIMEZONE", f"TZID:{zone}", f"X-LIC-LOCATION:{zone}"]
    lines = [*head, *observances, "END:VTIMEZONE"]
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _all_year(zone: str, since: datetime) -> list[str]:
    later = datetime(_LATER, 1, 1, tzinfo=UTC)
    offset = later.astimezone(ZoneInfo(zone)).replace(tzinfo=UTC) - later
    return _observance("STANDARD", offset, offset, _name(zone, later), since)


def _part_of_year(zone: str, change: YearlyChange, since: datetime) -> list[str]:
    first = change.in_year(since.year)
    name = _name(zone, change.in_year(_LATER).moment)
    kind = "DAYLIGHT" if change.after > change.before else "STANDARD"
    day = f"{change.ordinal}{_WEEKDAYS[change.weekday]}"
    lines = _observance(kind, change.before, change.after, name, first.wall)
    lines.insert(-1, f"RRULE:FREQ=YEARLY;BYMONTH={change.month};BYDAY={day}")
    return lines


def _name(zone: str, moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%Z")


def _observance(kind: str, before: timedelta, after: timedelta, name: str, start: datetime) -> list[str]:
    return [
        f"BEGIN:{kind}",
        f"TZOFFSETFROM:{_offset(before)}",
        f"TZOFFSETTO:{_offset(after)}",
        f"TZNAME:{name}",
        f"DTSTART:{start:%Y%m%dT%H%M%S}",
        f"END:{kind}",
    ]


def _offset(ahead: timedelta) -> str:
    minutes = int(ahead.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
