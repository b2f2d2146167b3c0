"""The days when offices and schools of Québec are closed by law."""

from datetime import date, timedelta

from resal.language import lazy

_FIXED = {
    (1, 1): lazy("le jour de l'An"),
    (6, 24): lazy("la fête nationale"),
    (7, 1): lazy("la fête du Canada"),
    (12, 25): lazy("Noël"),
}
_MONDAY = 0


def holiday(day: date) -> str | None:
    """The name of the public holiday on this day, in French source text, or None.

    Loi sur les normes du travail (N-1.1, s. 60) and Loi sur la fête nationale (F-1.1); Good
    Friday and Easter Monday are both named, since each employer chooses one.
    """
    return _FIXED.get((day.month, day.day)) or _moving(day.year).get(day)


def _moving(year: int) -> dict[date, str]:
    easter = _easter(year)
    return {
        easter - timedelta(days=2): lazy("le Vendredi saint"),
        easter + timedelta(days=1): lazy("le lundi de Pâques"),
        _monday_until(date(year, 5, 24)): lazy("la Journée nationale des patriotes"),
        _monday_until(date(year, 9, 7)): lazy("la fête du Travail"),
        _monday_until(date(year, 10, 14)): lazy("l'Action de grâces"),
    }


def _monday_until(day: date) -> date:
    """The last Monday that is not after this day."""
    return day - timedelta(days=(day.weekday() - _MONDAY) % 7)


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of Nature, 1876)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    month, day = divmod(epact + weekday - 7 * ((golden + 11 * epact + 22 * weekday) // 451) + 114, 31)
    return date(year, month, day + 1)
