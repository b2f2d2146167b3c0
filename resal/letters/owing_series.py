"""Letters about several sessions at once: to whoever comes to a whole series, or is told of its changes."""

from collections.abc import Collection, Mapping, Sequence

from resal import clock
from resal.calendars.values import one_line
from resal.language import gettext
from resal.letters import facts, invitations
from resal.letters.facts import Facts
from resal.letters.owing import as_known, left, message_id, said_of, spoken
from resal.models import Announcement, Letter, Participant, Registration, Series, SeriesRegistration
from resal.queries.line import position

OF_THE_WHOLE = ("series_confirmed", "series_already", "series_left")
TO_COME_IN = ("series_confirmed", "series_already", "series_changed")


def for_whole(kind: str, whole: SeriesRegistration, places: Sequence[Registration]) -> Letter:
    """One letter for all the places of somebody who comes to a series; each says where it stands."""
    language, now = spoken(whole.language), clock.now()
    day = f":{clock.today(places[0].training_session.timezone)}" if kind == "series_already" and places else ""
    return Letter(
        kind=kind, unique_key=f"{kind}:{whole.id}{day}", language=language,
        facts=_facts(kind, whole.series, whole.participant, places, language, {}, ())
        | {"series_registration": whole.id},
        registration_id=places[0].id if places else None, due_at=now, **_to(whole.participant),
    )  # fmt: skip


def for_change(
    kind: str, announcement: Announcement, series: Series, places: Sequence[Registration], *,
    whole: SeriesRegistration | None, known: Mapping[int, Facts], gone: Collection[str], reason: Mapping[str, str],
) -> Letter:  # fmt: skip
    """`series_changed` or `series_cancelled` to one person: all that changes for them, in one letter.

    `known`: by registration, what its reader knows of when and where (`occasions.known`); `gone`: the
    calendar entries of before. It leaves when the announcement does.
    """
    language, person = spoken(places[-1].language), places[0].participant
    said = _facts(kind, series, person, places, language, known, gone)
    said |= {"reason": facts.reason(dict(reason), language)}
    said |= {"series_registration": whole.id if whole else None}
    return Letter(
        kind=kind, unique_key=f"{kind}:{announcement.id}:{person.id}", language=language, facts=said,
        registration_id=places[0].id, announcement_id=announcement.id, due_at=announcement.leaves_at, **_to(person),
    )  # fmt: skip


def _to(person: Participant) -> dict[str, object]:
    return {
        "to_name": one_line(person.name), "to_email": person.email, "message_id": message_id(), "state": "queued",
        "created_at": clock.now(),
    }  # fmt: skip


def _facts(
    kind: str, series: Series, person: Participant, places: Sequence[Registration], language: str,
    known: Mapping[int, Facts], gone: Collection[str],
) -> Facts:  # fmt: skip
    in_order = sorted(places, key=lambda place: (place.training_session.starts_at or clock.now(), place.id))
    sessions = [_session(kind, place, language, known.get(place.id)) for place in in_order]
    discreet = any(one["discreet"] for one in sessions)
    title, title_lang = (gettext("Espace clinique", language), None) if discreet else facts.read(series.title, language)
    return {
        "name": facts.greeting_name(person.name), "title": one_line(title), "title_lang": title_lang,
        "sessions": sessions, "registrations": [place.id for place in places],
        "discreet": discreet, "day": "", "network": facts.contact(language),
        "online": kind in TO_COME_IN and any(one["online"] for one in sessions), "reason": "",
    } | _calendar(kind, in_order, language, gone)  # fmt: skip


def _session(kind: str, place: Registration, language: str, known: Facts | None) -> Facts:
    """One session of the letter. `known`: when and where it was for its reader, if that changed."""
    session = place.training_session
    said = said_of(session, language)
    if known and kind == "series_cancelled":
        said, known = as_known(known, said), None
    if session.mode == "hybrid" and place.mode == "online":
        said = {**said, "where": facts.online(language)}
    return {
        "id": session.id, "registration": place.id, "title": said["title"],
        "discreet": said["discreet"], "when": said["when"], "where": said["where"],
        "moment": said["moment"], "state": place.state,
        "position": position(place) if place.state == "waiting" else None,
        "online": place.state == "confirmed" and facts.for_the_seated(session, place, language)["online"],
        "before": _before(known, said) if known else [], "known": known,
        "link_changed": known is not None and not _before(known, said),
    }  # fmt: skip


def _before(then: Facts, now: Facts) -> list[str]:
    """What the change replaced: the dates, the place, or both; a link is a secret and is not told."""
    moved = then["when"] if then["when"] != now["when"] else []
    elsewhere = [", ".join(then["where"])] if then["where"] != now["where"] else []
    return [*moved, *elsewhere]


def _calendar(kind: str, places: Sequence[Registration], language: str, gone: Collection[str]) -> Facts:
    if kind == "series_left":
        return _declined([place for place in places if left(place) == "confirmed"], language)
    seated = [place for place in places if place.state == "confirmed"]
    each = [_entries(place, language, gone) for place in seated]
    return invitations.several(each, published=kind in OF_THE_WHOLE)


def _declined(given_up: Sequence[Registration], language: str) -> Facts:
    """One date is taken out of the calendar; of several the reader is asked to do it by hand.

    A CANCEL is of one UID (RFC 5546 3.2.5), and a message is acted on once: Outlook looks for iMIP in
    the first part alone and takes its first VEVENT, the rest are files ([MS-STANOICAL] V0343, 2.2.175).
    One PUBLISH file of all would have to call cancelled what takes place without the reader.
    """
    if len(given_up) != 1:
        return {"calendar": None, "entries": []}
    [place] = given_up
    times = invitations.times_given_up(place.training_session, given_up)[place.participant_id]
    return invitations.facts(place, language, times, leaving=True)


def _entries(place: Registration, language: str, gone: Collection[str]) -> Facts:
    given_up = invitations.times_given_up(place.training_session, [place])[place.participant_id]
    return invitations.facts(place, language, given_up, gone)
