"""The door: who came, at what time; taken back as easily; people who come without a seat."""

from datetime import datetime

from sqlalchemy import select

from resal import clock
from resal.actions import Actor, Refusal
from resal.actions.journal import note
from resal.actions.registering.register import Outcome, Typed, register
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.models import Attendance, Meeting, Registration, TrainingSession
from resal.models.attendance import STATUSES
from resal.models.registration import SEATED

MOST_PEOPLE = 100_000


@transaction
def mark(registration: Registration, meeting: Meeting, status: str | None, actor: Actor) -> Attendance | None:
    """Record how somebody took part in a meeting; None takes the record back. Twice is once.

    Raises `Refusal` for a meeting of another session, or somebody without a seat.
    """
    hold(registration)  # two phones at once: the last tap wins, and none fails
    _refuse_unless_theirs(registration, meeting)
    if status is not None and status not in STATUSES:
        raise Refusal(lazy("Choisissez une présence, entière ou en partie, ou une absence."))
    record = _record(registration, meeting)
    if status is None:
        if record is not None:
            db.session.delete(record)
            note(actor, "attendance.unmarked", registration, meeting=meeting.id)
        return None
    if record is None:
        record = Attendance(registration=registration, meeting=meeting)
        db.session.add(record)
    if record.status != status:
        _write(record, status, actor, clock.now())
        note(actor, "attendance.marked", registration, meeting=meeting.id, status=status)
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


def _write(record: Attendance, status: str, actor: Actor, now: datetime) -> None:
    record.status = status
    record.arrived_at = now if status in ("present", "partial") else None
    record.recorded_at, record.recorded_by_id = now, actor.account_id


def _record(registration: Registration, meeting: Meeting) -> Attendance | None:
    return db.session.query(Attendance).filter_by(registration=registration, meeting=meeting).one_or_none()


def _refuse_unless_theirs(registration: Registration, meeting: Meeting) -> None:
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
