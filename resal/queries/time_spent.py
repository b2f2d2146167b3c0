"""What people attended, and for how long: what the door recorded, never what was planned for them.

Present is the whole date. In part is what was written down, else from the arrival to the end; when neither
is known, the time is not known, and nobody makes one up.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from resal.db import db
from resal.models import Attendance, Meeting, Registration
from resal.models.registration import SEATED
from resal.queries.presence import CAME

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Part:
    """A date somebody came to. `minutes`: how long, None when that is not known."""

    session_id: int
    day: date
    minutes: int | None


@dataclass(frozen=True)
class Spent:
    """All that somebody attended, in order."""

    parts: tuple[Part, ...] = ()

    @property
    def minutes(self) -> int:
        """The time that is known."""
        return sum(part.minutes or 0 for part in self.parts)

    @property
    def unknown(self) -> int:
        """How many dates they came to for a time that is not known."""
        return sum(part.minutes is None for part in self.parts)


@dataclass(frozen=True)
class Recorded:
    """One line of the door: of which place, what was noted, and whether it counts as attended."""

    registration_id: int
    status: str
    part: Part
    attended: bool


def in_sessions(sessions: Iterable[int], participant: int | None = None) -> Mapping[int, Spent]:
    """What each person, by id, attended of these sessions; `participant`: of this person alone."""
    attended = (
        select(
            Registration.participant_id, Registration.training_session_id, Meeting.id, Meeting.date,
            Meeting.start_time, Meeting.end_time, Meeting.starts_at, Meeting.ends_at,
            Attendance.status, Attendance.arrived_at, Attendance.minutes,
        )
        .select_from(Attendance)
        .join(Registration, Registration.id == Attendance.registration_id)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(
            Registration.training_session_id.in_(list(sessions)), Registration.state.in_(SEATED),
            Meeting.removed_at.is_(None), Attendance.status.in_(CAME),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )  # fmt: skip
    if participant is not None:
        attended = attended.where(Registration.participant_id == participant)
    found: dict[int, list[Part]] = defaultdict(list)
    for row in db.session.execute(attended):
        found[row.participant_id].append(Part(row.training_session_id, row.date, _minutes(row)))
    return {person: Spent(tuple(parts)) for person, parts in found.items()}


def recorded(participant: int) -> list[Recorded]:
    """All that the door wrote down of somebody, in order, in one statement."""
    noted = (
        select(
            Attendance.registration_id, Registration.training_session_id, Registration.state, Meeting.date,
            Meeting.start_time, Meeting.end_time, Meeting.starts_at, Meeting.ends_at,
            Attendance.status, Attendance.arrived_at, Attendance.minutes,
        )
        .select_from(Attendance)
        .join(Registration, Registration.id == Attendance.registration_id)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Registration.participant_id == participant, Meeting.removed_at.is_(None))
        .order_by(Meeting.starts_at, Meeting.id)
    )  # fmt: skip
    return [
        Recorded(row.registration_id, row.status, Part(row.training_session_id, row.date, _minutes(row)),
                 row.state in SEATED and row.status in CAME)
        for row in db.session.execute(noted)
    ]  # fmt: skip


def minutes(
    status: str, recorded: int | None, arrived_at: datetime | None, starts_at: datetime, ends_at: datetime, timed: bool
) -> int | None:
    """How long somebody was there; `timed`: whether the date has a start and an end, else its length is not known."""
    whole = (ends_at - starts_at) // MINUTE if timed else None
    if recorded is not None:
        return recorded if whole is None else min(recorded, whole)
    if status == "present" or whole is None:
        return whole
    if arrived_at is None or not starts_at <= arrived_at < ends_at:
        return None
    return (ends_at - arrived_at) // MINUTE


def at_meeting(row: Any, meeting: Meeting) -> int | None:
    """The same for a record at a meeting: something with its `status`, `minutes` and `arrived_at`."""
    timed = meeting.start_time is not None and meeting.end_time is not None
    return minutes(row.status, row.minutes, row.arrived_at, meeting.starts_at, meeting.ends_at, timed)


def _minutes(row: Any) -> int | None:
    timed = row.start_time is not None and row.end_time is not None
    return minutes(row.status, row.minutes, row.arrived_at, row.starts_at, row.ends_at, timed)
