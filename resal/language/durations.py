"""How long something lasted, as people write it: « 45 min », « 1 h 30 », « 1,5 h », "1:30", "2 hours"."""

import re

from resal.language.typography import fold

LEAST_BARE = 10  # a number alone is in minutes, but « 2 » may well be hours
_HOURS = re.compile(r"([0-9]{1,3}) ?(?:heures?|hours?|hrs?|h) ?(?:([0-9]{1,2}) ?(?:minutes?|mins?|m)?)?")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_MINUTES = re.compile(r"([0-9]{1,4}) ?(?:minutes?|mins?|m)")
_FRACTION = re.compile(r"([0-9]{1,2})[.,]([0-9]{1,2}) ?(?:heures?|hours?|hrs?|h)")
_BARE = re.compile(r"[0-9]{1,4}")


def minutes(text: str) -> int | None:
    """The whole minutes that a text says, or None when it says none."""
    said = " ".join(fold(text).split()).removesuffix(".")
    clock = _HOURS.fullmatch(said) or _CLOCK.fullmatch(said)
    if clock:
        past = int(clock[2] or 0)
        return int(clock[1]) * 60 + past if past < 60 else None
    fraction = _FRACTION.fullmatch(said)
    if fraction:
        return round(float(f"{fraction[1]}.{fraction[2]}") * 60)
    short = _MINUTES.fullmatch(said)
    if short:
        return int(short[1])
    return int(said) if _BARE.fullmatch(said) and int(said) >= LEAST_BARE else None
