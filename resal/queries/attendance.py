"""The door: who has a seat at a meeting and who has come, by letter, as a phone shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from resal import clock
from resal.addresses import path
from resal.db import db
from resal.language import current, dates, gettext, lazy
from resal.language.typography import fold
from resal.models import Attendance, Meeting, Organization, Participant, Registration, TrainingSession
from resal.models.registration import SEATED
from resal.queries import presence, time_spent, words
from resal.queries.presence import CAME
from resal.queries.readings import shown

STATUSES = {
    "present": lazy("Présence"),
    "partial": lazy("Présence en partie"),
    "excused": lazy("Absence excusée"),
    "absent": lazy("Absence"),
}


@dataclass(frozen=True)
class Arrival:
    """Somebody with a seat. `tap` is what a tap on the row records; « » takes the record back.

    `part`: the page where it is said for how long.
    """

    anchor: str
    action: str
    part: str
    name: str
    line: str
    status: str
    arrived: bool
    said: str
    tap: str


@dataclass(frozen=True)
class Group:
    """The people whose last name begins with a letter."""

    letter: str
    rows: tuple[Arrival, ...]


@dataclass(frozen=True)
class Date:
    """A meeting to choose among several."""

    text: str
    href: str
    current: bool


@dataclass(frozen=True)
class Door:
    """The list of one meeting; `meeting_id` is None while the session has no date; `running`: it goes on now."""

    meeting_id: int | None
    day: str
    dates: tuple[Date, ...]
    groups: tuple[Group, ...]
    arrived: int
    total: int
    closed: str
    closable: bool
    running: bool


def choose(session: TrainingSession, wanted: int | None) -> Meeting | None:
    """The meeting with this id; if not said, the one of today, else the next, else the last."""
    meetings = session.live_meetings
    if wanted is not None or not meetings:
        return next((meeting for meeting in meetings if meeting.id == wanted), None)
    to_come = [meeting for meeting in meetings if meeting.date >= clock.today(meeting.timezone)]
    return min(to_come, key=_day) if to_come else max(meetings, key=_day)


def of_meeting(session: TrainingSession, meeting: Meeting | None, asked: str = "", person: int | None = None) -> Door:
    """The door of a meeting; `asked` keeps the names and organizations that hold these words, `person` one row."""
    everybody = in_order(session, meeting) if meeting else []
    terms = fold(asked).split()
    found = [row for row in everybody if all(term in _searched(row) for term in terms) and person in (None, row.id)]
    arrived = sum(row.status in CAME for row in everybody)
    return Door(
        meeting.id if meeting else None, dates.day_long(meeting.date) if meeting else "", _dates(session, meeting),
        _groups(found, meeting), arrived, len(everybody), _closed(session), closable(session),
        meeting is not None and _running(meeting),
    )  # fmt: skip


def marked(registration: Registration, meeting: Meeting) -> dict[str, Any]:
    """How one row and the counter stand now, for the script of the page."""
    row = db.session.execute(_recorded(registration, meeting)).one_or_none()
    came = select(func.count()).where(Attendance.meeting_id == meeting.id, Attendance.status.in_(CAME))
    return {
        "arrived": row is not None and row.status in CAME,
        "said": said(row, meeting) if row else "",
        "count": db.session.scalar(came) or 0,
    }


@dataclass(frozen=True)
class One:
    """One person at one date, for the page that says for how long. `lasts`: the whole date, empty if not known."""

    name: str
    line: str
    day: str
    lasts: str
    said: str


def of_one(registration: Registration, meeting: Meeting) -> One:
    """Somebody, the date, and what is recorded."""
    row = db.session.execute(_recorded(registration, meeting)).one_or_none()
    lasts = meeting.end_time and meeting.start_time and dates.hours(meeting.start_time, meeting.end_time)
    person = registration.participant
    return One(
        person.name or gettext("Nom effacé"), person.organization_name, dates.day_long(meeting.date), lasts or "",
        said(row, meeting) if row else "",
    )  # fmt: skip


def closable(session: TrainingSession) -> bool:
    """Whether the list can be closed: once its last meeting has begun, not to mark absent from what is to come."""
    meetings = session.live_meetings
    return bool(meetings) and max(meeting.starts_at for meeting in meetings) <= clock.now()


def estimable(session: TrainingSession) -> bool:
    """Whether to ask about how many came: its date is not to come, and no list has counted anybody."""
    if session.starts_at is not None and not session.started(clock.now()):
        return False
    return session.attendance_low is not None or not presence.of_sessions([session])[session.id].people


def _recorded(registration: Registration, meeting: Meeting) -> Any:
    return select(Attendance.status, Attendance.arrived_at, Attendance.minutes, Attendance.source).where(
        Attendance.registration_id == registration.id, Attendance.meeting_id == meeting.id
    )


def in_order(session: TrainingSession, meeting: Meeting) -> Sequence[Any]:
    """Everybody with a seat at a meeting, by last name: the order of the door and of its sheet."""
    here = (Attendance.registration_id == Registration.id) & (Attendance.meeting_id == meeting.id)
    seated = (
        select(
            Registration.id, Registration.mode, Participant.name, Participant.email, Participant.organization_name,
            Organization.name.label("known_as"), Attendance.status, Attendance.arrived_at,
            Attendance.minutes, Attendance.source,
        )
        .join(Registration.participant)
        .outerjoin(Participant.organization)
        .outerjoin(Attendance, here)
        .where(Registration.training_session_id == session.id, Registration.state.in_(SEATED))
    )  # fmt: skip
    return sorted(db.session.execute(seated), key=_place)


def _place(row: Any) -> tuple[str, str, int]:
    """In the order of last names, taken to be the last word of the name."""
    return _last_name(row.name), fold(row.name), row.id


def _last_name(name: str) -> str:
    return fold(name).rpartition(" ")[2]


def _searched(row: Any) -> str:
    known_as = row.known_as or {}
    return fold(" ".join([row.name, row.organization_name, *known_as.values()]))


def _groups(rows: Iterable[Any], meeting: Meeting | None) -> tuple[Group, ...]:
    if meeting is None:
        return ()
    return tuple(
        Group(letter, tuple(_arrival(row, meeting) for row in people)) for letter, people in groupby(rows, _letter)
    )


def _letter(row: Any) -> str:
    return (_last_name(row.name)[:1] or "?").upper()


def _arrival(row: Any, meeting: Meeting) -> Arrival:
    arrived = row.status in CAME
    apart = row.mode == "online" and meeting.training_session.mode == "hybrid"
    online = words.word(words.MODES, "online") if apart else ""
    organization = shown(row.known_as).text or row.organization_name
    return Arrival(
        anchor=f"p-{row.id}",
        action=path("coordination.mark", current(), registration_id=row.id, meeting_id=meeting.id),
        part=path("coordination.part", current(), registration_id=row.id, meeting_id=meeting.id),
        name=row.name or gettext("Nom effacé"), line=" · ".join(part for part in (organization, online) if part),
        status=row.status or "", arrived=arrived, said=said(row, meeting), tap="" if arrived else "present",
    )  # fmt: skip


def said(row: Any, meeting: Meeting) -> str:
    """How somebody took part: « 9 h 24 », « En partie, 1 h 30 », « Absence excusée »."""
    if row.status == "partial":
        return in_part(time_spent.at_meeting(row, meeting))
    if row.status != "present" or row.arrived_at is None:
        return words.word(STATUSES, row.status)
    hour = dates.hour(row.arrived_at.astimezone(ZoneInfo(meeting.timezone)).time())
    return gettext("%(hour)s, noté par la personne", hour=hour) if row.source == "person" else hour


def in_part(minutes: int | None) -> str:
    """« En partie, 1 h 30 », or that nobody said for how long."""
    if minutes is None:
        return gettext("En partie, durée à noter")
    return gettext("En partie, %(duration)s", duration=dates.duration(minutes))


def _running(meeting: Meeting) -> bool:
    return meeting.starts_at <= clock.now() < meeting.ends_at


def _dates(session: TrainingSession, chosen: Meeting | None) -> tuple[Date, ...]:
    meetings = session.live_meetings
    if len(meetings) < 2:
        return ()
    return tuple(
        Date(dates.day_short(meeting.date), _href(session, meeting), meeting is chosen) for meeting in meetings
    )


def _href(session: TrainingSession, meeting: Meeting) -> str:
    return path("coordination.attendance", current(), query={"date": meeting.id}, id=session.id)


def _closed(session: TrainingSession) -> str:
    at = session.attendance_closed_at
    return words.in_zone(dates.moment_short(at, session.timezone), session.timezone, session.timezone) if at else ""


def _day(meeting: Meeting) -> tuple[date, int]:
    return meeting.date, meeting.id
