"""When « automne 2021, avant le 28 octobre » was, near enough to put it in its place in a list."""

import re
from datetime import UTC, datetime

from resal.language.typography import fold
from resal.models import Localized

# The first month of each word; words are looked for in this order, months before seasons.
MONTHS = {
    "janvier": 1, "january": 1, "fevrier": 2, "february": 2, "mars": 3, "march": 3, "avril": 4, "april": 4,
    "mai": 5, "may": 5, "juin": 6, "june": 6, "juillet": 7, "july": 7, "aout": 8, "august": 8,
    "septembre": 9, "september": 9, "octobre": 10, "october": 10, "novembre": 11, "november": 11,
    "decembre": 12, "december": 12,
    "hiver": 1, "winter": 1, "printemps": 4, "spring": 4, "ete": 7, "summer": 7, "automne": 10,
    "autumn": 10, "fall": 10,
}  # fmt: skip
UNKNOWN = datetime(1, 1, 1, tzinfo=UTC)
_YEAR = re.compile(r"\b((?:19|20)[0-9]{2})\b")
_DAY = re.compile(r"\b([0-9]{1,2})(?:er|re)?\s*$")


def moment(words: Localized) -> datetime:
    """The beginning of the time these words speak of; long ago when they name no year."""
    text = fold(words.read("fr").text)
    year = _YEAR.search(text)
    if year is None:
        return UNKNOWN
    for word, month in MONTHS.items():
        found = re.search(rf"\b{word}\b", text)
        if found:
            return datetime(int(year[1]), month, _day_before(text[: found.start()]), tzinfo=UTC)
    return datetime(int(year[1]), 1, 1, tzinfo=UTC)


def _day_before(text: str) -> int:
    """The day written just before the month, when it can be one of any month."""
    day = _DAY.search(text)
    return int(day[1]) if day and 1 <= int(day[1]) <= 28 else 1
