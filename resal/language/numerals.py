"""Numbers as people read them."""

from decimal import Decimal

from resal.language.languages import current

_FRENCH_MARKS = str.maketrans({",": "\u00a0", ".": ","})
_ENGLISH_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def number(n: int | float | Decimal, language: str | None = None) -> str:
    """« 1 248 » and « 4,5 » (the space does not break); "1,248" and "4.5" in English."""
    written = f"{n:,}"
    if (language or current()) == "en":
        return written
    return written.translate(_FRENCH_MARKS)


def ordinal(n: int, language: str | None = None) -> str:
    """A rank, feminine as places and dates in a line are: « 1re », « 3e »; "1st", "3rd"."""
    written = number(n, language)
    if (language or current()) == "en":
        return written + _english_ending(n)
    return written + ("re" if n == 1 else "e")


def _english_ending(n: int) -> str:
    if 11 <= n % 100 <= 13:
        return "th"
    return _ENGLISH_ENDINGS.get(n % 10, "th")
