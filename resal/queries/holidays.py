"""The days when offices and schools of Québec are closed by law."""

from datetime import date
from functools import lru_cache

from resal.language import lazy

# The library's days under our words: its French has no article to be said in a sentence, and it
# adds days that Québec's law does not give (« Boxing Day », a Christmas put off to Monday).
_NAMES = {
    "New Year's Day": lazy("le jour de l'An"),
    "Good Friday": lazy("le Vendredi saint"),
    "Easter Monday": lazy("le lundi de Pâques"),
    "National Patriots' Day": lazy("la Journée nationale des patriotes"),
    "Saint Jean Baptiste Day": lazy("la fête nationale"),
    "Saint Jean Baptiste Day (observed)": lazy("le congé reporté de la fête nationale"),
    "Canada Day": lazy("la fête du Canada"),
    "Canada Day (observed)": lazy("le congé reporté de la fête du Canada"),
    "Labour Day": lazy("la fête du Travail"),
    "Thanksgiving Day": lazy("l'Action de grâces"),
    "Christmas Day": lazy("Noël"),
}


def holiday(day: date) -> str | None:
    """The name of the public holiday on this day, in French source text, or None.

    Loi sur les normes du travail (N-1.1, s. 60) and Loi sur la fête nationale (F-1.1); Good
    Friday and Easter Monday are both named, since each employer chooses one. Known to 2100.
    """
    return _of_year(day.year).get(day)


@lru_cache(maxsize=16)
def _of_year(year: int) -> dict[date, str]:
    from holidays import country_holidays  # noqa: PLC0415 - 11 MB and a quarter second that only the team's pages need

    law = country_holidays("CA", subdiv="QC", years=year, language="en_CA", categories=("public", "optional"))
    return {day: _NAMES[name] for day, name in law.items() if name in _NAMES}
