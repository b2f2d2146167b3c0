"""What people know of a session: what its letters of before said, but those that never reached them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from resal.db import db
from resal.letters.facts import Facts
from resal.models import Letter, Registration

HEARD = ("sending", "data_sent", "sent", "uncertain")
MOVES = ("moved", "series_changed")
# These say when a session takes place as it is by then: whoever had one knows.
_SAYING_WHEN = ("already", "promoted", "restored", "series_already")
CANCELLING = ("cancelled", "series_cancelled")


@dataclass
class Unheard:
    """`known`, by registration: what somebody last heard, where a change since has not reached them;
    `uids`: calendar entries that changes took away; `letters`: those that did not arrive, about the
    places asked for; `waiting`: those among them that would still leave.
    """

    known: dict[int, Facts] = field(default_factory=dict)
    uids: set[str] = field(default_factory=set)
    letters: list[Letter] = field(default_factory=list)

    @property
    def waiting(self) -> list[Letter]:
        return [letter for letter in self.letters if letter.state in ("queued", "failed")]


def unheard(places: Iterable[Registration]) -> Unheard:
    """What these people have not been told of these places; their letters stay locked to the end."""
    found, asked = Unheard(), {place.id: place.participant_id for place in places}
    for letter in _letters(set(asked.values())):
        told = _told(letter)
        if letter.state in HEARD:
            found.known = {id_: then for id_, then in found.known.items() if id_ not in told}
        elif letter.kind in MOVES:
            found.known = {**{id_: then for id_, then in told.items() if then}, **found.known}
            found.uids |= {entry["uid"] for entry in letter.facts.get("entries", ())}
            found.letters += [letter] if not told.keys().isdisjoint(asked) else []
    return found


def told_of_cancelling(places: Iterable[Registration]) -> set[int]:
    """The registrations whose people believe it cancelled: the last of such letters that reached them says so.

    Where no letter was ever owed, or none is kept any more, the page has said it.
    """
    asked = {place.id: place.participant_id for place in places}
    owed, believed = set[int](), dict[int, bool]()
    for letter in _letters(set(asked.values()), *CANCELLING):
        told, cancelling = set(_told(letter)), letter.kind in CANCELLING
        owed |= told if cancelling else set()
        believed |= dict.fromkeys(told, cancelling) if letter.state in HEARD else {}
    return {id_ for id_ in asked if believed.get(id_, id_ not in owed)}


def take_back_of(places: Iterable[Registration], *kinds: str) -> None:
    """Letters of these kinds about one of these places will not leave: a later one says all they would."""
    ids = [place.id for place in places]
    waiting = select(Letter).where(
        Letter.registration_id.in_(ids), Letter.kind.in_(kinds), Letter.state.in_(("queued", "failed", "cancelled")),
        Letter.announcement_id.is_not(None),
    )  # fmt: skip
    for letter in db.session.scalars(waiting.order_by(Letter.id).with_for_update(of=Letter)):
        letter.state, letter.announcement_id = "cancelled", None


def _letters(people: set[int], *more: str) -> Sequence[Letter]:
    about = select(Letter).join(Letter.registration).where(
        Registration.participant_id.in_(people), Letter.kind.in_((*MOVES, *_SAYING_WHEN, *more))
    )  # fmt: skip
    return db.session.scalars(about.order_by(Letter.id).with_for_update(of=Letter)).all()


def _told(letter: Letter) -> dict[int, Facts | None]:
    """By registration, what its reader knew before a letter, if it tells of a change."""
    if "sessions" in letter.facts:
        return {one["registration"]: one.get("known") for one in letter.facts["sessions"]}
    return {letter.registration_id: letter.facts.get("before")} if letter.registration_id else {}
