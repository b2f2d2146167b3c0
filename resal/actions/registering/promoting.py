"""Whose turn it is when a seat comes free: the first in line, an offer to them, or the first who answers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from resal import clock
from resal.actions import PARTICIPANT, SYSTEM, Actor, Refusal
from resal.actions.journal import note
from resal.actions.registering.moving import move
from resal.actions.registering.seats import Line, set_capacity
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.letters import owing
from resal.models import Registration, RegistrationChange, TrainingSession
from resal.queries.line import offer_ends, phase


def promote(session: TrainingSession) -> None:
    """Give or offer each free seat to whoever has waited longest, with one letter each; the session is held.

    Those who wait together have seats when there is one for each of them; until then they hold up
    nobody, and keep their place in line. Close to the start, everybody who waits is told that it is
    for the first who answers. Never after the start or the cancellation; who left is not in the line
    any more.
    """
    now = clock.now()
    if session.cancelled or not session.published or session.started(now) or session.over(now):
        return
    waiting = db.session.scalars(_line(session)).all()
    if not waiting:
        return
    line, turn = Line(session), phase(session, now)
    if turn == "first come":
        _call(line, [one for one in waiting if line.has_room(one.mode)], now)
        return
    for together in _groups(waiting):
        if line.has_room_for([one.mode for one in together]):
            for registration in together:
                _seat(line, registration, turn, now)


@transaction
def resize(session: TrainingSession, capacity: int | None, capacity_online: int | None, actor: Actor) -> None:
    """Change how many seats there are, and promote as many people as that frees.

    Raises `Refusal` below the number of people who already have a seat: nobody is put out silently.
    """
    hold(session)
    set_capacity(session, capacity, capacity_online)
    promote(session)
    note(actor, "session.resized", session, capacity=capacity, capacity_online=capacity_online)


@transaction
def wait_alone(registration: Registration, actor: Actor = PARTICIPANT) -> Registration:
    """Not wait for the others any more: the same place in line, and the first seat that comes free.

    Twice is once. Raises `Refusal` for whoever does not wait.
    """
    session = hold(registration.training_session)
    db.session.refresh(registration)
    if registration.state != "waiting":
        raise Refusal(lazy("Cette inscription n'est plus sur la liste d'attente."))
    if registration.waits_with is not None:
        registration.waits_with = None
        if actor is not PARTICIPANT:
            note(actor, "registration.alone", registration)
        promote(session)
    return registration


def renew_offers(session: TrainingSession) -> None:
    """Offers that ran out while the session was cancelled begin again: nobody could take them."""
    now = clock.now()
    stood = select(Registration).where(
        Registration.training_session_id == session.id, Registration.state == "offered",
        Registration.offered_until <= now,
    )  # fmt: skip
    for registration in db.session.scalars(stood).all():
        offer_again(registration, offer_ends(session, now), SYSTEM)


def offer_again(registration: Registration, until: datetime, actor: Actor) -> None:
    """The same offer with more time, and a letter that says until when."""
    registration.offered_until = until
    move(registration, "extend", actor)


def _groups(waiting: Sequence[Registration]) -> list[list[Registration]]:
    """The line, those who wait together at the place of their first."""
    groups: dict[str, list[Registration]] = {}
    for registration in waiting:
        groups.setdefault(registration.waits_with or f"alone {registration.id}", []).append(registration)
    return list(groups.values())


def _seat(line: Line, registration: Registration, turn: str, now: datetime) -> None:
    if turn == "offer":
        registration.offered_until = offer_ends(line.session, now)
        move(registration, "offer", SYSTEM)
    else:
        move(registration, "promote", SYSTEM)
    line.counts[line.place(registration.mode), registration.state] += 1


def _call(line: Line, people: list[Registration], now: datetime) -> None:
    """Tell them that a seat is for the first who answers, unless they know of one that nobody has taken yet."""
    taken = _last_taken(line)
    called = []
    for registration in people:
        last = taken.get(line.place(registration.mode))
        if registration.called_at is None or (last is not None and registration.called_at < last):
            registration.called_at = now
            registration.revision += 1  # what the letters before said of the line is overtaken
            called.append(registration)
    db.session.flush()
    db.session.add_all(owing.for_everybody("first_come", line.session, called))


def _last_taken(line: Line) -> dict[str, datetime]:
    """When a seat was last taken, by stock of seats."""
    taken = (
        select(Registration.mode, func.max(RegistrationChange.at))
        .join(RegistrationChange, RegistrationChange.registration_id == Registration.id)
        .where(Registration.training_session_id == line.session.id, RegistrationChange.after == "confirmed")
        .group_by(Registration.mode)
    )
    last: dict[str, datetime] = {}
    for mode, at in db.session.execute(taken):
        place = line.place(mode)
        last[place] = max(last.get(place, at), at)
    return last


def _line(session: TrainingSession):  # type: ignore[no-untyped-def] # a Select of registrations
    return (
        select(Registration)
        .where(Registration.training_session_id == session.id, Registration.state == "waiting")
        .order_by(Registration.arrival)
    )
