"""Letters that were stopped and are to leave after all: they say how it is by now, to whoever does not know."""

from collections.abc import Sequence

from resal.actions.scheduling.telling_moves import places_of, still_news, whole_of
from resal.actions.scheduling.unheard import unheard
from resal.db import db
from resal.letters import occasions, owing, owing_series
from resal.models import Announcement, Letter, Registration, Series, TrainingSession

SAYING_WHEN = ("when", "where", "moment", "day")


def as_it_is(announcement: Announcement, letters: Sequence[Letter]) -> list[Letter]:
    """Those letters of a stopped announcement that are still news, made to say what is true now."""
    session = announcement.training_session_id and db.session.get(TrainingSession, announcement.training_session_id)
    if session and announcement.kind in ("moved", "dated", "restored"):
        return _of_one("restored" if announcement.kind == "restored" else "moved", session, letters)
    if session and announcement.kind == "changed":
        for letter in letters:
            said = owing.said_of(session, letter.language)
            letter.facts = {**letter.facts, **{name: said[name] for name in SAYING_WHEN}}
    series = announcement.series_id and db.session.get(Series, announcement.series_id)
    if series:
        return [one for one in letters if one.kind != "series_changed" or _of_several(announcement, series, one)]
    return list(letters)


def _of_one(kind: str, session: TrainingSession, letters: Sequence[Letter]) -> list[Letter]:
    """Letters about one session; who has been told of a move meanwhile is told nothing."""
    here = {letter.registration_id: letter for letter in letters}
    places = [one.registration for one in letters if one.registration is not None and one.registration.live]
    quiet, now = unheard(places), owing.occasion(session)
    fresh = owing.for_everybody(kind, session, places, gone=quiet.uids)
    if kind == "moved":
        fresh = [one for one in fresh if one.registration_id in quiet.known]
    fresh = [one for one in fresh if still_news(one, quiet, now) or kind == "restored"]
    return [_renewed(here[one.registration_id], one) for one in fresh]


def _of_several(announcement: Announcement, series: Series, letter: Letter) -> bool:
    """Let a letter about several sessions tell those of which its reader does not know how they are; False for none."""
    places = [place for place in places_of(letter.facts["registrations"]) if _takes_place(place)]
    quiet = unheard(places)
    own = [place for place in places if place.id in quiet.known and not _knows(place, quiet.known[place.id])]
    if own:
        fresh = owing_series.for_change(
            letter.kind, announcement, series, own, whole=whole_of(series, own[0]), known=quiet.known, gone=quiet.uids,
            reason={},
        )  # fmt: skip
        _renewed(letter, fresh)
    return bool(own)


def _takes_place(place: Registration) -> bool:
    return place.training_session.published and not place.training_session.cancelled


def _knows(place: Registration, known: dict[str, object]) -> bool:
    language = owing.spoken(place.language)
    said = occasions.said(place.training_session, language)
    return occasions.is_known(known, occasions.known_by(said, language, place.mode))


def _renewed(letter: Letter, fresh: Letter) -> Letter:
    """The same letter, with what one written now says."""
    letter.facts, letter.revision, letter.language = fresh.facts, fresh.revision, fresh.language
    letter.to_name, letter.to_email = fresh.to_name, fresh.to_email
    return letter
