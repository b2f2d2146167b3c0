"""A month as a façade: a lit window for each day with a session, and the list of what they are."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from resal import clock
from resal.addresses import path
from resal.db import db
from resal.language import current, dates, gettext
from resal.models import Meeting, TrainingSession, Venue
from resal.queries.readings import shown
from resal.queries.session_columns import Place
from resal.queries.session_rows import SessionRow, said_where, session_href, session_rows
from resal.queries.visible import listed, said_date
from resal.queries.words import in_zone

YEARS = range(2000, 2100)
FIRST_WEEKDAY = 0  # Monday, as the Office québécois de la langue française lists the week
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Cell:
    """A day of the grid; `state` is None, "open", "full", "past" or "cancelled"."""

    day: int
    outside: bool
    today: bool
    state: str | None = None
    href: str | None = None
    label: str = ""


class Arrow(NamedTuple):
    """What lies beside: a month, or a week."""

    href: str
    title: str


@dataclass(frozen=True)
class Grid:
    """The month drawn: seven short names, then weeks of seven cells."""

    title: str
    href: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[Cell, ...], ...]
    previous: Arrow | None
    next: Arrow | None


class Day(NamedTuple):
    """The sessions of a day; `iso` makes its anchor."""

    iso: str
    title: str
    rows: tuple[SessionRow, ...]


@dataclass(frozen=True)
class MonthPage:
    """The grid and, day by day, the same sessions as rows."""

    grid: Grid
    days: tuple[Day, ...]


class Mark(NamedTuple):
    """A session on a day."""

    day: date
    title: str
    href: str
    state: str


@dataclass(frozen=True)
class Narrowing:
    """What a month shows of all sessions: conditions, and how its addresses say so."""

    conditions: tuple[ColumnElement[bool], ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)


ALL = Narrowing()


def grid(first: date, today: date, only: Narrowing = ALL) -> Grid:
    """The month that begins on `first`, in one statement."""
    return _grid(first, today, _marks(first, only), (first - DAY, first + 31 * DAY), only)


def month_page(first: date, today: date, only: Narrowing = ALL) -> MonthPage:
    """The month that begins on `first` with its sessions; arrows stay where there is something."""
    rows = _rows(first, only)
    marks = [Mark(row.first, row.title, row.href, _state(row)) for row in rows if row.first]
    within = [(row.first, row) for row in rows if row.first and month_of(row.first) == first]
    days = groupby(sorted(within, key=itemgetter(0)), key=itemgetter(0))
    return MonthPage(
        _grid(first, today, marks, _extent(today, only), only),
        tuple(Day(day.isoformat(), dates.day_long(day), tuple(row for _, row in same)) for day, same in days),
    )


def month_path(first: date, only: Narrowing = ALL) -> str:
    return path("public.month", current(), query=only.query, year=first.year, month=f"{first.month:02}")


def month_of(day: date) -> date:
    """The first day of the month of a day."""
    return day.replace(day=1)


def weeks(first: date) -> list[list[date]]:
    """The weeks that a month touches, whole, so with days of the months beside it."""
    return Calendar(FIRST_WEEKDAY).monthdatescalendar(first.year, first.month)


def weekdays(week: Iterable[date]) -> tuple[str, ...]:
    """The short names of the days of a week."""
    return tuple(dates.weekday_short(day) for day in week)


def _grid(
    first: date, today: date, marks: Iterable[Mark], extent: tuple[date, date], only: Narrowing
) -> Grid:  # fmt: skip
    by_day: dict[date, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_day[mark.day].append(mark)
    shown_weeks, here = weeks(first), month_path(first, only)
    return Grid(
        title=dates.month_title(first),
        href=here,
        weekdays=weekdays(shown_weeks[0]),
        weeks=tuple(tuple(_cell(day, first, today, by_day, here) for day in week) for week in shown_weeks),
        previous=_before(first, extent, only),
        next=_after(first, extent, only),
    )


def _cell(day: date, first: date, today: date, by_day: Mapping[date, Sequence[Mark]], here: str) -> Cell:
    marks = by_day.get(day, ())
    cell = Cell(day.day, outside=day.month != first.month, today=day == today)
    if not marks:
        return cell
    state = _strongest({mark.state for mark in marks})
    href = marks[0].href if len(marks) == 1 else f"{here}#d{day.isoformat()}"
    return replace(cell, state=state, href=href, label=_label(day, marks, state))


def _strongest(states: Set[str]) -> str:
    """What a day with several sessions looks like: lit as long as one of them is on."""
    return next(state for state in ("open", "full", "past", "cancelled") if state in states)


def _label(day: date, marks: Sequence[Mark], state: str) -> str:
    titles = gettext("%(day)s : %(titles)s", day=dates.day_long(day), titles=", ".join(mark.title for mark in marks))
    in_words = {"full": gettext("complet"), "past": gettext("passée"), "cancelled": gettext("annulée")}
    return f"{titles} ({in_words[state]})" if state in in_words else titles


def _marks(first: date, only: Narrowing) -> list[Mark]:
    query = (
        select(
            Meeting.date, Meeting.ends_at, TrainingSession.id, TrainingSession.title,
            func.coalesce(TrainingSession.cancelled_at, Meeting.removed_at),
        )
        .join(Meeting.training_session)
        .where(*_shown_in(first), *only.conditions)
        .order_by(Meeting.starts_at, Meeting.id)
    )  # fmt: skip
    now = clock.now()
    marks = []
    for day, ends, id_, localized, off in db.session.execute(query):
        title = shown(localized)
        state = "cancelled" if off else "past" if ends <= now else "open"
        marks.append(Mark(day, title.text, session_href(id_, title), state))
    return marks


def _rows(first: date, only: Narrowing) -> list[SessionRow]:
    """A row for each meeting in the weeks of the month: the session's, on that day."""
    query = (
        select(
            Meeting.training_session_id, Meeting.date, Meeting.start_time, Meeting.end_time, Meeting.ends_at,
            Meeting.timezone, TrainingSession.timezone, TrainingSession.mode, TrainingSession.city,
            Meeting.removed_at, Venue.name, Venue.borough, Venue.city,
        )
        .join(Meeting.training_session)
        .outerjoin(Venue, Venue.id == func.coalesce(Meeting.venue_id, TrainingSession.venue_id))
        .where(*_shown_in(first), *only.conditions)
        .order_by(Meeting.starts_at, Meeting.id)
    )  # fmt: skip
    meetings = db.session.execute(query).all()
    ids = {id_ for id_, *_ in meetings}
    rows = {row.id: row for row in session_rows(TrainingSession.id.in_(ids), say_over=True)}
    now = clock.now()
    return [
        _on(
            rows[id_] if removed is None else _off(rows[id_]), day,
            in_zone(dates.hours(start, end), zone, of_session) if start else "",
            said_where(mode, city, Place(*place)), ends <= now,
        )
        for id_, day, start, end, ends, zone, of_session, mode, city, removed, *place in meetings
    ]  # fmt: skip


