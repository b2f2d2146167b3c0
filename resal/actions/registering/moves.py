"""Giving up a seat, taking it back, correcting what was typed, deciding on a request."""

from resal import clock
from resal.actions import PARTICIPANT, Actor, Refusal, answering
from resal.actions.journal import note
from resal.actions.people import correct
from resal.actions.registering.moving import move
from resal.actions.registering.promoting import promote
from resal.actions.registering.register import Typed
from resal.actions.registering.seats import Line
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.letters import owing
from resal.models import Registration
from resal.models.registration import SEATED
from resal.queries.line import UNDO, position

REASONS = ("schedule", "emergency", "elsewhere", "other")


@transaction
def withdraw(registration: Registration, reason: str = "", actor: Actor = PARTICIPANT) -> Registration:
    """Give up a seat or a place in line; the next person in line has it before this returns.

    Doing it twice is doing it once. Raises `Refusal` after the start.
    """
    session = hold(registration.training_session)
    db.session.refresh(registration)
    if not registration.live:
        return registration
    if session.started(clock.now()):
        raise Refusal(lazy("Cette rencontre a commencé."))
    move(registration, "withdraw", actor, reason)
    promote(session)
    return registration


@transaction
def undo_withdrawal(registration: Registration) -> Registration:
    """Within ten minutes: the same seat if it is still free, else the end of the line. Whoever let an
    offer run out may come back at any time.

    Raises `Refusal` later, after the start, or when the person has registered again meanwhile.
    """
    session = hold(registration.training_session)
    db.session.refresh(registration)
    if registration.live:
        return registration
    _refuse_unless_undoable(registration)
    line = Line(session)
    room = line.has_room(registration.mode)
    registration.arrival = line.last_arrival + 1
    move(registration, "take back" if room else "line up again", PARTICIPANT)
    answering.give_back(registration)
    return registration


@transaction
def change(registration: Registration, typed: Typed, actor: Actor = PARTICIPANT) -> Registration:
    """Correct one's name, address, organization, language, needs, or way of taking part.

    Raises `Refusal` when the name and address are somebody else's, or no seat is free in that mode.
    """
    session = hold(registration.training_session)
    db.session.refresh(registration)
    old_email = registration.participant.email
    correct(registration.participant, typed.name, typed.email, typed.organization, typed.language)
    registration.needs, registration.language = typed.needs, typed.language
    answering.replace(registration, typed.answers)
    if session.mode == "hybrid" and typed.mode and typed.mode != registration.mode:
        _change_mode(registration, typed.mode)
        promote(session)
    if registration.participant.email != old_email and registration.live:
        _tell_both_addresses(registration, old_email)
    return registration


@transaction
def correct_details(registration: Registration, typed: Typed, actor: Actor) -> Registration:
    """The team corrects who somebody is: name, address, organization, language. What they need stays.

    When the address changes, the old one is told; so is the new one, while there is something to come
    to. Raises `Refusal` when the name and address are somebody else's.
    """
    session = hold(registration.training_session)
    db.session.refresh(registration)
    old_email = registration.participant.email
    correct(registration.participant, typed.name, typed.email, typed.organization, typed.language)
    registration.language = typed.language
    note(actor, "registration.corrected", registration)
    if registration.participant.email == old_email:
        return registration
    if registration.live and not session.cancelled and not session.over(clock.now()):
        _tell_both_addresses(registration, old_email)
    else:
        registration.revision += 1
        db.session.add(owing.for_registration("address_changed", registration, to_email=old_email))
    return registration


@transaction
def approve(registration: Registration, actor: Actor) -> Registration:
    """Say yes to a request: a seat if there is one, else a place in line."""
    session = hold(registration.training_session)
    db.session.refresh(registration)
    if registration.state != "requested":
        raise Refusal(lazy("Cette demande a déjà reçu une réponse."))
    room = Line(session).has_room(registration.mode)
    move(registration, "approve" if room else "approve to wait", actor)
    note(actor, "registration.approved", registration)
    return registration


@transaction
def decline(registration: Registration, reason: str, actor: Actor) -> Registration:
    """Say no to a request, with a reason the person reads."""
    hold(registration.training_session)
    db.session.refresh(registration)
    if registration.state != "requested":
        raise Refusal(lazy("Cette demande a déjà reçu une réponse."))
    move(registration, "decline", actor, reason, reason=reason)
    note(actor, "registration.declined", registration)
    return registration


@transaction
def remove(registration: Registration, reason: str, actor: Actor) -> Registration:
    """The team takes somebody off the list; the seat goes to the next person in line."""
    session = hold(registration.training_session)
    db.session.refresh(registration)
    if registration.live:
        move(registration, "remove", actor, reason)
        note(actor, "registration.removed", registration)
        promote(session)
    return registration


def _refuse_unless_undoable(registration: Registration) -> None:
    session = registration.training_session
    late = registration.state != "lapsed" and clock.now() - registration.changed_at > UNDO
    if registration.state not in ("withdrawn", "lapsed") or late:
        raise Refusal(lazy("Les dix minutes sont passées. Inscrivez-vous de nouveau : c'est aussi rapide."))
    if session.cancelled or session.started(clock.now()):
        raise Refusal(lazy("Cette rencontre n'accepte plus d'inscriptions."))
    if _registered_again(registration):
        raise Refusal(lazy("Vous avez déjà une nouvelle inscription : elle tient toujours."))


def _registered_again(registration: Registration) -> bool:
    again = db.session.query(Registration).filter(
        Registration.training_session_id == registration.training_session_id,
        Registration.participant_id == registration.participant_id,
        Registration.id != registration.id,
    )
    return any(other.live for other in again)


def _change_mode(registration: Registration, mode: str) -> None:
    if mode not in ("in person", "online"):
        raise Refusal(lazy("Choisissez comment vous participez."), field="mode")
    if registration.state in SEATED and not Line(registration.training_session).has_room(mode):
        raise Refusal(lazy("Il ne reste plus de place dans ce mode : la vôtre ne change pas."), field="mode")
    registration.mode = mode
    db.session.flush()


def _tell_both_addresses(registration: Registration, old_email: str) -> None:
    registration.revision += 1
    db.session.add(owing.for_registration("address_changed", registration, to_email=old_email))
    db.session.add(owing.for_registration(registration.state, registration, position=_place(registration)))


def _place(registration: Registration) -> int | None:
    return position(registration) if registration.state == "waiting" else None
