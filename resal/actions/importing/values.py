"""Readers of single values: what JSON says → a value that can be kept, or a problem at its spot.

A reader is given a value that is not null. It returns None once it has told a problem: nothing
is written then, so nobody sees that None.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from resal.actions.importing.problems import Spot, shown
from resal.language import lazy
from resal.language.typography import plain

Reader = Callable[[Any, Spot], Any]

YEARS = range(1970, 2200)
LONGEST_KEY = 100
LONGEST_URL = 2000
_INVISIBLE = {"Cc", "Cs", "Zl", "Zp"}
_LINE_BREAKS = {"\n", "\r"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # RFC 5646 §2.1, without its rarer parts
_HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def line(longest: int = 200) -> Reader:
    """A text on one line, of at most `longest` characters."""

    return lambda value, spot: _line(value, spot, longest)


def prose(longest: int = 10_000) -> Reader:
    """A text that may have several lines."""
    return lambda value, spot: _text(value, spot, longest)


def lines(longest: int, most: int) -> Reader:
    """A list of lines, kept as one text with a line each."""
    read_all = several(line(longest), most)
    return lambda value, spot: "\n".join(text for text in read_all(value, spot) if text)


def several(reader: Reader, most: int = 100) -> Reader:
    """A list of at most `most` values, each read by `reader`; always gives a list."""

    def read(value: Any, spot: Spot) -> list[Any]:
        if not isinstance(value, list):
            spot.say(lazy("Une liste est attendue ici."))
            return []
        if len(value) > most:
            spot.say(lazy("Cette liste a %(length)s éléments : %(most)s au plus."), length=len(value), most=most)
            return []
        return [_item(one, spot.item(index), reader) for index, one in enumerate(value)]

    return read


def choice(allowed: Sequence[str]) -> Reader:
    """One of a few words."""

    def read(value: Any, spot: Spot) -> str | None:
        if isinstance(value, str) and value in allowed:
            return value
        spot.say(
            lazy("« %(found)s » n'est pas un choix possible : %(choices)s."),
            found=shown(value),
            choices=", ".join(allowed),
        )
        return None

    return read


def whole(low: int, high: int) -> Reader:
    """A whole number between two others, both included."""

    def read(value: Any, spot: Spot) -> int | None:
        if not isinstance(value, int) or isinstance(value, bool):
            spot.say(lazy("Un nombre entier est attendu ici."))
            return None
        return value if _within(value, low, high, spot) else None

    return read


def number(low: float, high: float) -> Reader:
    """A number between two others, both included."""

    def read(value: Any, spot: Spot) -> float | None:
        if not isinstance(value, int | float) or isinstance(value, bool) or not _finite(value):
            spot.say(lazy("Un nombre est attendu ici."))
            return None
        return float(value) if _within(value, low, high, spot) else None

    return read


def flag(value: Any, spot: Spot) -> bool | None:
    """True or false."""
    if isinstance(value, bool):
        return value
    spot.say(lazy("« true » ou « false » est attendu ici."))
    return None


def key(value: Any, spot: Spot) -> str | None:
    """The name by which the file, and later imports, know something; addresses may show it."""
    text = _line(value, spot, LONGEST_KEY)
    if text is not None and (not text or "/" in text):
        spot.say(lazy("Une clé n'est jamais vide et ne contient pas de barre oblique."))
        return None
    return text


def day(value: Any, spot: Spot) -> date | None:
    """A date of the calendar as YYYY-MM-DD (RFC 3339 full-date)."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            found = date.fromisoformat(value)
        except ValueError:
            found = date.min
        if found.year in YEARS:
            return found
    spot.say(lazy("« %(found)s » n'est pas une date possible : écrivez-la comme 2026-10-28."), found=shown(value))
    return None


def hour(value: Any, spot: Spot) -> time | None:
    """An hour of the day as HH:MM, from 00:00 to 23:59."""
    if isinstance(value, str) and _HOUR.fullmatch(value):
        return time.fromisoformat(value)
    spot.say(lazy("« %(found)s » n'est pas une heure possible : écrivez-la comme 13:30."), found=shown(value))
    return None


def moment(value: Any, spot: Spot) -> datetime | None:
    """A date and an hour, as 2026-10-28T13:30, with an offset or in the zone of the session."""
    try:
        found = datetime.fromisoformat(value) if "T" in value else None
    except (TypeError, ValueError):
        found = None
    if found is not None and found.year in YEARS:
        return found
    spot.say(
        lazy("« %(found)s » n'est pas un moment possible : écrivez-le comme 2026-10-28T13:30."),
        found=shown(value),
    )
    return None


def zone(value: Any, spot: Spot) -> str | None:
    """The name of a time zone in the IANA database."""
    if isinstance(value, str) and value in _zones():
        return value
    spot.say(
        lazy("« %(found)s » n'est pas un fuseau horaire : écrivez-le comme America/Toronto."),
        found=shown(value),
    )
    return None


def url(value: Any, spot: Spot) -> str | None:
    """An address of the web; nothing else may become a link."""
    text = _line(value, spot, LONGEST_URL)
    if text and not _is_url(text):
        spot.say(lazy("« %(found)s » n'est pas une adresse web : elle commence par https://."), found=shown(text))
        return None
    return text


def language(value: Any, spot: Spot) -> str | None:
    """A language by its code, such as fr or en."""
    if isinstance(value, str) and _LANGUAGE.fullmatch(value):
        return value
    spot.say(lazy("« %(found)s » n'est pas le code d'une langue : écrivez-le comme fr."), found=shown(value))
    return None


def attendance(value: Any, spot: Spot) -> tuple[int, int] | None:
    """How many people came, about: 15, or "40-60"."""
    bounds = re.fullmatch(r"([0-9]{1,6}) ?[-–] ?([0-9]{1,6})", value) if isinstance(value, str) else None
    if bounds and int(bounds[1]) <= int(bounds[2]):
        return int(bounds[1]), int(bounds[2])
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1_000_000:
        return value, value
    spot.say(lazy('« %(found)s » n\'est pas un nombre de personnes : écrivez 15, ou "40-60".'), found=shown(value))
    return None


def _line(value: Any, spot: Spot, longest: int) -> str | None:
    text = _text(value, spot, longest)
    if text is not None and "\n" in text:
        spot.say(lazy("Ce texte doit tenir sur une ligne."))
        return None
    return text


def _text(value: Any, spot: Spot, longest: int) -> str | None:
    if not isinstance(value, str):
        spot.say(lazy("Un texte est attendu ici."))
        return None
    if any(unicodedata.category(c) in _INVISIBLE and c not in _LINE_BREAKS and c != "\t" for c in value):
        spot.say(lazy("Ce texte contient un caractère de contrôle, qu'aucune page ne peut montrer."))
        return None
    text = plain(value)
    if len(text) > longest:
        spot.say(lazy("Ce texte a %(length)s caractères : %(longest)s au plus."), length=len(text), longest=longest)
        return None
    return text


def _item(value: Any, spot: Spot, reader: Reader) -> Any:
    if value is not None:
        return reader(value, spot)
    spot.say(lazy("Il manque une valeur ici."))
    return None


def _within(value: float, low: float, high: float, spot: Spot) -> bool:
    if low <= value <= high:
        return True
    spot.say(lazy("Un nombre de %(low)s à %(high)s est attendu ici."), low=low, high=high)
    return False


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text
    except ValueError:
        return False


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