def _off(row: SessionRow) -> SessionRow:
    """The session on a date that was taken out of it: this date is cancelled, not the others."""
    return replace(
        row, cancelled=True, status_kind="off", status_text=gettext("Date annulée"), note="", total=0, seats_text=None
    )


def _on(row: SessionRow, day: date, hours: str, where: str, past: bool) -> SessionRow:
    return replace(
        row, first=day, weekday=dates.weekday_short(day), day=day.day, month=dates.month_short(day),
        long_date=dates.day_long(day), when=hours, where=where, past=past,
    )  # fmt: skip


def _shown_in(first: date) -> tuple[ColumnElement[bool], ...]:
    """In the weeks that the month touches, a day more on both sides for zones far away."""
    start = datetime.combine(first - 8 * DAY, time(0), UTC)
    within = Meeting.starts_at.between(start, start + 54 * DAY)
    return within, said_date(clock.now()), listed()


def _state(row: SessionRow) -> str:
    if row.cancelled:
        return "cancelled"
    return "past" if row.past else "full" if row.status_kind == "full" else "open"


def _extent(today: date, only: Narrowing) -> tuple[date, date]:
    """From the first month to the last with a session, this one being always among them."""
    ends = select(func.min(TrainingSession.starts_at), func.max(TrainingSession.ends_at))
    first, last = db.session.execute(ends.where(listed(), *only.conditions)).one()
    return (
        month_of(min([today, *([first.date()] if first else [])])),
        month_of(max([today, *([last.date()] if last else [])])),
    )


def _before(first: date, extent: tuple[date, date], only: Narrowing) -> Arrow | None:
    before = min(month_of(first - DAY), month_of(extent[1]))
    return Arrow(month_path(before, only), dates.month_title(before)) if first > month_of(extent[0]) else None


def _after(first: date, extent: tuple[date, date], only: Narrowing) -> Arrow | None:
    after = max(month_of(first + 31 * DAY), month_of(extent[0]))
    return Arrow(month_path(after, only), dates.month_title(after)) if first < month_of(extent[1]) else None
