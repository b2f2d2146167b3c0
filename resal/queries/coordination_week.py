"""A week of the team: each day with what takes place, drafts and cancelled sessions too."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from resal import clock
from resal.addresses import path
from resal.db import db
from resal.language import current, dates, gettext
from resal.models import Facilitation, Meeting, TrainingSession
from resal.queries.coordination_sessions import said_seats, state
from resal.queries.holidays import holiday
from resal.queries.month import YEARS
from resal.queries.readings import shown
from resal.queries.seats import Seats, of_sessions, whole

DAYS = 7
WEEK = timedelta(days=DAYS)
ADDRESS = "coordination.week"


@dataclass(frozen=True)
class Line:
    """A meeting: its hours, its session and where it stands. `part`: the title of this date alone."""

    session_id: int
    hours: str
    title: str
    title_lang: str | None
    part: str
    where: str
    leaders: str
    seats_text: str
    state_kind: str | None
    state_text: str
    published: bool
    cancelled: bool


@dataclass(frozen=True)
class Day:
    """A day; `holiday`: what is celebrated, or nothing."""

    iso: str
    title: str
    today: bool
    holiday: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Week:
    """Seven days from a Monday, with the weeks beside it where there are any."""

    title: str
    days: tuple[Day, ...]
    previous: str | None
    next: str | None
    empty: bool


def week(day: date, zone: str) -> Week:
    """The week of a day, in the current language, in as many statements for a busy one as for an empty one."""
    first = day - timedelta(days=day.weekday())
    lines, today = _lines(first), clock.today(zone)
    days = tuple(_day(first + timedelta(days=number), today, lines) for number in range(DAYS))
    return Week(
        gettext("Semaine du %(day)s", day=dates.day_medium(first)), days, _beside(first - WEEK),
        _beside(first + WEEK), empty=not lines,
    )  # fmt: skip


def _beside(first: date) -> str | None:
    return path(ADDRESS, current(), query={"jour": first.isoformat()}) if first.year in YEARS else None


def _day(day: date, today: date, lines: dict[date, list[Line]]) -> Day:
    name = holiday(day)
    celebrated = gettext(name) if name else ""
    return Day(day.isoformat(), dates.day_short(day), day == today, celebrated, tuple(lines.get(day, ())))


def _lines(first: date) -> dict[date, list[Line]]:
    meetings, now = _meetings(first), clock.now()
    stocks = of_sessions([meeting.training_session for meeting in meetings])
    lines: dict[date, list[Line]] = defaultdict(list)
    for meeting in meetings:
        lines[meeting.date].append(_line(meeting, whole(stocks[meeting.training_session_id]), now))
    return lines


def _meetings(first: date) -> list[Meeting]:
    session = joinedload(Meeting.training_session)
    led = selectinload(TrainingSession.facilitations).joinedload(Facilitation.facilitator)
    query = (
        select(Meeting)
        .where(Meeting.date >= first, Meeting.date < first + WEEK, Meeting.removed_at.is_(None))
        .options(session.options(led, joinedload(TrainingSession.venue)), joinedload(Meeting.venue))
        .order_by(Meeting.date, Meeting.start_time.is_not(None), Meeting.start_time, Meeting.id)
    )
    return list(db.session.scalars(query))


def _line(meeting: Meeting, held: Seats, now: datetime) -> Line:
    session = meeting.training_session
    title, (kind, text) = shown(session.title), state(session, now)
    venue = meeting.venue or session.venue
    return Line(
        session_id=session.id, title=title.text, title_lang=title.lang, part=shown(meeting.title).text,
        hours=dates.hours(meeting.start_time, meeting.end_time) if meeting.start_time else gettext("Toute la journée"),
        where=venue.name if venue else session.city or _elsewhere(session),
        leaders=", ".join(led.facilitator.name for led in session.facilitations),
        seats_text=said_seats(session, held), state_kind=kind, state_text=text, published=session.published,
        cancelled=session.cancelled,
    )  # fmt: skip


def _elsewhere(session: TrainingSession) -> str:
    return gettext("En ligne") if session.mode == "online" else gettext("Lieu à venir")
