"""The only place where a registration changes its state: by a move of the table, with its letter."""

from typing import Any

from resal import clock
from resal.actions import Actor, Refusal
from resal.db import db
from resal.language import lazy
from resal.letters import owing
from resal.models import Registration, RegistrationChange
from resal.models.moves import BEGINNINGS, Move, allowed
from resal.queries.line import position


def move(
    registration: Registration, name: str, actor: Actor, reason: str = "", /, *, told: bool = True, **said: Any
) -> Registration:
    """Make this move, write it in the history, owe its letter; the session is held.

    `told`: false when another letter says it; `said`: what the letter says besides. Raises `Refusal`,
    with nothing changed, for a move that the table does not have from here or for this actor.
    """
    step = allowed(registration.state, name, actor.kind)
    if step is None:
        raise Refusal(lazy("Cette inscription a changé entre-temps : rien n'a été fait."))
    if reason and not step.reason:
        raise ValueError(f"no reason is asked for to {name}")
    _write(registration, step, actor, reason)
    if told:
        place = position(registration) if step.after == "waiting" else None
        db.session.add(owing.for_registration(step.letter, registration, position=place, **said))
    return registration


def beginning(state: str, actor: Actor) -> Move:
    """The move by which somebody begins in this state. Raises `Refusal` when there is none for this actor."""
    step = BEGINNINGS.get(state)
    if step is None or actor.kind not in step.who:
        raise Refusal(lazy("On ne peut pas s'inscrire ainsi."))
    return step


def _write(registration: Registration, step: Move, actor: Actor, reason: str) -> None:
    now = clock.now()
    registration.history.append(
        RegistrationChange(before=registration.state, after=step.after, at=now, actor=str(actor), reason=reason)
    )
    registration.state = step.after
    registration.waits_with = None  # whatever they do next, they do alone
    registration.offered_until = registration.offered_until if step.after == "offered" else None
    registration.changed_at = now
    registration.revision += 1
