"""The invented part of the example, placed around today.

In `coming.json` a date is a number of days from today, such as "+9"; one that falls on a weekend
moves on to Monday, or back to Friday when it is past. `{cycle}` is the season, such as 2026-2027,
and `{spring}` the year of the next spring.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from resal.example import packaged

CYCLE_BEGINS = 8  # August: sessions follow the school year
SPRING_NEARS = 3  # March: from then on, spring is next year's
_DAYS = re.compile(r"[+-][0-9]+")


@dataclass(frozen=True)
class Coming:
    """A programme file, the people who take part, and how they do, by the key of the session.

    `people`: [{"name", "organization" (a key) or "organization_name", "email", "language", "needs"}].
    `registrations`: {key: {"from": index of the first person, "people": [[story, how many, mode]],
    "attendance": [status of each who has a seat]}}.
    """

    programme: dict[str, Any]
    people: list[dict[str, str]]
    registrations: dict[str, Any]


def coming(today: date) -> Coming:
    """What is to come, seen from `today`."""
    data = packaged("coming.json")
    return Coming(_placed(data["programme"], today), data["participants"], data["registrations"])


def _placed(value: Any, today: date) -> Any:
    if isinstance(value, dict):
        return {name: _placed(one, today) for name, one in value.items()}
    if isinstance(value, list):
        return [_placed(one, today) for one in value]
    if isinstance(value, str) and _DAYS.fullmatch(value):
        return _working_day(today, int(value)).isoformat()
    return _dated(value, today) if isinstance(value, str) else value


def _dated(text: str, today: date) -> str:
    spring = today.year + (today.month >= SPRING_NEARS)
    return text.replace("{cycle}", _cycle(today)).replace("{spring}", str(spring))


def _working_day(today: date, days: int) -> date:
    day = today + timedelta(days=days)
    into_weekend = max(day.weekday() - 4, 0)
    if not into_weekend:
        return day
    return day - timedelta(days=into_weekend) if days < 0 else day + timedelta(days=3 - into_weekend)


def _cycle(today: date) -> str:
    first = today.year if today.month >= CYCLE_BEGINS else today.year - 1
    return f"{first}-{first + 1}"
