"""The door: who came, at what time; taken back as easily; people who come without a seat."""

from datetime import datetime

from sqlalchemy import select

from resal import clock
from resal.actions import Actor, Refusal, stays
from resal.actions.journal import note
from resal.actions.registering.register import Outcome, Typed, register
from resal.actions.stays import Stay
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.models import Attendance, Meeting, Registration, TrainingSession
from resal.models.attendance import STATUSES
from resal.models.registration import SEATED
from resal.queries.presence import CAME

MOST_PEOPLE = 100_000


@transaction
def mark(
    registration: Registration, meeting: Meeting, status: str | None, actor: Actor, at: datetime | None = None
) -> Attendance | None:
    """Record how somebody took part in a meeting; None takes the record back. Twice is once.

    `at`: when it was seen, if that was before now, as for a tap that waited for the network; what was
    recorded since then stays. Raises `Refusal` for a meeting of another session, or somebody without a seat.
    """
    hold(registration)  # two phones at once: the last tap wins, and none fails
    refuse_unless_theirs(registration, meeting)
    if status is not None and status not in STATUSES:
        raise Refusal(lazy("Choisissez une présence, entière ou en partie, ou une absence."))
    record, at = _record(registration, meeting), at or clock.now()
    if record is not None and _is_older(at, record):
        return record
    if status is None:
        if record is not None:
            db.session.delete(record)
            note(actor, "attendance.unmarked", registration, meeting=meeting.id)
        return None
    record = record or _first(registration, meeting)
    if record.status != status:
        _write(record, status, actor, at)
        note(actor, "attendance.marked", registration, meeting=meeting.id, status=status)
    return record


@transaction
def leave(registration: Registration, meeting: Meeting, actor: Actor, at: datetime | None = None) -> Attendance:
    """Somebody leaves before the end: in part, from their arrival, or the beginning, until `at` (now if not said).

    Raises `Refusal` as `mark` does, and where the time they were there cannot be told.
    """
    hold(registration)
    refuse_unless_theirs(registration, meeting)
    record, at = _record(registration, meeting), at or clock.now()
    if record is not None and _is_older(at, record):
        return record
    came_at = record.arrived_at if record is not None and record.status in CAME else None
    minutes = stays.until(meeting, came_at, at)
    return _in_part(record or _first(registration, meeting), came_at, minutes, actor, at)


@transaction
def mark_part(registration: Registration, meeting: Meeting, stay: Stay, actor: Actor) -> Attendance:
    """Record for how long somebody was there; the whole meeting is simply a presence.

    Raises `Refusal` as `mark` does, and for a time that cannot be: see `stays.read`.
    """
    hold(registration)
    refuse_unless_theirs(registration, meeting)
    now = clock.now()
    if meeting.starts_at > now:
        raise Refusal(lazy("Cette date n'a pas commencé."))
    minutes, came_at = stays.read(meeting, stay)
    record = _record(registration, meeting) or _first(registration, meeting)
    if minutes != stays.length(meeting):
        return _in_part(record, came_at or _still_known(record), minutes, actor, now)
    if record.status != "present":
        _write(record, "present", actor, now)
        record.arrived_at = came_at or meeting.starts_at
        note(actor, "attendance.marked", registration, meeting=meeting.id, status="present")
    return record


@transaction
def close(session: TrainingSession, actor: Actor) -> TrainingSession:
    """The list is complete: whoever has a seat and was not marked was absent.

    Raises `Refusal` while a meeting has not begun: nobody is absent from what is to come.
    """
    now = session.attendance_closed_at = clock.now()
    if any(meeting.starts_at > now for meeting in session.live_meetings):
        raise Refusal(lazy("La liste se termine quand la dernière date a commencé."))
    for meeting in session.live_meetings:
        for registration in _unmarked(session, meeting):
            record = Attendance(registration=registration, meeting=meeting)
            _write(record, "absent", actor, now)
            db.session.add(record)
    note(actor, "attendance.closed", session)
    return session


