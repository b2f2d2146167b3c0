"""When « automne 2021, avant le 28 octobre » was, near enough to put it in its place in a list, and when it is over."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime

from resal.language.typography import fold
from resal.models import Localized

MONTHS = {
    "janvier": 1, "january": 1, "fevrier": 2, "february": 2, "mars": 3, "march": 3, "avril": 4, "april": 4,
    "mai": 5, "may": 5, "juin": 6, "june": 6, "juillet": 7, "july": 7, "aout": 8, "august": 8,
    "septembre": 9, "september": 9, "octobre": 10, "october": 10, "novembre": 11, "november": 11,
    "decembre": 12, "december": 12,
}  # fmt: skip
SEASONS = {
    "hiver": 1, "winter": 1, "printemps": 4, "spring": 4, "ete": 7, "summer": 7, "automne": 10, "autumn": 10,
    "fall": 10,
}  # fmt: skip
"""The first of three months."""

UNKNOWN = datetime(1, 1, 1, tzinfo=UTC)
_YEAR = re.compile(r"\b((?:19|20)[0-9]{2})\b")
_YEARS = re.compile(r"\b((?:19|20)[0-9]{2})(?: ?[-–/] ?((?:19|20)?[0-9]{2}))?\b")
_DAY = re.compile(r"\b([0-9]{1,2})(?:er|re)?\s*$")
_NO_SOONER = re.compile(r"\b(?:apres|a partir|pas avant|au plus tot|after|not before|from)\b")


def moment(words: Localized) -> datetime:
    """The beginning of the time these words speak of; long ago when they name no year."""
    text = fold(words.read("fr").text)
    year = _YEAR.search(text)
    if year is None:
        return UNKNOWN
    for word, month in {**MONTHS, **SEASONS}.items():
        found = re.search(rf"\b{word}\b", text)
        if found:
            return datetime(int(year[1]), month, _day_before(text[: found.start()]) or 1, tzinfo=UTC)
    return datetime(int(year[1]), 1, 1, tzinfo=UTC)


def last_day(words: Localized) -> date | None:
    """The last day of the time these words speak of, the latest they allow; None when they name no year."""
    text = fold(words.read("fr").text)
    years = list(_YEARS.finditer(text))
    if not years:
        return None
    if _NO_SOONER.search(text):
        return date(max(map(_latest, years)), 12, 31)
    # Each year goes with the words before it; the last one with those after it too.
    starts = [0, *(year.end() for year in years[:-1])]
    spoken = [text[start : year.start()] for start, year in zip(starts, years, strict=True)]
    spoken[-1] = f"{spoken[-1]} {text[years[-1].end() :]}"
    return max(_end_of(_latest(year), said) for year, said in zip(years, spoken, strict=True))


def _latest(year: re.Match[str]) -> int:
    """2027 of « 2026-2027 » and « 2026-27 »."""
    first, second = year[1], year[2] or ""
    return max(int(first), int(first[: 4 - len(second)] + second))


def _end_of(year: int, said: str) -> date:
    return max(_ends(year, said), default=date(year, 12, 31))


def _ends(year: int, said: str) -> Iterator[date]:
    """The last day of each month, season or day named."""
    for word, first in SEASONS.items():
        if re.search(rf"\b{word}\b", said):
            yield _month_end(year, first + 2)
    for word, month in MONTHS.items():
        for found in re.finditer(rf"\b{word}\b", said):
            day = _day_before(said[: found.start()], monthrange(year, month)[1])
            yield date(year, month, day) if day else _month_end(year, month)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _day_before(text: str, longest: int = 28) -> int | None:
    """The day written just before the month, when it can be one of a month of so many days."""
    day = _DAY.search(text)
    return int(day[1]) if day and 1 <= int(day[1]) <= longest else None
