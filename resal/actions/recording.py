"""What is written of a presence, inside the transaction of whoever writes it: by a tap, from a paper, in an answer."""

from datetime import datetime

from resal import clock
from resal.actions import Actor, Refusal, stays
from resal.actions.journal import note
from resal.actions.stays import Stay
from resal.db import db, hold
from resal.language import lazy
from resal.models import Attendance, Meeting, Registration
from resal.models.attendance import STATUSES
from resal.models.registration import SEATED
from resal.queries.presence import CAME


def record(
    registration: Registration, meeting: Meeting, status: str | None, actor: Actor, at: datetime | None = None
) -> Attendance | None:
    """Record how somebody took part in a meeting; None takes the record back. Twice is once.

    `at`: when it was seen, if that was before now, as for a tap that waited for the network; what was
    recorded since then stays. Raises `Refusal` for a meeting of another session, or somebody without a seat.
    """
    hold(registration)  # two phones at once: the last tap wins, and none fails
    _refuse_unless_theirs(registration, meeting)
    if status is not None and status not in STATUSES:
        raise Refusal(lazy("Choisissez une présence, entière ou en partie, ou une absence."))
    record, at = _noted(registration, meeting), at or clock.now()
    if record is not None and _is_older(at, record):
        return record
    if status is None:
        if record is not None:
            db.session.delete(record)
            note(actor, "attendance.unmarked", registration, meeting=meeting.id)
        return None
    record = record or first(registration, meeting)
    if record.status != status:
        write(record, status, actor, at)
        note(actor, "attendance.marked", registration, meeting=meeting.id, status=status)
    return record


def record_leaving(
    registration: Registration, meeting: Meeting, actor: Actor, at: datetime | None = None
) -> Attendance:
    """Somebody leaves before the end: in part, from their arrival, or the beginning, until `at` (now if not said).

    Raises `Refusal` as `record` does, and where the time they were there cannot be told.
    """
    hold(registration)
    _refuse_unless_theirs(registration, meeting)
    record, at = _noted(registration, meeting), at or clock.now()
    if record is not None and _is_older(at, record):
        return record
    came_at = record.arrived_at if record is not None and record.status in CAME else None
    minutes = stays.until(meeting, came_at, at)
    return _in_part(record or first(registration, meeting), came_at, minutes, actor, at)


def record_part(registration: Registration, meeting: Meeting, stay: Stay, actor: Actor) -> Attendance:
    """Record for how long somebody was there; the whole meeting is simply a presence.

    Raises `Refusal` as `record` does, and for a time that cannot be: see `stays.read`.
    """
    hold(registration)
    _refuse_unless_theirs(registration, meeting)
    now = clock.now()
    if meeting.starts_at > now:
        raise Refusal(lazy("Cette date n'a pas commencé."))
    minutes, came_at = stays.read(meeting, stay)
    record = _noted(registration, meeting) or first(registration, meeting)
    if minutes != stays.length(meeting):
        return _in_part(record, came_at or _still_known(record), minutes, actor, now)
    if record.status != "present":
        write(record, "present", actor, now)
        record.arrived_at = came_at or meeting.starts_at
        note(actor, "attendance.marked", registration, meeting=meeting.id, status="present")
    return record


def write(record: Attendance, status: str, actor: Actor, at: datetime) -> None:
    """Fill in a record, new or not: whoever had arrived did not arrive again; how long they stayed is said anew.

    What is written once the meeting is over says nothing of when they arrived.
    """
    seen = at if at < record.meeting.ends_at else None
    record.arrived_at = (_still_known(record) or seen) if status in CAME else None
    record.status, record.minutes = status, None
    _say_who(record, actor, at)


def _in_part(
    record: Attendance, came_at: datetime | None, minutes: int, actor: Actor, at: datetime
) -> Attendance:  # fmt: skip
    if (record.status, record.minutes, record.arrived_at) != ("partial", minutes, came_at):
        record.status, record.minutes, record.arrived_at = "partial", minutes, came_at
        _say_who(record, actor, at)
        note(actor, "attendance.marked", record.registration, meeting=record.meeting.id, status="partial")
    return record


def _say_who(record: Attendance, actor: Actor, at: datetime) -> None:
    record.recorded_at, record.recorded_by_id = at, actor.account_id
    record.source = "person" if actor.kind == "participant" else "team"


def _still_known(record: Attendance) -> datetime | None:
    return record.arrived_at if record.status in CAME else None


def _is_older(at: datetime, record: Attendance) -> bool:
    """Whether something was recorded since; absences that the end of the list drew are nobody's word."""
    drawn = record.recorded_at == record.meeting.training_session.attendance_closed_at and record.status == "absent"
    return at < record.recorded_at and not drawn


def first(registration: Registration, meeting: Meeting) -> Attendance:
    """A record of somebody of whom there is none, to be filled in."""
    record = Attendance(registration=registration, meeting=meeting)
    db.session.add(record)
    return record


def _noted(registration: Registration, meeting: Meeting) -> Attendance | None:
    return db.session.query(Attendance).filter_by(registration=registration, meeting=meeting).one_or_none()


def _refuse_unless_theirs(registration: Registration, meeting: Meeting) -> None:
    same = registration.training_session_id == meeting.training_session_id
    if not same or meeting.removed_at is not None or registration.state not in SEATED:
        raise Refusal(lazy("Cette personne n'a pas de place à cette rencontre."))