@transaction
def reopen(session: TrainingSession, actor: Actor) -> TrainingSession:
    """The list was not complete after all: absences drawn from its end are taken back, no others."""
    drawn = select(Attendance).where(
        Attendance.meeting_id.in_([meeting.id for meeting in session.meetings]),
        Attendance.status == "absent",
        Attendance.recorded_at == session.attendance_closed_at,
    )
    for record in db.session.scalars(drawn):
        db.session.delete(record)
    session.attendance_closed_at = None
    note(actor, "attendance.reopened", session)
    return session


@transaction
def estimate(session: TrainingSession, low: int | None, high: int | None, actor: Actor) -> TrainingSession:
    """Record about how many people came, where no list says it: `low` to `high`, `low` alone, or nobody knows.

    Raises `Refusal` for what counts nobody, and for a session whose date is still to come.
    """
    hold(session)
    if low is not None and session.starts_at is not None and not session.started(clock.now()):
        raise Refusal(lazy("L'estimation se note quand la rencontre a commencé."))
    _refuse_uncountable(low, high)
    most = low if high is None else high
    if (session.attendance_low, session.attendance_high) != (low, most):
        session.attendance_low, session.attendance_high = low, most
        note(actor, "attendance.estimated", session)
    return session


def walk_in(session: TrainingSession, typed: Typed, meeting: Meeting, actor: Actor) -> Outcome:
    """Somebody who is at the door without a seat: registered, over capacity if need be, and present.

    Two intentions, two transactions: if the second fails, the person is on the list all the same.
    """
    outcome = register(session, typed, actor, over_capacity=True)
    mark(outcome.registration, meeting, "present", actor)
    return outcome


def _refuse_uncountable(low: int | None, high: int | None) -> None:
    if low is None and high is not None:
        raise Refusal(lazy("Écrivez d'abord le plus petit nombre."), field="low")
    if low is not None and not 0 <= low <= MOST_PEOPLE:
        raise Refusal(lazy("Écrivez un nombre de 0 à 100 000."), field="low")
    if low is not None and high is not None and not low <= high <= MOST_PEOPLE:
        raise Refusal(
            lazy("Écrivez un nombre au moins aussi grand que le premier, et de 100 000 au plus."), field="high"
        )


def _write(record: Attendance, status: str, actor: Actor, at: datetime) -> None:
    """Whoever had arrived did not arrive again, and for how long they stayed is to be said anew."""
    record.arrived_at = (_still_known(record) or at) if status in CAME else None
    record.status, record.minutes = status, None
    record.recorded_at, record.recorded_by_id = at, actor.account_id


def _in_part(
    record: Attendance, came_at: datetime | None, minutes: int, actor: Actor, at: datetime
) -> Attendance:  # fmt: skip
    if (record.status, record.minutes, record.arrived_at) != ("partial", minutes, came_at):
        record.status, record.minutes, record.arrived_at = "partial", minutes, came_at
        record.recorded_at, record.recorded_by_id = at, actor.account_id
        note(actor, "attendance.marked", record.registration, meeting=record.meeting.id, status="partial")
    return record


def _still_known(record: Attendance) -> datetime | None:
    return record.arrived_at if record.status in CAME else None


def _is_older(at: datetime, record: Attendance) -> bool:
    """Whether something was recorded since; absences that the end of the list drew are nobody's word."""
    drawn = record.recorded_at == record.meeting.training_session.attendance_closed_at and record.status == "absent"
    return at < record.recorded_at and not drawn


def _first(registration: Registration, meeting: Meeting) -> Attendance:
    record = Attendance(registration=registration, meeting=meeting)
    db.session.add(record)
    return record


def _record(registration: Registration, meeting: Meeting) -> Attendance | None:
    return db.session.query(Attendance).filter_by(registration=registration, meeting=meeting).one_or_none()


def refuse_unless_theirs(registration: Registration, meeting: Meeting) -> None:
    same = registration.training_session_id == meeting.training_session_id
    if not same or meeting.removed_at is not None or registration.state not in SEATED:
        raise Refusal(lazy("Cette personne n'a pas de place à cette rencontre."))


def _unmarked(session: TrainingSession, meeting: Meeting) -> list[Registration]:
    marked = select(Attendance.registration_id).where(Attendance.meeting_id == meeting.id)
    seated = select(Registration).where(
        Registration.training_session_id == session.id,
        Registration.state.in_(SEATED),
        Registration.id.not_in(marked),
    )
    return list(db.session.scalars(seated))
