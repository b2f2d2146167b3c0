"""The door: who came, at what time; taken back as easily; people who come without a seat."""

from datetime import datetime

from sqlalchemy import select

from resal import clock
from resal.actions import Actor, Refusal, recording
from resal.actions.journal import note
from resal.actions.registering.register import Outcome, Typed, register
from resal.actions.stays import Stay
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.models import Attendance, Meeting, Registration, TrainingSession
from resal.models.registration import SEATED

MOST_PEOPLE = 100_000


@transaction
def mark(
    registration: Registration, meeting: Meeting, status: str | None, actor: Actor, at: datetime | None = None
) -> Attendance | None:
    """Record how somebody took part in a meeting; None takes the record back. Twice is once: see `recording.record`."""
    return recording.record(registration, meeting, status, actor, at)


@transaction
def leave(registration: Registration, meeting: Meeting, actor: Actor, at: datetime | None = None) -> Attendance:
    """Somebody leaves before the end: they were there from their arrival, or the beginning, until `at` (or now)."""
    return recording.record_leaving(registration, meeting, actor, at)


@transaction
def mark_part(registration: Registration, meeting: Meeting, stay: Stay, actor: Actor) -> Attendance:
    """Record for how long somebody was there; the whole meeting is simply a presence."""
    return recording.record_part(registration, meeting, stay, actor)


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
            recording.write(recording.first(registration, meeting), "absent", actor, now)
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


def _unmarked(session: TrainingSession, meeting: Meeting) -> list[Registration]:
    marked = select(Attendance.registration_id).where(Attendance.meeting_id == meeting.id)
    seated = select(Registration).where(
        Registration.training_session_id == session.id,
        Registration.state.in_(SEATED),
        Registration.id.not_in(marked),
    )
    return list(db.session.scalars(seated))
