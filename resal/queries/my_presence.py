"""What was noted of somebody at each date of their session, as they read it on the page of their place."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from resal import clock
from resal.db import db
from resal.language import dates, gettext
from resal.models import Attendance, Correction, Meeting, Registration
from resal.models.registration import SEATED
from resal.queries import arrival, attendance, corrections


@dataclass(frozen=True)
class Day:
    """A date that has begun, and what was noted of it. `meeting_id`: where a correction may be asked, else None;

    `correction`: how the last one that was asked stands; `waits`: the id of the one that waits for an answer.
    """

    day: str
    said: str
    meeting_id: int | None
    correction: str
    reason: str
    waits: int | None


@dataclass(frozen=True)
class Around:
    """The day itself and after it: the dates that have begun, and what to show at the entrance."""

    days: tuple[Day, ...] = ()
    door: arrival.Pass | None = None


NOTHING = Around()


def of_registration(registration: Registration, base_url: str) -> Around:
    """For somebody with a seat; until the day comes, nothing is asked of the database."""
    return Around(_days(registration), arrival.of_seat(registration, base_url))


def _days(registration: Registration) -> tuple[Day, ...]:
    session, now = registration.training_session, clock.now()
    if registration.state not in SEATED or session.cancelled or not session.started(now):
        return ()
    recorded, asked = _recorded(registration), corrections.last(registration)
    begun = [meeting for meeting in session.live_meetings if meeting.starts_at <= now]
    return tuple(_day(registration, one, recorded.get(one.id), asked.get(one.id)) for one in begun)


def _recorded(registration: Registration) -> dict[int, Any]:
    mine = select(
        Attendance.meeting_id, Attendance.status, Attendance.arrived_at, Attendance.minutes, Attendance.source
    )
    return {row.meeting_id: row for row in db.session.execute(mine.filter_by(registration_id=registration.id))}


def _day(registration: Registration, meeting: Meeting, noted: Any, asked: Correction | None) -> Day:
    waits = asked.id if asked is not None and asked.state == "open" else None
    may = waits is None and corrections.why_not(registration, meeting, noted and noted.status) is None
    return Day(
        dates.day_medium(meeting.date), _said(noted, meeting), meeting.id if may else None,
        gettext(corrections.STATES[asked.state]) if asked else "", asked.answer if asked else "", waits,
    )  # fmt: skip


def _said(noted: Any, meeting: Meeting) -> str:
    if noted is None:
        return gettext("Rien de noté")
    if noted.status == "present":
        return gettext("Présence notée")
    return attendance.said(noted, meeting)
