"""Registering several people of one organization at once: all of them or none, a letter to each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from resal import clock
from resal.actions import PARTICIPANT, Refusal
from resal.actions.people import keep
from resal.actions.registering import caps
from resal.actions.registering.register import (
    Typed,
    create,
    first_state,
    known_before,
    live,
    refuse_unless_open,
    remind,
)
from resal.actions.registering.seats import Line
from resal.db import hold, put, transaction
from resal.language import lazy
from resal.letters import owing
from resal.models import Participant, Registration, TrainingSession
from resal.queries import invitations
from resal.queries.line import position

MOST = 20
IN_TURN = "each"  # how those without a seat wait
JUST_TOLD = timedelta(hours=1)


@dataclass(frozen=True)
class Lot:
    """What becomes of so many people nobody knew: all that whoever typed their names is told.

    `requested` ask the team; the first `seated` of the others have a seat, and `waiting` wait.
    """

    seated: int
    waiting: int
    requested: int


class NotEnough(Refusal):
    """There are fewer seats than people, and nobody has said yet who is to wait.

    `lot`: what would become of them; `ahead` people already wait.
    """

    def __init__(self, lot: Lot, ahead: int) -> None:
        super().__init__(lazy("Il n'y a pas une place pour chaque personne."))
        self.lot, self.ahead = lot, ahead


def register_several(session: TrainingSession, people: Sequence[Typed], wait: str = "", seats: int = 0) -> Lot | None:
    """A place for each of these people, in their order, with one letter each; nobody is told of the others.

    They are typed by a colleague, with one organization, way of taking part and invitation.
    `wait` is "each" once somebody has accepted that those without a seat wait, when `seats` were
    said to be free. None: the very same list was sent before. Raises `NotEnough`, or `Refusal`,
    with nothing changed.
    """
    try:
        return _register_several(session, people, wait, seats)
    except IntegrityError:  # one of them registered at this very instant: by now they are known
        return _register_several(session, people, wait, seats)


def look(session: TrainingSession, people: Sequence[Typed], wait: str = "", seats: int = 0) -> None:
    """Raise what `register_several` would as things stand, before anything is held, counted or written."""
    if not any(known_before(session, typed).form for typed in people):
        line = Line(session)
        _refuse_unless_accepted(line, people, _lot(line, people), wait, seats)


@transaction
def _register_several(session: TrainingSession, people: Sequence[Typed], wait: str, seats: int) -> Lot | None:
    hold(session)
    known = [known_before(session, typed) for typed in people]
    if any(one.form for one in known):
        return None
    refuse_unless_open(session, people[0].invitation)
    _refuse_more_than_invited(people)
    line = Line(session)
    lot = _lot(line, people)
    _refuse_unless_accepted(line, people, lot, wait, seats)
    for typed, (_form, person) in zip(people, known, strict=True):
        _place(line, typed, person)
    return lot


def _lot(line: Line, people: Sequence[Typed]) -> Lot:
    """Counted as if nobody was known: who is, is told to nobody (trust, H1)."""
    session, first, number = line.session, people[0], len(people)
    if session.registration == "approval" or session.attended_only:
        return Lot(0, 0, number)
    left, free = caps.left(session, first.organization), line.free(first.mode)
    coming = number if left is None else min(number, left)
    seated = coming if free is None else min(coming, max(free, 0))
    return Lot(seated, coming - seated, number - coming)


def _refuse_unless_accepted(line: Line, people: Sequence[Typed], lot: Lot, wait: str, seats: int) -> None:
    session, first = line.session, people[0]
    if session.mode == "hybrid" and first.mode not in ("in person", "online"):
        raise Refusal(lazy("Choisissez comment vous participez."), field="mode")
    if lot.waiting and session.waiting_list == "none":
        raise Refusal(
            lazy("Places libres : %(free)s. Cette rencontre n'a pas de liste d'attente : raccourcissez la vôtre."),
            free=lot.seated,
        )
    if lot.waiting and (wait != IN_TURN or lot.seated < seats):
        raise NotEnough(lot, line.waiting(first.mode))


def _refuse_more_than_invited(people: Sequence[Typed]) -> None:
    """Also counted as if nobody was known."""
    number = people[0].invitation
    left = invitations.left(number) if number is not None else len(people)
    if left < len(people):
        raise Refusal(lazy("Ce lien d'invitation ne donne plus que %(n)s inscriptions."), n=left)


def _place(line: Line, typed: Typed, person: Participant | None) -> None:
    """A place for one of them; what somebody we know has said of themself stays theirs."""
    before = live(line.session, person)
    if before:
        _remind(before)
        return
    theirs = replace(typed, language=person.language) if person else typed
    state = first_state(line, theirs, False, person)
    participant = person or keep(None, typed.name, typed.email, typed.organization, typed.language)
    registration = create(line, participant, theirs, state, PARTICIPANT, over_capacity=False)
    line.last_arrival += 1
    line.counts[line.place(theirs.mode), state] += 1
    _tell(registration, newcomer=person is None)


def _tell(registration: Registration, newcomer: bool) -> None:
    place = position(registration) if registration.state == "waiting" else None
    letter = owing.for_registration(registration.state, registration, position=place, newcomer=newcomer, colleague=True)
    put(letter)


def _remind(registration: Registration) -> None:
    """Unless they were told a moment ago: a list is often sent again, with one more name."""
    if registration.created_at <= clock.now() - JUST_TOLD:
        remind(registration)
