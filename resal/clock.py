"""The one place that asks what time it is.

`create_app` and the commands set it once from the settings (`RESAL_NOW`, for tests and
demonstrations); everything else calls `now()`.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_shift = timedelta(0)


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return datetime.now(UTC) + _shift


def today(zone: str) -> date:
    """The current date for somebody whose clock is in `zone` (an IANA name)."""
    return now().astimezone(ZoneInfo(zone)).date()


def start_at(instant: datetime | None) -> None:
    """Let the clock start at `instant` and run on from there; None is the real time."""
    global _shift
    _shift = timedelta(0) if instant is None else instant - datetime.now(UTC)
