"""What a coordinator should know before choosing these days and places; none of it blocks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select

from resal import clock
from resal.db import db
from resal.language import dates, gettext
from resal.models import Facilitation, Facilitator, Meeting, TrainingSession, Venue
from resal.queries.holidays import holiday
from resal.queries.readings import shown


@dataclass(frozen=True)
class Wanted:
    """When, where and with whom somebody would like to meet; ids are of the directory."""

    days: frozenset[date]
    venue_ids: frozenset[int] = frozenset()
    facilitator_ids: frozenset[int] = frozenset()
    capacity: int | None = None
    session_id: int | None = None
    zone: str = "America/Toronto"


def of_session(session: TrainingSession) -> Wanted:
    """What a session asks for as it is written now."""
    venues = {session.venue_id, *(meeting.venue_id for meeting in session.live_meetings)} - {None}
    return Wanted(
        frozenset(meeting.date for meeting in session.live_meetings), frozenset(id_ for id_ in venues if id_),
        frozenset(led.facilitator_id for led in session.facilitations), session.capacity, session.id, session.timezone,
    )  # fmt: skip


def remarks(wanted: Wanted) -> list[str]:
    """One sentence for each thing to know, in the current language."""
    found = [*_days(wanted), *_same_day(wanted), *_led_elsewhere(wanted), *_too_small(wanted)]
    return list(dict.fromkeys(found))


def _days(wanted: Wanted) -> Iterator[str]:
    today = clock.today(wanted.zone)
    for day in sorted(wanted.days):
        name = holiday(day)
        if name:
            yield gettext("%(day)s, c'est %(holiday)s.", day=_capital(dates.day_long(day)), holiday=gettext(name))
        if day < today:
            yield gettext("%(day)s est une date passée.", day=_capital(dates.day_long(day)))


def _same_day(wanted: Wanted) -> Iterator[str]:
    where = func.coalesce(Meeting.venue_id, TrainingSession.venue_id)
    query = (
        select(Meeting.date, TrainingSession.title, Venue.id, Venue.name)
        .join(Meeting.training_session)
        .outerjoin(Venue, Venue.id == where)
        .where(*_elsewhere(wanted))
        .order_by(Meeting.starts_at, TrainingSession.id)
    )
    for day, title, venue_id, venue in db.session.execute(query) if wanted.days else ():
        said = {"day": dates.day_running(day), "title": shown(title).text}
        if venue_id in wanted.venue_ids:
            yield gettext("%(venue)s est déjà pris %(day)s : « %(title)s ».", venue=venue, **said)
        else:
            yield gettext("Une autre rencontre a lieu %(day)s : « %(title)s ».", **said)


def _led_elsewhere(wanted: Wanted) -> Iterator[str]:
    query = (
        select(Meeting.date, TrainingSession.title, Facilitator.name)
        .join(Meeting.training_session)
        .join(Facilitation, Facilitation.training_session_id == TrainingSession.id)
        .join(Facilitator, Facilitator.id == Facilitation.facilitator_id)
        .where(Facilitator.id.in_(wanted.facilitator_ids), *_elsewhere(wanted))
        .order_by(Facilitator.name, Meeting.starts_at)
    )
    for day, title, name in db.session.execute(query) if wanted.days and wanted.facilitator_ids else ():
        said = {"name": name, "day": dates.day_running(day), "title": shown(title).text}
        yield gettext("%(name)s anime déjà « %(title)s » %(day)s.", **said)


def _too_small(wanted: Wanted) -> Iterator[str]:
    if not wanted.capacity or not wanted.venue_ids:
        return
    query = select(Venue.name, Venue.capacity).where(Venue.id.in_(wanted.venue_ids), Venue.capacity < wanted.capacity)
    for name, capacity in db.session.execute(query.order_by(Venue.id)):
        yield gettext("%(venue)s reçoit %(capacity)s personnes : vous offrez %(seats)s places.",
                      venue=name, capacity=capacity, seats=wanted.capacity)  # fmt: skip


def _elsewhere(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    return (
        Meeting.date.in_(wanted.days), Meeting.removed_at.is_(None), TrainingSession.cancelled_at.is_(None),
        TrainingSession.id != (wanted.session_id or 0),
    )  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
