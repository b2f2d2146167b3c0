"""Days of the team, in a week or a month: what takes place, drafts and cancelled sessions too."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import joinedload

from resal import clock
from resal.addresses import path
from resal.db import db
from resal.language import current, dates, gettext
from resal.models import Facilitation, Meeting, TrainingSession
from resal.queries import coordination_sessions
from resal.queries.calendar_entries import session_path
from resal.queries.coordination_sessions import said_seats, state
from resal.queries.holidays import holiday
from resal.queries.paging import Filter
from resal.queries.readings import shown
from resal.queries.seats import Seats, of_sessions, whole
from resal.queries.visible import said_date
from resal.queries.words import VISIBILITIES, in_zone, word

DAY = timedelta(days=1)
NARROWING = ("brouillons", "mes-brouillons", "sans-animation", "sans-apprentissages")


@dataclass(frozen=True)
class Line:
    """A meeting: its hours, its session and where it stands. `part`: the title of this date alone."""

    id: int
    hours: str
    title: str
    title_lang: str | None
    part: str
    where: str
    leaders: str
    seats_text: str
    state_kind: str | None
    state_text: str
    note: str
    published: bool
    cancelled: bool
    public_href: str


@dataclass(frozen=True)
class Day:
    """A day; `holiday`: what is celebrated, or nothing."""

    iso: str
    number: int
    title: str
    long_title: str
    href: str
    today: bool
    holiday: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class View:
    """One of the ways to see the sessions of the team."""

    text: str
    href: str
    current: bool
    icon_name: str


def days(shown_days: Iterable[date], zone: str, name: str | None, reader_id: int) -> list[Day]:
    """These days in the current language, each with its meetings, in as many statements for full ones as for empty
    ones. `name`: one of `NARROWING`, or None for all; `reader_id`: the account whose drafts are « mine ».
    """
    asked, today = list(shown_days), clock.today(zone)
    lines = _lines(asked[0], asked[-1], _condition(name, reader_id))
    return [_day(day, day == today, lines, name) for day in asked]


def views(here: str, name: str | None, day: date | None) -> list[View]:
    """List, week and month; what narrows them and the day looked at go along."""
    kept = {"voir": name, "jour": day.isoformat() if day else None}
    narrowed = kept | {"voir": name if name in NARROWING else None}
    month = narrowed | {"mois": day.isoformat()[:7] if day else None}
    ways = [
        (gettext("Liste"), "coordination.sessions", kept, "list"),
        (gettext("Semaine"), "coordination.week", narrowed, "calendar"),
        (gettext("Mois"), "coordination.month", month, "calendar"),
    ]
    return [View(text, path(page, current(), query=asked), page == here, icon) for text, page, asked, icon in ways]


def narrowing(here: str, name: str | None, asked: Mapping[str, str]) -> list[Filter]:
    """All the sessions, or only those of a list, without leaving the days that `asked` shows."""
    words = {None: gettext("Toutes"), **coordination_sessions.titles()}
    return [
        Filter(words[one], path(here, current(), query={**asked, "voir": one}), None, one == name)
        for one in (None, *NARROWING)
    ]


def _condition(name: str | None, reader_id: int) -> ColumnElement[bool]:
    return coordination_sessions.conditions(clock.now(), reader_id)[name] if name else true()


def _day(day: date, today: bool, lines: Mapping[date, list[Line]], name: str | None) -> Day:
    celebrated = holiday(day)
    return Day(
        day.isoformat(), day.day, dates.day_short(day), dates.day_long(day),
        path("coordination.week", current(), query={"voir": name, "jour": day.isoformat()}), today,
        gettext(celebrated) if celebrated else "", tuple(lines.get(day, ())),
    )  # fmt: skip


def _lines(first: date, last: date, condition: ColumnElement[bool]) -> dict[date, list[Line]]:
    now = clock.now()
    meetings = _meetings(first, last, condition, now)
    stocks = of_sessions([meeting.training_session for meeting in meetings])
    lines: dict[date, list[Line]] = defaultdict(list)
    for meeting in meetings:
        lines[meeting.date].append(_line(meeting, whole(stocks[meeting.training_session_id]), now))
    return lines


def _meetings(first: date, last: date, condition: ColumnElement[bool], now: datetime) -> list[Meeting]:
    session = joinedload(Meeting.training_session)
    led = joinedload(TrainingSession.facilitations).joinedload(Facilitation.facilitator)
    query = (
        select(Meeting)
        .join(Meeting.training_session)
        .where(Meeting.date.between(first, last), said_date(now), condition)
        .options(session.options(led, joinedload(TrainingSession.venue)), joinedload(Meeting.venue))
        .order_by(Meeting.date, Meeting.start_time.is_not(None), Meeting.start_time, Meeting.id)
    )
    return list(db.session.scalars(query).unique())


def _line(meeting: Meeting, held: Seats, now: datetime) -> Line:
    session = meeting.training_session
    off = meeting.removed_at is not None
    title, (kind, text) = shown(session.title), ("off", gettext("Date annulée")) if off else state(session, now)
    venue = meeting.venue or session.venue
    return Line(
        id=session.id, title=title.text, title_lang=title.lang, part=shown(meeting.title).text, hours=_hours(meeting),
        where=venue.name if venue else session.city or _elsewhere(session),
        leaders=", ".join(led.facilitator.name for led in session.facilitations),
        seats_text="" if off else said_seats(session, held), state_kind=kind, state_text=text,
        note="" if session.visibility == "public" else word(VISIBILITIES, session.visibility),
        published=session.published, cancelled=session.cancelled or off, public_href=session_path(session, current()),
    )  # fmt: skip


def _hours(meeting: Meeting) -> str:
    if not meeting.start_time:
        return gettext("Toute la journée")
    hours = dates.hours(meeting.start_time, meeting.end_time)
    return in_zone(hours, meeting.timezone, meeting.training_session.timezone)


def _elsewhere(session: TrainingSession) -> str:
    return gettext("En ligne") if session.mode == "online" else gettext("Lieu à venir")
