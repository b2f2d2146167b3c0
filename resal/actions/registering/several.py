"""Registering several people of one organization at once: all of them or none, a letter to each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from resal import clock, tokens
from resal.actions import PARTICIPANT, Refusal
from resal.actions.people import keep, sameness
from resal.actions.registering import caps
from resal.actions.registering.promoting import promote
from resal.actions.registering.register import (
    Typed,
    create,
    first_state,
    known_before,
    live,
    refuse_unless_open,
    refuse_unless_sure,
    remind,
)
from resal.actions.registering.seats import Line
from resal.db import db, hold, put, transaction
from resal.language import lazy
from resal.letters import owing
from resal.models import Participant, Registration, TrainingSession
from resal.queries import invitations
from resal.queries.line import phase, position

MOST = 20
EACH, REST, ALL = "each", "rest", "all"  # how those without a seat wait, see `register_several`
JUST_TOLD = timedelta(hours=1)


@dataclass(frozen=True)
class Lot:
    """What becomes of so many people nobody knew: all that whoever typed their names is told.

    `requested` ask the team; the first `seated` of the others have a seat, and `waiting` wait,
    perhaps `together`.
    """

    seated: int
    waiting: int
    requested: int
    together: bool = False


class NotEnough(Refusal):
    """There are fewer seats than people, and nobody has said yet who is to wait, in a way they may.

    `lot`: what would become of them; `ahead` people already wait; `ways`: how they may wait.
    """

    def __init__(self, lot: Lot, ahead: int, ways: tuple[str, ...]) -> None:
        super().__init__(lazy("Il n'y a pas une place pour chaque personne."))
        self.lot, self.ahead, self.ways = lot, ahead, ways


def register_several(session: TrainingSession, people: Sequence[Typed], wait: str = "", seats: int = 0) -> Lot | None:
    """A place for each of these people, in their order, with one letter each; nobody is told of the others.

    They are typed by a colleague, with one organization, way of taking part and invitation.
    `wait`: once somebody has accepted that those without a seat wait, when `seats` were said to be
    free, "each" in turn or the "rest" together; or that "all" wait together, though seats are free.
    None: the very same list was sent before. Raises `NotEnough`, or `Refusal`, with nothing changed.
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
    whole = bool(lot.waiting) and wait == ALL
    persons = _persons(people, [one.person for one in known])
    places = [_place(line, typed, person, whole) for typed, person in zip(people, persons, strict=True)]
    made = [place for place in places if place is not None]
    together = _tie([place for place in made if place.state == "waiting"]) if wait in (REST, ALL) else 0
    for place in made:
        _tell(place, together)
    if whole:  # some may have had a seat already, so that there is one for each of the others
        promote(session)
    return _waiting_as(lot, wait)


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
    refuse_unless_sure(first)
    if session.mode == "hybrid" and first.mode not in ("in person", "online"):
        raise Refusal(lazy("Choisissez comment vous participez."), field="mode")
    if lot.waiting and session.waiting_list == "none":
        raise Refusal(
            lazy("Places libres : %(free)s. Cette rencontre n'a pas de liste d'attente : raccourcissez la vôtre."),
            free=lot.seated,
        )
    ways = _ways(line, lot, first.mode)
    if lot.waiting and (wait not in ways or lot.seated < seats):
        raise NotEnough(lot, line.waiting(first.mode), ways)


def _ways(line: Line, lot: Lot, mode: str | None) -> tuple[str, ...]:
    """How they may wait: together only if the room is large enough, and while the line moves in order."""
    session, rest, everybody = line.session, lot.waiting, lot.seated + lot.waiting
    largest = session.seats(mode) or 0
    if phase(session, clock.now()) == "first come":
        return (EACH,)
    return (
        EACH,
        *([REST] if lot.seated and 1 < rest <= largest else []),
        *([ALL] if 1 < everybody <= largest else []),
    )


def _waiting_as(lot: Lot, wait: str) -> Lot:
    """What becomes of them, once they have said how they wait."""
    if not lot.waiting or wait == EACH:
        return lot
    seated = 0 if wait == ALL else lot.seated
    return replace(lot, seated=seated, waiting=lot.seated + lot.waiting - seated, together=True)


def _refuse_more_than_invited(people: Sequence[Typed]) -> None:
    """Also counted as if nobody was known."""
    number = people[0].invitation
    left = invitations.left(number) if number is not None else len(people)
    if left < len(people):
        raise Refusal(lazy("Ce lien d'invitation ne donne plus que %(n)s inscriptions."), n=left)


def _persons(people: Sequence[Typed], known: Sequence[Participant | None]) -> list[Participant]:
    """Each of them; those nobody knows are made in one order, or two lists with the same names could wait
    for each other.
    """
    new = sorted((sorted(sameness(one.email, one.name).items()), n) for n, one in enumerate(people) if not known[n])
    made: dict[int, Participant] = {}
    for _key, n in new:
        one = people[n]
        made[n] = keep(None, one.name, one.email, one.organization, one.language)
        db.session.flush()
    return [person or made[n] for n, person in enumerate(known)]


def _place(line: Line, typed: Typed, person: Participant, whole: bool) -> Registration | None:
    """A place for one of them, in line when they wait as a `whole`; None for who has one.

    What somebody we know has said of themself stays theirs.
    """
    before = live(line.session, person)
    if before:
        _remind(before)
        return None
    theirs = replace(typed, language=person.language)
    state = first_state(line, theirs, False, person)
    state = "waiting" if whole and state == "confirmed" else state
    registration = create(line, person, theirs, state, PARTICIPANT, over_capacity=False)
    line.last_arrival += 1
    line.counts[line.place(theirs.mode), state] += 1
    return registration


def _tie(places: Sequence[Registration]) -> int:
    """From now on they wait together; returns how many, or 0 when there is nobody to wait for."""
    if len(places) < 2:
        return 0
    mark = tokens.new_nonce()
    for place in places:
        place.waits_with = mark
    return len(places)


def _tell(registration: Registration, together: int) -> None:
    """The letter of one of them; `together`: how many wait for each other, if some do."""
    place = position(registration) if registration.state == "waiting" else None
    others = together - 1 if registration.waits_with else 0
    said = {"position": place, "colleague": True, "waits_with": others}
    put(owing.for_registration(registration.state, registration, **said))


def _remind(registration: Registration) -> None:
    """Unless they were told a moment ago: a list is often sent again, with one more name."""
    if registration.created_at <= clock.now() - JUST_TOLD:
        remind(registration)
