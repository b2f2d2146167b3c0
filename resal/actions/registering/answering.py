"""Answering: taking a seat that is offered, or free for the first who answers; more time; time that runs out."""

from sqlalchemy import exists, select

from resal import clock
from resal.actions import PARTICIPANT, SYSTEM, Actor, Refusal
from resal.actions.journal import note
from resal.actions.registering.moving import move
from resal.actions.registering.promoting import offer_again, promote
from resal.actions.registering.seats import Line
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.models import Letter, Registration, TrainingSession
from resal.queries.line import offer_ends, phase


@transaction
def take(registration: Registration, actor: Actor = PARTICIPANT) -> Registration:
    """Take the seat one is offered, or the free one that is for the first who answers. Twice is once.

    Raises `Refusal` when it is somebody else's by now; the place in line stays.
    """
    session = hold(registration.training_session)
    db.session.refresh(registration)
    if registration.state == "confirmed":
        return registration
    _refuse_when_nobody_can_come(session)
    if registration.state == "offered":
        return _noted(move(registration, "accept", actor), actor)
    _refuse_unless_first(session, registration)
    return move(registration, "take", actor)


@transaction
def extend(registration: Registration, actor: Actor) -> Registration:
    """As much time again to answer an offer, at most until the start (WCAG 2.2.1), with a letter."""
    session = hold(registration.training_session)
    db.session.refresh(registration)
    _refuse_when_nobody_can_come(session)
    if registration.state != "offered" or registration.offered_until is None:
        raise Refusal(lazy("Cette offre n'attend plus de réponse."))
    later = offer_ends(session, max(clock.now(), registration.offered_until))
    offer_again(registration, min(later, session.starts_at or later), actor)
    note(actor, "registration.extended", registration)
    return registration


def ended() -> list[int]:
    """The ids of the offers whose time is over, in sessions that may still be come to."""
    now = clock.now()
    due = select(Registration.id, TrainingSession).join(Registration.training_session).where(
        Registration.state == "offered", Registration.offered_until <= now,
        TrainingSession.cancelled_at.is_(None),
    )  # fmt: skip
    return [id_ for id_, session in db.session.execute(due.order_by(Registration.id)) if not session.started(now)]


@transaction
def run_out(number: int) -> int:
    """End one of these offers, and offer the seat to the next; returns how many ended, 0 or 1.

    An offer whose letter could not leave yet begins again instead: nobody has read it.
    """
    registration = db.session.get(Registration, number)
    if registration is None:
        return 0
    session, now = hold(registration.training_session), clock.now()
    db.session.refresh(registration)
    over = registration.offered_until is not None and registration.offered_until <= now
    if registration.state != "offered" or not over or session.cancelled or session.started(now):
        return 0
    if _unread(registration) and phase(session, now) == "offer":
        offer_again(registration, offer_ends(session, now), SYSTEM)
        return 0
    move(registration, "run out", SYSTEM)
    promote(session)
    return 1


def _unread(registration: Registration) -> bool:
    """Whether the letter of this offer is still here."""
    here = exists(
        select(Letter.id).where(
            Letter.registration_id == registration.id, Letter.kind == "offered",
            Letter.revision == registration.revision, Letter.state.in_(("queued", "sending")),
        )
    )  # fmt: skip
    return bool(db.session.scalar(select(here)))


def _noted(registration: Registration, actor: Actor) -> Registration:
    if actor is not PARTICIPANT:
        note(actor, "registration.accepted", registration)
    return registration


def _refuse_when_nobody_can_come(session: TrainingSession) -> None:
    if session.cancelled or session.started(clock.now()):
        raise Refusal(lazy("Cette rencontre n'accepte plus d'inscriptions."))


def _refuse_unless_first(session: TrainingSession, registration: Registration) -> None:
    if registration.state != "waiting":
        raise Refusal(lazy("Vous n'êtes plus sur la liste : inscrivez-vous de nouveau."))
    if phase(session, clock.now()) != "first come" or not Line(session).has_room(registration.mode):
        raise Refusal(lazy("La place est prise : une autre personne a répondu avant vous. Vous gardez votre rang."))
