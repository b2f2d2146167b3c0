"""Telling of what changes when and where: each person once, counted from what they last heard.

Who has not yet heard of an earlier change hears of both together, in one letter, and of neither when
all is as it was; a cancellation names the date they know.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from resal.actions import Actor
from resal.actions.delaying import announced, owe_later
from resal.actions.scheduling.telling import concerned
from resal.actions.scheduling.unheard import Unheard, take_back_of, told_of_cancelling, unheard
from resal.db import db
from resal.letters import occasions, owing, owing_series
from resal.letters.facts import Facts
from resal.letters.occasions import Occasion
from resal.models import Announcement, Letter, Registration, Series, SeriesRegistration, TrainingSession
from resal.models.registration import LIVE

MOVED_ALONE = ("moved",)


@dataclass(frozen=True)
class Telling:
    """A change to sessions of a series. `kind` of its letters; `told`: the occasion before, by session;
    `moved`: what the announcement is called; `reason`: of a cancellation.
    """

    kind: str
    told: Mapping[int, Occasion]
    moved: str
    reason: Mapping[str, str]


def tell_of_move(session: TrainingSession, before: Occasion, actor: Actor) -> None:
    """Owe a letter to each person with a seat or a place in line; a draft tells nobody.

    Whoever still waits for a letter about several sessions of the series hears of this one in it.
    """
    people = concerned(session)
    if not session.published or not people:
        return
    quiet = unheard(people)
    for series, together in _in_letters_of_series(quiet).items():
        _tell(series, Telling("series_changed", {session.id: before}, "moved", {}), _of(people, together), actor)
        people = [one for one in people if one.participant_id not in together]
    _take_back(quiet)
    letters = owing.for_everybody("moved", session, people, before=before, gone=quiet.uids)
    now = owing.occasion(session)
    kind = "moved" if before.uids else "dated"
    owe_later(session, kind, [one for one in letters if still_news(one, quiet, now)], actor)


def tell_of_cancelling(session: TrainingSession, reason: Mapping[str, str], actor: Actor) -> None:
    """Owe a letter to each; who never heard of a move is told of the date they know."""
    people = concerned(session)
    if not session.published or not people:
        return
    quiet = unheard(people)
    take_back_of(people, *MOVED_ALONE, "restored")
    letters = owing.for_everybody("cancelled", session, people, reason=dict(reason), gone=quiet.uids)
    for letter in letters:
        if letter.registration_id in quiet.known:
            letter.facts = owing.as_known(quiet.known[letter.registration_id], letter.facts)
    owe_later(session, "cancelled", letters, actor)


def tell_of_several(series: Series, telling: Telling, actor: Actor) -> Announcement | None:
    """One letter to each person, of all that is theirs; None when it is no news to anybody."""
    return _tell(series, telling, places_in(list(telling.told)), actor)


def tell_of_restoring(session: TrainingSession, actor: Actor) -> None:
    """Owe a letter to whoever heard of the cancellation; whoever did not hears of a move, if there was one.

    Either counts from the date and place that its reader knows.
    """
    people = concerned(session)
    if not session.published or not people:
        return
    quiet, aware, now = unheard(people), told_of_cancelling(people), owing.occasion(session)
    _take_back(quiet)
    take_back_of(people, "cancelled", "restored")
    told, others = [one for one in people if one.id in aware], [one for one in people if one.id not in aware]
    restored = owing.for_everybody("restored", session, told, gone=quiet.uids)
    for letter in restored:
        still_news(letter, quiet, now)
    moved = owing.for_everybody("moved", session, [one for one in others if one.id in quiet.known], gone=quiet.uids)
    owe_later(session, "restored", restored, actor)
    owe_later(session, "moved", [letter for letter in moved if still_news(letter, quiet, now)], actor)


def places_in(session_ids: Sequence[int]) -> Sequence[Registration]:
    """The seats and places in line in these sessions."""
    return _living(Registration.training_session_id.in_(session_ids))


def _tell(series: Series, telling: Telling, places: Sequence[Registration], actor: Actor) -> Announcement | None:
    quiet = unheard(places)
    if telling.kind == "series_changed":
        places = [*places, *_brought_along(quiet, places)]
        _take_back(quiet)
    else:
        take_back_of(places, *MOVED_ALONE, "restored")
    theirs = _by_person(places)
    known = {place.id: _known(place, theirs[place.participant_id], telling, quiet) for place in places}
    if telling.kind == "series_changed":
        theirs = {id_: _news(own, known, quiet) for id_, own in theirs.items()}
    if not any(theirs.values()):
        return None
    announcement = announced(telling.moved, actor, series_id=series.id)
    wholes = {whole.participant_id: whole for whole in _wholes(series)}
    gone = {*quiet.uids, *(uid for before in telling.told.values() for uid in before.uids)}
    same: dict[str, Any] = {"known": known, "gone": gone, "reason": telling.reason}
    db.session.add_all(
        owing_series.for_change(telling.kind, announcement, series, own, whole=wholes.get(id_), **same)
        for id_, own in theirs.items()
        if own
    )
    return announcement


def _by_person(places: Sequence[Registration]) -> dict[int, list[Registration]]:
    theirs: dict[int, list[Registration]] = {}
    for place in places:
        theirs.setdefault(place.participant_id, []).append(place)
    return theirs


def _known(place: Registration, own: Sequence[Registration], telling: Telling, quiet: Unheard) -> Facts:
    """What somebody knows of a place, in the language of their letter."""
    before = telling.told.get(place.training_session_id)
    if place.id in quiet.known or before is None:
        return quiet.known[place.id]
    language = owing.spoken(own[-1].language)
    return occasions.known_by(before.said[language], language, place.mode)


def _news(own: Sequence[Registration], known: Mapping[int, Facts], quiet: Unheard) -> list[Registration]:
    """Without the places where all is as somebody knows it, though it was otherwise for a while."""
    language = owing.spoken(own[-1].language)
    return [
        place
        for place in own
        if not occasions.is_known(
            known[place.id], occasions.known_by(occasions.said(place.training_session, language), language, place.mode)
        )
    ]


def still_news(letter: Letter, quiet: Unheard, now: Occasion) -> bool:
    """Let a letter count from what its reader knows; False when that is how it is again."""
    place, before = letter.registration, letter.facts.get("before")
    as_it_is = occasions.known_by(now.said[letter.language], letter.language, place.mode if place else None)
    known = quiet.known.get(letter.registration_id or 0)
    if known is None:
        return before is None or not occasions.is_known(before, as_it_is)
    if occasions.is_known(known, as_it_is):
        return False
    letter.facts = owing.since(known, as_it_is, letter.facts)
    return True


def _brought_along(quiet: Unheard, places: Sequence[Registration]) -> Sequence[Registration]:
    """The other places of letters that are taken back: their sessions are told of in the new one."""
    here = {place.id for place in places}
    others = {id_ for letter in quiet.waiting for id_ in letter.facts.get("registrations", ())} - here
    rows = places_of(others & quiet.known.keys())
    return [row for row in rows if row.training_session.published and not row.training_session.cancelled]


def _in_letters_of_series(quiet: Unheard) -> dict[Series, set[int]]:
    """Who waits for a letter about several sessions, by the series it is of."""
    found: dict[Series, set[int]] = defaultdict(set)
    for letter in quiet.waiting:
        announcement = db.session.get(Announcement, letter.announcement_id) if letter.announcement_id else None
        series = db.session.get(Series, announcement.series_id) if announcement and announcement.series_id else None
        if series is not None and letter.registration is not None:
            found[series].add(letter.registration.participant_id)
    return found


def _of(places: Sequence[Registration], people: set[int]) -> list[Registration]:
    return [place for place in places if place.participant_id in people]


def _take_back(quiet: Unheard) -> None:
    """A later letter says all they would; of a stopped one about a series, the other sessions stay to be told."""
    for letter in quiet.letters:
        if letter.kind in MOVED_ALONE or letter.state != "cancelled":
            letter.announcement_id = None
        letter.state = "cancelled"


def places_of(ids: Iterable[int]) -> Sequence[Registration]:
    """The living registrations of these ids."""
    return _living(Registration.id.in_(list(ids)))


def whole_of(series: Series, place: Registration) -> SeriesRegistration | None:
    """The registration to the whole series of somebody who has this place, if they have one."""
    return next((one for one in _wholes(series) if one.participant_id == place.participant_id), None)


def _living(which: ColumnElement[bool]) -> Sequence[Registration]:
    living = select(Registration).where(which, Registration.state.in_(LIVE)).options(
        joinedload(Registration.participant), joinedload(Registration.training_session)
    )  # fmt: skip
    return db.session.scalars(living.order_by(Registration.id)).all()


def _wholes(series: Series) -> Iterable[SeriesRegistration]:
    living = select(SeriesRegistration).where(
        SeriesRegistration.series_id == series.id, SeriesRegistration.withdrawn_at.is_(None)
    )
    return db.session.scalars(living).all()
