"""The order of the line: who waits where, who has a seat that comes free, and until when it is offered."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from resal.db import db
from resal.language import dates, gettext, lazy
from resal.models import Registration, TrainingSession
from resal.queries import offers
from resal.queries.words import in_zone

UNDO = timedelta(minutes=10)  # how long a seat given up may be taken back


def position(registration: Registration) -> int:
    """The place in line, from 1, among those who wait for the same kind of seat."""
    ahead = select(func.count()).where(
        Registration.training_session_id == registration.training_session_id,
        Registration.state == "waiting",
        Registration.arrival <= registration.arrival,
    )
    if registration.training_session.mode == "hybrid":
        ahead = ahead.where(Registration.mode == registration.mode)
    return db.session.scalar(ahead) or 0


def phase(session: TrainingSession, now: datetime) -> str:
    """Who has a seat that comes free now, in a session that has not begun.

    `auto`: the first in line; `offer`: the first in line, who must answer; `first come`: whoever
    answers first. An offer always has its whole delay before the moment when all are asked.
    """
    ends, offering = session.first_come_at(), session.waiting_list == "offer"
    if ends is None:
        return "offer" if offering else "auto"
    if offering and now < ends:
        return "offer" if offer_ends(session, now) <= ends else "first come"
    return "auto" if now < ends else "first come"


def moves_in_order(session: TrainingSession, now: datetime) -> bool:
    """Whether a seat that comes free goes by itself to whoever is first in line."""
    over = session.cancelled or not session.published or session.started(now)
    return not over and phase(session, now) != "first come"


def others(registration: Registration) -> int:
    """How many other people wait together with this one."""
    if registration.waits_with is None:
        return 0
    same = select(func.count()).where(
        Registration.training_session_id == registration.training_session_id,
        Registration.waits_with == registration.waits_with, Registration.id != registration.id,
    )  # fmt: skip
    return db.session.scalar(same) or 0


def together() -> str:
    """How a group waits, in a sentence: it never holds up the line."""
    return gettext(
        "Un groupe qui attend ensemble a des places quand il y en a une pour chaque personne. D'ici là, les places "
        "libres vont à d'autres, et le groupe garde son rang."
    )


def offer_ends(session: TrainingSession, now: datetime) -> datetime:
    """Until when a seat offered now may be taken."""
    return offers.deadline(now, session.offer_hours, session.timezone)


def said(moment: datetime, session: TrainingSession) -> str:
    """A moment after « jusqu'au » or "until": « mercredi 2 décembre 2026, 13 h 30 »."""
    return in_zone(dates.moment_long(moment, session.timezone), session.timezone, session.timezone)


def policy(session: TrainingSession, now: datetime) -> list[str]:
    """How the line of this session moves, in sentences, in the current language."""
    ends, current = session.first_come_at(), phase(session, now)
    if current == "first come":
        everybody = lazy(
            "Une place se libère? On écrit à toutes les personnes qui attendent : la première à répondre l'a."
        )
        return [gettext(everybody)]
    sentences = [_first_in_line(session, current)]
    if ends is not None and session.first_come_hours:
        then = lazy("C'est ainsi jusqu'au %(moment)s. Ensuite, on écrit à toutes : la première à répondre l'a.")
        sentences.append(gettext(then, moment=said(ends, session)))
    return sentences


def _first_in_line(session: TrainingSession, current: str) -> str:
    if current == "auto":
        return gettext("Une place se libère? Elle est à la première personne de la liste, et on lui écrit.")
    return gettext(
        "Une place se libère? On l'offre à la première personne de la liste, qui a %(n)s heures pour répondre. "
        "Les nuits, les fins de semaine et les jours fériés ne comptent pas.",
        n=session.offer_hours,
    )
