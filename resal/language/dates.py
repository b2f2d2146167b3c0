"""Dates and times as people read them: the only place that writes them. Numbers come along.

French follows the Office québécois de la langue française (« mercredi 2 décembre 2026 »,
« 13 h 30 », « 9 h 05 », « 9 h », « 1er » for the first of the month) with spaces that do not
break inside a date or an hour. English follows the federal Translation Bureau's *Writing Tips
Plus* ("Wednesday, December 2, 2026", "1:30 p.m."). Names of days and months are those of CLDR.

Everywhere `language` is "fr" or "en", and the current language when not said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale

from resal.language.languages import current, known, locale_of
from resal.language.numerals import number, ordinal

__all__ = [
    "day_long",
    "day_medium",
    "day_numeric",
    "day_running",
    "day_short",
    "days",
    "duration",
    "hour",
    "hours",
    "hours_running",
    "moment_long",
    "moment_running",
    "moment_short",
    "month_long",
    "month_short",
    "month_title",
    "number",
    "ordinal",
    "weekday_short",
]


@dataclass(frozen=True, slots=True)
class _Style:
    """Names, as tuples of which months and days of the month begin at 1, and patterns."""

    days: tuple[str, ...]
    weekdays: tuple[str, ...]
    weekdays_short: tuple[str, ...]
    months: tuple[str, ...]
    months_short: tuple[str, ...]
    patterns: dict[str, str]

    def write(self, d: date, pattern: str) -> str:
        return self.patterns[pattern].format(
            day=self.days[d.day],
            weekday=self.weekdays[d.weekday()],
            weekday_short=self.weekdays_short[d.weekday()],
            month=self.months[d.month],
            month_short=self.months_short[d.month],
            year=d.year,
        )


_PATTERNS = {
    "fr": {
        "running": "le {weekday} {day}\u00a0{month}\u00a0{year}",
        "long": "{weekday} {day}\u00a0{month}\u00a0{year}",
        "medium": "{day}\u00a0{month}\u00a0{year}",
        "short": "{weekday_short} {day}\u00a0{month_short}",
        "day and month": "{day}\u00a0{month}",
        "day": "{day}",
        "month": "{month}\u00a0{year}",
    },
    "en": {
        "running": "{weekday}, {month} {day}, {year}",
        "long": "{weekday}, {month} {day}, {year}",
        "medium": "{month} {day}, {year}",
        "short": "{weekday_short}, {month_short} {day}",
        "day and month": "{month} {day}",
        "day and year": "{day}, {year}",
        "month": "{month} {year}",
    },
}
_LAST_DAY = 31


def day_long(d: date, language: str | None = None) -> str:
    """« mercredi 2 décembre 2026 », "Wednesday, December 2, 2026"."""
    return _style(language or current()).write(d, "long")


def day_running(d: date, language: str | None = None) -> str:
    """Inside a sentence: « le mercredi 2 décembre 2026 », "Wednesday, December 2, 2026"."""
    return _style(language or current()).write(d, "running")


def day_medium(d: date, language: str | None = None) -> str:
    """« 2 décembre 2026 », "December 2, 2026"."""
    return _style(language or current()).write(d, "medium")


def day_short(d: date, language: str | None = None) -> str:
    """« mer. 2 déc. », "Wed., Dec. 2"."""
    return _style(language or current()).write(d, "short")


def day_numeric(d: date) -> str:
    """For tables and files (ISO 8601): "2026-12-02"."""
    return f"{d.year:04}-{d.month:02}-{d.day:02}"


def weekday_short(d: date, language: str | None = None) -> str:
    """« mer. », "Wed."."""
    return _style(language or current()).weekdays_short[d.weekday()]


def month_short(d: date, language: str | None = None) -> str:
    """« déc. », "Dec."."""
    return _style(language or current()).months_short[d.month]


def month_long(d: date, language: str | None = None) -> str:
    """« décembre 2026 », "December 2026"."""
    return _style(language or current()).write(d, "month")


def month_title(d: date, language: str | None = None) -> str:
    """The month as a heading: « Décembre 2026 », "December 2026"."""
    month = month_long(d, language)
    return month[0].upper() + month[1:]


def days(first: date, last: date | None = None, language: str | None = None) -> str:
    """One day or several in a row, as short as they can be said.

    « 2 décembre 2026 », « 11 et 12 octobre 2022 », « du 11 au 14 octobre 2022 »,
    « du 30 novembre au 2 décembre 2026 », and both years when they differ.
    Raises ValueError when the last day comes before the first.
    """
    if last is None or last.toordinal() == first.toordinal():
        return day_medium(first, language)
    if last < first:
        raise ValueError(f"{last} is before {first}.")
    if (language or current()) == "en":
        return _days_english(first, last)
    return _days_french(first, last)


def _days_french(first: date, last: date) -> str:
    style = _style("fr")
    start, end = style.write(first, _how_much(first, last)), style.write(last, "medium")
    return f"{start} et {end}" if _consecutive(first, last) else f"du {start} au {end}"


def _days_english(first: date, last: date) -> str:
    style = _style("en")
    link = "and" if _consecutive(first, last) else "to"
    if first.year != last.year:
        return f"{style.write(first, 'medium')}, {link} {style.write(last, 'medium')}"
    same_month = first.month == last.month
    end = style.write(last, "day and year" if same_month else "medium")
    return f"{style.write(first, 'day and month')} {link} {end}"


def _how_much(first: date, last: date) -> str:
    if first.year != last.year:
        return "medium"
    return "day" if first.month == last.month else "day and month"


def _consecutive(first: date, last: date) -> bool:
    return last.toordinal() - first.toordinal() == 1


def hour(t: time, language: str | None = None) -> str:
    """« 13 h 30 », « 9 h 05 », « 9 h »; "1:30 p.m.", "9:05 a.m.", "9 a.m."."""
    if (language or current()) == "en":
        minutes = f":{t.minute:02}" if t.minute else ""
        return f"{t.hour % 12 or 12}{minutes} {'p.m.' if t.hour >= 12 else 'a.m.'}"
    return f"{t.hour}\u00a0h" + (f"\u00a0{t.minute:02}" if t.minute else "")


def hours(start: time, end: time | None = None, language: str | None = None) -> str:
    """In a list: « 13 h 30 à 16 h 30 », "1:30 p.m. to 4:30 p.m."; the start alone without end."""
    if end is None:
        return hour(start, language)
    link = "to" if (language or current()) == "en" else "à"
    return f"{hour(start, language)} {link} {hour(end, language)}"


def hours_running(start: time, end: time | None = None, language: str | None = None) -> str:
    """Inside a sentence: « de 13 h 30 à 16 h 30 », « à 13 h 30 »; "from … to …", "at …"."""
    words = ("at", "from") if (language or current()) == "en" else ("à", "de")
    return f"{words[end is not None]} {hours(start, end, language)}"


def duration(minutes: int, language: str | None = None) -> str:
    """« 45 min », « 2 h », « 1 h 30 »; "45 min", "2 h", "1 h 30 min"."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest}\u00a0min"
    if not rest:
        return f"{whole}\u00a0h"
    return f"{whole}\u00a0h\u00a0{rest:02}" + ("\u00a0min" if (language or current()) == "en" else "")


