"""Hours and days as people write them, in French and English, at the beginning of a line.

« 9 h 30–10 h 15 », « 13h », « de 9 à 10 h », « midi », "1:30 p.m.", "9-10:15 a.m."; « mercredi 2
décembre 2026 », "Dec. 2", « 2026-12-02 ». Any dash, any space. What is not one is left alone.
"""

import re
from datetime import date, time
from typing import NamedTuple

from resal.language.typography import fold

_S = r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]{0,4}"
DASH = "-\u2010-\u2015\u2212\u2192"
_AFTER = r"(?![0-9A-Za-zÀ-ÿ])"
_HALF = rf"(?P<half#>{_S}[ap]\.?{_S}m\.?{_AFTER})"
_CLOCK = (
    rf"(?:(?P<noon#>midi|noon){_AFTER}|(?P<hour#>[0-9]{{1,2}})"
    rf"(?:{_S}(?:h|heures?){_S}(?P<past#>[0-9]{{2}})(?![0-9])|:(?P<minute#>[0-9]{{2}})(?![0-9])"
    rf"|{_S}(?:heures?|h){_AFTER}|(?P<bare#>))"
    rf"(?:{_HALF})?{_AFTER})"
)
_FIRST, _SECOND = _CLOCK.replace("#", "1"), _CLOCK.replace("#", "2")
_BETWEEN = rf"{_S}(?:[{DASH}]|à|a|to|until|jusqu['’]à){_S}"
_RANGE = re.compile(rf"(?:(?:de|from){_S})?{_FIRST}{_BETWEEN}{_SECOND}", re.IGNORECASE)
_ONE = re.compile(rf"(?:(?:à|at|dès){_S})?{_FIRST}", re.IGNORECASE)
_TIGHT = re.compile(rf"[^ \t\u00a0\u2009\u202f][{DASH}]$")
_END = re.compile(rf"{_S}(?:[{DASH}:.,]{_S})?")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv january jan", "fevrier fevr fev february feb", "mars march mar", "avril avr april apr",
            "mai may", "juin june jun", "juillet juill july jul", "aout august aug",
            "septembre sept september sep", "octobre oct october", "novembre nov november",
            "decembre dec december",
        ), 1)
    for name in names.split()
}  # fmt: skip
_WEEKDAY = (
    r"(?:(?:lun|mar|mer|jeu|ven|sam|dim)(?:di|credi|dredi|edi|anche)?|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\.?,? (?:le )?"
)
_NAMED = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:,? (?P<year>[0-9]{4}))?"
_DAYS = [
    re.compile(rf"(?:le )?(?:{_WEEKDAY})?(?P<day>[0-9]{{1,2}})(?:er)? (?P<month>{_NAMED})\.?{_YEAR}"),
    re.compile(rf"(?:{_WEEKDAY})?(?P<month>{_NAMED})\.? (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?{_YEAR}"),
    re.compile(rf"(?:{_WEEKDAY})?(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})"),
]
_NUMBERED = re.compile(r"(?:jour(?:nee)?|day) ?(?P<number>[0-9]{1,2})")
_ANY_YEAR = 2000  # a leap year: the year is that of the meeting


class Hours(NamedTuple):
    """What was read, and where the rest of the line begins."""

    start: time
    end: time | None
    rest: int


class Day(NamedTuple):
    """A day as it was written: its number among the days, or its month and day, with the year if said."""

    number: int | None = None
    month: int | None = None
    day: int | None = None
    year: int | None = None

    def is_(self, number: int, local: date) -> bool:
        """Whether the meeting on this date, the `number`th from 1, is meant."""
        if self.number is not None:
            return self.number == number
        return (local.month, local.day) == (self.month, self.day) and self.year in (None, local.year)


def hours(text: str) -> Hours | None:
    """The hours at the beginning of a text, or None when it does not begin with any."""
    for pattern in (_RANGE, _ONE):
        found = pattern.match(text)
        read = _read(found) if found else None
        if found and read:
            end = _END.match(text, found.end())
            return Hours(*read, end.end() if end else found.end())
    return None


def day(text: str) -> Day | None:
    """The day that this text is, and nothing else; None when it is anything else."""
    said = fold(text).strip(" :-.")
    numbered = _NUMBERED.fullmatch(said)
    if numbered:
        return Day(number=int(numbered["number"]))
    for pattern in _DAYS:
        found = pattern.fullmatch(said)
        if found:
            return _dated(found["year"], found["month"], int(found["day"]))
    return None


def _dated(year: str | None, month: str, number: int) -> Day | None:
    named = _MONTHS.get(month) or (int(month) if month.isdigit() else 0)
    try:
        date(int(year or _ANY_YEAR), named, number)
    except ValueError:
        return None
    return Day(month=named, day=number, year=int(year) if year else None)


def _read(found: re.Match[str]) -> tuple[time, time | None] | None:
    """The hours of a match; a number alone is an hour only beside one that says so."""
    parts = found.groupdict()
    if "hour2" not in parts:
        first = _clock(parts, "1")
        return (first, None) if first and _marked(parts, "1") else None
    if not (_marked(parts, "2") or (_marked(parts, "1") and _TIGHT.search(found.string[: found.start("hour2")]))):
        return None  # « 9:30-10 Accueil » says when it ends, « 9 h – 10 conseils » does not
    first, second = _clock(parts, "1"), _clock(parts, "2")
    if first and second and parts["half2"] and not parts["half1"]:
        first = _same_half(parts, first, second)
    return (first, second) if first and second else None


def _marked(parts: dict[str, str | None], which: str) -> bool:
    return parts[f"bare{which}"] is None or parts[f"half{which}"] is not None


def _same_half(parts: dict[str, str | None], first: time, second: time) -> time:
    """In "1–2:30 p.m." the first is in the afternoon too, unless that would put it after the second."""
    twin = _clock({**parts, "half1": parts["half2"]}, "1")
    return twin if twin and twin <= second else first


def _clock(parts: dict[str, str | None], which: str) -> time | None:
    if parts[f"noon{which}"]:
        return time(12)
    hour = int(parts[f"hour{which}"] or 0)
    minute = int(parts[f"past{which}"] or parts[f"minute{which}"] or 0)
    half = parts[f"half{which}"]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if "p" in half.lower() else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
