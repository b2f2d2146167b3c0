"""A rule for dates, as « le premier mardi du mois, six fois »: the days it gives, and those it leaves out.

Local days only: hours are added to each, so that the clock on the wall stays the same all year.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from dateutil.rrule import DAILY, MO, MONTHLY, WEEKLY, rrule
from dateutil.rrule import weekday as nth_weekday

from resal.actions import Refusal
from resal.language import lazy
from resal.queries.holidays import holiday

MOST_DATES = 40
FURTHEST = timedelta(days=5 * 366)
WEEK, DAY = "week", "day"
IN_THE_MONTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
RHYTHMS = (WEEK, *IN_THE_MONTH, DAY)
EXCEPTED, TAKEN = lazy("votre exception"), lazy("déjà dans la liste")


@dataclass(frozen=True)
class Rule:
    """`rhythm`: one of `RHYTHMS`; `step`: every how many weeks, months or days; `weekdays`: 0 is Monday,

    none is the weekday of `first`, or any day when counting days. It ends after `times` days that
    are not spared, or on `until`, whichever comes first. `taken`: days that stand already.
    """

    rhythm: str
    first: date
    step: int = 1
    weekdays: tuple[int, ...] = ()
    until: date | None = None
    times: int | None = None
    excepted: frozenset[date] = frozenset()
    spare_holidays: bool = True
    taken: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Days:
    """What a rule gives: days in order, and those left out with the reason in French source words."""

    kept: tuple[date, ...] = ()
    left_out: tuple[tuple[date, str], ...] = field(default=())


def days_of(rule: Rule, today: date, room: int = MOST_DATES) -> Days:
    """The days of a rule; `room`: how many a session has room for.

    Raises `Refusal` for a rule without an end, beyond five years, without a day, or with too many.
    """
    _refuse_nonsense(rule, today)
    found: list[date] = []
    spared: list[tuple[date, str]] = []
    for day in _candidates(rule, today + FURTHEST):
        why = _why_spared(rule, day)
        if why:
            spared.append((day, why))
        else:
            found.append(day)
        if rule.times and len(found) >= rule.times:
            break
    kept = tuple(day for day in found if day not in rule.taken)
    _refuse_crowd(rule, len(found), len(kept), room)
    return Days(kept, tuple(sorted([*spared, *((day, TAKEN) for day in found if day in rule.taken)])))


def _refuse_nonsense(rule: Rule, today: date) -> None:
    if rule.step < 1 or (rule.times is not None and rule.times < 1):
        raise Refusal(lazy("Comptez à partir de 1"), field="step" if rule.step < 1 else "times")
    if rule.until is None and rule.times is None:
        raise Refusal(lazy("Dites combien de fois, ou jusqu'à quelle date."), field="times")
    if abs(rule.first - today) > FURTHEST:
        raise Refusal(lazy("Vérifiez l'année : cette date est à plus de cinq ans."), field="first")
    if rule.until is not None and rule.until < rule.first:
        raise Refusal(lazy("La dernière date doit suivre la première."), field="until")
    if rule.until is not None and rule.until - today > FURTHEST:
        raise Refusal(lazy("Vérifiez l'année : cette date est à plus de cinq ans."), field="until")
    if rule.times is not None and rule.times > MOST_DATES:
        raise _crowd(rule.times, "times")


def _refuse_crowd(rule: Rule, found: int, kept: int, room: int) -> None:
    if not found:
        raise Refusal(lazy("Aucune date ne suit cette règle."), field="first")
    if found > MOST_DATES:
        raise _crowd(found, "until")
    if kept > room:
        raise Refusal(
            lazy("Une rencontre a au plus %(most)s dates : cette règle en ajouterait %(n)s, il en reste %(room)s."),
            field="times" if rule.times else "until", most=MOST_DATES, n=kept, room=room,
        )  # fmt: skip


def _crowd(number: int, at: str) -> Refusal:
    words = lazy("Une rencontre a au plus %(most)s dates : cette règle en donne %(n)s.")
    return Refusal(words, field=at, most=MOST_DATES, n=number)


def _candidates(rule: Rule, limit: date) -> Iterator[date]:
    """The days the rhythm falls on, never beyond the limit: what ends each loop over them."""
    last = min(rule.until or limit, limit)
    rhythm = rrule(
        _frequency(rule), interval=rule.step, dtstart=_midnight(rule.first), until=_midnight(last), wkst=MO,
        byweekday=_weekdays(rule),
    )  # fmt: skip
    wanted = rule.weekdays or range(7)
    return (moment.date() for moment in rhythm if rule.rhythm != DAY or moment.weekday() in wanted)


def _frequency(rule: Rule) -> int:
    return int({WEEK: WEEKLY, DAY: DAILY}.get(rule.rhythm, MONTHLY))


def _weekdays(rule: Rule) -> list[nth_weekday] | None:
    if rule.rhythm == DAY:  # filtered afterwards: every seventh day that is never a Monday would be looked for for ever
        return None
    ordinal = IN_THE_MONTH.get(rule.rhythm)
    return [nth_weekday(number, ordinal) for number in rule.weekdays or (rule.first.weekday(),)]


def _why_spared(rule: Rule, day: date) -> str:
    spared: Callable[[date], str | None] = holiday if rule.spare_holidays else lambda _day: None
    return EXCEPTED if day in rule.excepted else spared(day) or ""


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a local day, without a zone by design