def moment_long(moment: datetime, zone: str, language: str | None = None) -> str:
    """« mercredi 2 décembre 2026, 13 h 30 », as clocks show it in the IANA `zone`.

    Raises ValueError when `moment` has no time zone of its own, and
    zoneinfo.ZoneInfoNotFoundError when the zone is unknown; so do the two below.
    """
    local = _local(moment, zone)
    return f"{day_long(local, language)}, {hour(local.time(), language)}"


def moment_running(moment: datetime, zone: str, language: str | None = None) -> str:
    """Inside a sentence: « le mercredi 2 décembre 2026, à 13 h 30 », "…, 2026, at 1:30 p.m."."""
    local = _local(moment, zone)
    return f"{day_running(local, language)}, {hours_running(local.time(), None, language)}"


def moment_short(moment: datetime, zone: str, language: str | None = None) -> str:
    """« mer. 2 déc., 13 h 30 », "Wed., Dec. 2, 1:30 p.m."."""
    local = _local(moment, zone)
    return f"{day_short(local, language)}, {hour(local.time(), language)}"


def _local(moment: datetime, zone: str) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} does not say its time zone.")
    return moment.astimezone(ZoneInfo(zone))


@cache
def _style(language: str) -> _Style:
    """Everything Babel knows of a language, read once."""
    locale = Locale.parse(locale_of(known(language)))
    weekdays, months = locale.days["format"], locale.months["format"]
    return _Style(
        days=_days_of_the_month(language),
        weekdays=_in_order(weekdays["wide"]),
        weekdays_short=_dotted(weekdays),
        months=("", *_in_order(months["wide"])),
        months_short=("", *_dotted(months)),
        patterns=_PATTERNS[language],
    )


def _days_of_the_month(language: str) -> tuple[str, ...]:
    first = "1er" if language == "fr" else "1"
    return ("", first, *(str(day) for day in range(2, _LAST_DAY + 1)))


def _dotted(names: Mapping[str, Mapping[int, str]]) -> tuple[str, ...]:
    """The abbreviations, with the full stop CLDR leaves out in English; « mai » is no such."""
    pairs = zip(_in_order(names["wide"]), _in_order(names["abbreviated"]), strict=True)
    return tuple(short if short == whole or short.endswith(".") else f"{short}." for whole, short in pairs)


def _in_order(names: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(names[position] for position in sorted(names))
