"""Dates as people type them in a list: « 2026-12-25 », « 25 décembre 2026 », « 1er janvier », "December 25"."""

import re
from datetime import date
from functools import cache

from resal.language.dates import month_long
from resal.language.languages import NAMES
from resal.language.typography import fold

_ENGLISH_YEAR = re.compile(r"([^\W\d_]\.? +\d{1,2}), *(\d{4})(?!\d|-)")
_SEPARATORS = re.compile(r"[,;\n]")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(?:le )?(\d{1,2})(?:er)? ([a-z]{3,})\.?(?: (\d{4}))?", re.ASCII)
_MONTH_FIRST = re.compile(r"([a-z]{3,})\.? (\d{1,2})(?:,? (\d{4}))?", re.ASCII)


def parts(text: str) -> list[str]:
    """What stands between line breaks, commas and semicolons."""
    joined = _ENGLISH_YEAR.sub(r"\1 \2", text)
    return [part.strip() for part in _SEPARATORS.split(joined) if part.strip()]


def day(text: str, first: date) -> date | None:
    """The date that is meant, or None; without a year, the first such day that is not before `first`."""
    words = " ".join(fold(text).split())
    if iso := _ISO.fullmatch(words):
        return _date(*(int(number) for number in iso.groups()))
    if found := _DAY_FIRST.fullmatch(words):
        return _named(found[2], int(found[1]), found[3], first)
    if found := _MONTH_FIRST.fullmatch(words):
        return _named(found[1], int(found[2]), found[3], first)
    return None


def _named(name: str, number: int, year: str | None, first: date) -> date | None:
    months = {month for month, names in _months().items() if any(known.startswith(name) for known in names)}
    if len(months) != 1:
        return None
    month = months.pop()
    if year:
        return _date(int(year), month, number)
    coming = (_date(first.year + ahead, month, number) for ahead in range(9))  # 29 February is up to eight years away
    return next((one for one in coming if one and one >= first), None)


@cache
def _months() -> dict[int, set[str]]:
    return {
        month: {fold(month_long(date(2000, month, 1), language).split()[0]) for language in NAMES}
        for month in range(1, 13)
    }


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
