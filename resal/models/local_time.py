"""Local times that do not exist or exist twice, where clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def problem(day: date, hour: time, zone: str) -> str | None:
    """`skipped`, `ambiguous`, or None for a local time that means one instant.

    A skipped hour (02:30 on 8 March 2026 in Toronto) comes back different from UTC; an hour that
    exists twice (01:30 on 1 November 2026) has two offsets (PEP 495).
    """
    local = datetime.combine(day, hour, ZoneInfo(zone))
    if local.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        return "skipped"
    return "ambiguous" if local.utcoffset() != local.replace(fold=1).utcoffset() else None


def choices(day: date, hour: time, zone: str) -> tuple[time, time]:
    """Two hours to propose instead: just before and just after the change."""
    around = datetime.combine(day, hour)
    return ((around - timedelta(hours=1)).time(), (around + timedelta(hours=1)).time())
