"""Arriving by oneself: the code on the wall, who scans it, who was not on the list.

Nothing that a stranger does here tells whether somebody is registered (trust, H1).
"""

import secrets
from dataclasses import replace

from sqlalchemy import select

from resal import clock
from resal.actions import PARTICIPANT, SYSTEM, Actor, Refusal, recording
from resal.actions.journal import note
from resal.actions.people import email_key, name_key
from resal.actions.registering.register import JustFilled, Typed, register
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.models import ArrivalCode, Meeting, Participant, Registration
from resal.models.registration import SEATED
from resal.queries import arrival
from resal.queries.registering_page import is_full

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without what looks alike on a wall
HALF = 4
_CLOSED = lazy("On ne peut pas noter son arrivée en ce moment.")
_FULL = lazy("Toutes les places sont prises : dites votre nom à l'équipe, à l'entrée.")


@transaction
def hang(meeting: Meeting, seen: str, actor: Actor) -> ArrivalCode:
    """Give a meeting its code, or another one in place of the one that was `seen`. Twice is once.

    Raises `Refusal` for a meeting that does not take place.
    """
    hold(meeting)
    if meeting.removed_at is not None or meeting.training_session.cancelled:
        raise Refusal(lazy("Cette date n'a pas lieu."))
    now, current = clock.now(), arrival.current(meeting)
    if current is not None and current.code != seen:
        return current
    if current is not None:
        current.ended_at = now
        db.session.flush()
    made = ArrivalCode(meeting=meeting, code=_new_code(), created_at=now)
    db.session.add(made)
    note(
        actor, "arrival.code_changed" if current else "arrival.code_made", meeting.training_session, meeting=meeting.id
    )
    return made


@transaction
def arrive(registration: Registration, code: str) -> None:
    """Somebody at the door, by the page of their own place and the code on the wall.

    Raises `Refusal` with the reason when the code is not the one of a date of theirs that is open now.
    """
    found = arrival.by_code(code)
    if found is None or found.meeting.training_session_id != registration.training_session_id:
        raise Refusal(lazy("Ce n'est pas le code de cette rencontre. Regardez l'affiche à l'entrée."), field="code")
    if found.ended_at is not None:
        raise Refusal(lazy("Ce code a été changé. Regardez l'affiche à l'entrée."), field="code")
    _refuse_unless_open(found.meeting)
    _arrived(registration, found.meeting)


@transaction
def arrive_by_address(meeting: Meeting, email: str, name: str = "") -> None:
    """Whoever has a seat under this address, and this name where it was said, is there; nobody is told who that is.

    An address several people share says nothing without a name. Raises `Refusal` outside of the hours of the door.
    """
    _refuse_unless_open(meeting)
    for registration in _only(_at_address(meeting, email), name):
        _arrived(registration, meeting)


def come_in(meeting: Meeting, typed: Typed) -> None:
    """Somebody who says they are not on the list: registered where a seat is left, and present.

    Two transactions, as at the door of the team. Raises `Refusal` where the team alone lets people in, and when
    every seat is taken, whoever it is.
    """
    session = meeting.training_session
    if not arrival.welcomes(session):
        raise Refusal(lazy("Dites votre nom à l'équipe, à l'entrée."))
    mode = "in person" if session.mode == "hybrid" else None
    if is_full(session, mode):
        raise Refusal(_FULL)
    _refuse_unless_open(meeting)
    try:
        outcome = register(session, replace(typed, mode=mode, source="door"), SYSTEM)
    except JustFilled:
        raise Refusal(_FULL) from None
    _there(outcome.registration, meeting)


@transaction
def _there(registration: Registration, meeting: Meeting) -> None:
    if registration.state in SEATED:  # else somebody who waits or whose request was not answered: the team decides
        _arrived(registration, meeting)


def _arrived(registration: Registration, meeting: Meeting) -> None:
    """Nothing is taken from what the team already wrote of somebody who came, in part or not."""
    if not arrival.came(registration, meeting):
        recording.record(registration, meeting, "present", PARTICIPANT)


def _refuse_unless_open(meeting: Meeting) -> None:
    if arrival.state(meeting) != "open":
        raise Refusal(_CLOSED)


def _at_address(meeting: Meeting, email: str) -> list[Registration]:
    seated = (
        select(Registration)
        .join(Registration.participant)
        .where(
            Registration.training_session_id == meeting.training_session_id, Registration.state.in_(SEATED),
            Participant.email_key == email_key(email),
        )
    )  # fmt: skip
    return list(db.session.scalars(seated))


def _only(found: list[Registration], name: str) -> list[Registration]:
    if name:
        return [one for one in found if one.participant.name_key == name_key(name)]
    return found if len(found) == 1 else []


def _new_code() -> str:
    """40 random bits: nobody finds one by trying, at the pace the page allows."""
    while True:
        letters = "".join(secrets.choice(ALPHABET) for _ in range(2 * HALF))
        code = f"{letters[:HALF]}-{letters[HALF:]}"
        if arrival.by_code(code) is None:
            return code
