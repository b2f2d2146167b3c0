"""Corrections that people ask of their presence: who may, until when, which wait for an answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from resal import clock
from resal.addresses import path
from resal.db import db
from resal.language import current, dates, gettext, lazy
from resal.models import Attendance, Correction, Meeting, Participant, Registration, TrainingSession
from resal.models.registration import SEATED
from resal.queries import attendance

ASKED_WITHIN = timedelta(days=30)
STATES = {
    "open": lazy("Correction demandée : la coordination vous répond par courriel."),
    "accepted": lazy("Correction acceptée."),
    "declined": lazy("Correction refusée."),
    "withdrawn": lazy("Demande de correction retirée."),
}


@dataclass(frozen=True)
class Waiting:
    """A correction to be answered, on the page of the door."""

    name: str
    day: str
    href: str


@dataclass(frozen=True)
class Asked:
    """A correction on its own page. `said`: what is noted now; `open`: whether it waits for an answer."""

    name: str
    organization: str
    day: str
    hours: str
    said: str
    words: str
    asked: str
    state: str
    answer: str
    open: bool


def until(meeting: Meeting) -> datetime:
    """The last moment to ask."""
    return meeting.ends_at + ASKED_WITHIN


def why_not(registration: Registration, meeting: Meeting, status: str | None) -> str | None:
    """Why somebody may not ask for a correction of a date, in a sentence; None when they may."""
    now = clock.now()
    theirs = registration.training_session_id == meeting.training_session_id and meeting.removed_at is None
    if not theirs or registration.state not in SEATED or meeting.training_session.cancelled:
        return gettext("Vous n'avez pas de place à cette date.")
    if meeting.ends_at > now:
        return gettext("Cette date n'est pas terminée : dites votre nom à l'équipe.")
    if status == "present":
        return gettext("Votre présence est déjà notée.")
    return gettext("Le temps pour demander une correction est passé.") if now > until(meeting) else None


def status_of(registration: Registration, meeting: Meeting) -> str | None:
    """What is noted of somebody at a date."""
    noted = select(Attendance.status).where(
        Attendance.registration_id == registration.id, Attendance.meeting_id == meeting.id
    )
    return db.session.scalar(noted)


def last(registration: Registration) -> dict[int, Correction]:
    """The last correction somebody asked of each date, by its id."""
    asked = select(Correction).where(Correction.registration_id == registration.id).order_by(Correction.id)
    return {one.meeting_id: one for one in db.session.scalars(asked)}


def waiting_in(session: TrainingSession) -> tuple[Waiting, ...]:
    """Those of a session that wait for an answer, the oldest first."""
    rows = db.session.execute(
        select(Correction.id, Participant.name, Meeting.date)
        .join(Correction.registration)
        .join(Registration.participant)
        .join(Correction.meeting)
        .where(Registration.training_session_id == session.id, Correction.state == "open")
        .order_by(Correction.id)
    )
    return tuple(_waiting(row) for row in rows)


def numbers() -> Any:
    """Sessions with corrections that wait, and how many, as a statement to be grouped by session."""
    return (
        select(TrainingSession, func.count(Correction.id))
        .join(Registration, Registration.training_session_id == TrainingSession.id)
        .join(Correction, Correction.registration_id == Registration.id)
        .where(Correction.state == "open")
    )


def shown(correction: Correction) -> Asked:
    """Its page, for the team."""
    registration, meeting = correction.registration, correction.meeting
    one = attendance.of_one(registration, meeting)
    said = one.said or gettext("Rien de noté")
    asked = dates.moment_short(correction.asked_at, meeting.timezone)
    return Asked(
        one.name, one.line, one.day, one.lasts, said, correction.words, asked, gettext(STATES[correction.state]),
        correction.answer, correction.state == "open",
    )  # fmt: skip


def _waiting(row: Any) -> Waiting:
    href = path("coordination.correction", current(), id=row.id)
    return Waiting(row.name or gettext("Nom effacé"), dates.day_medium(row.date), href)
