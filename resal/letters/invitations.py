"""The calendar that comes with a letter: what it holds is decided when the letter is owed.

One meeting goes as an invitation or its cancellation (RFC 5546 REQUEST, CANCEL: one UID per
message, 3.2.2 and 3.2.5); several meetings go as one file (PUBLISH).
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from resal import clock
from resal.calendars import itip
from resal.calendars.entry import Address, Entry
from resal.db import db
from resal.models import Meeting, Registration, RegistrationChange, TrainingSession
from resal.queries.calendar_entries import entry, for_mode
from resal.queries.remembered import remembered

Plain = dict[str, Any]

REQUEST, CANCEL, DECLINE, PUBLISH = "request", "cancel", "decline", "publish"
METHODS = {REQUEST: "REQUEST", CANCEL: "CANCEL", DECLINE: "CANCEL", PUBLISH: "PUBLISH"}
_MOMENTS = ("revised_at", "created_at", "starts", "ends")


def facts(
    registration: Registration, language: str, given_up: int, gone: Collection[str] = (), leaving: bool = False
) -> Plain:
    """The `calendar` and `entries` of a letter to somebody with a seat, or who had one.

    `given_up`: how many times this person gave up a seat here, which a new invitation must
    outnumber; `gone`: entries of before a change, cancelled if they are no more; `leaving`: the
    seat is given up. Several meetings cannot be declined in one message: then nothing comes along.
    """
    if given_up or gone or leaving:
        return _facts(registration, language, given_up, gone, leaving)
    key = ("invitation", registration.training_session_id, registration.mode, language)
    common = remembered(key, lambda: _facts(registration, language, 0, (), False))  # but for the time of the letter
    now = clock.now().replace(microsecond=0).isoformat()
    return {**common, "entries": [{**one, "revised_at": now} for one in common["entries"]]}


def _facts(registration: Registration, language: str, given_up: int, gone: Collection[str], leaving: bool) -> Plain:
    session = registration.training_session
    shown = [meeting for meeting in session.meetings if meeting.removed_at is None or meeting.uid in gone]
    entries = [_for(registration, meeting, language, given_up) for meeting in shown]
    if not entries or (leaving and len(entries) > 1):
        return {"calendar": None, "entries": []}
    return {"calendar": DECLINE if leaving else _method(entries), "entries": [to_plain(one) for one in entries]}


def publication(session: TrainingSession, language: str) -> Plain:
    """The dates as anybody may keep them: a file, not an invitation, for whoever has no seat."""
    entries = [to_plain(entry(meeting, language, base_url="")) for meeting in session.live_meetings]
    return {"calendar": PUBLISH if entries else None, "entries": entries}


def several(whole: Sequence[Plain], published: bool = False) -> Plain:
    """One calendar from those of several letters to the same person; `published`: a file even for one meeting."""
    entries = [one for each in whole for one in each["entries"]]
    if not entries:
        return {"calendar": None, "entries": []}
    alone = CANCEL if entries[0]["cancelled"] else REQUEST
    return {"calendar": PUBLISH if published or len(entries) > 1 else alone, "entries": entries}


def times_given_up(session: TrainingSession, people: Sequence[Registration]) -> Counter[int]:
    """How many times each of these participants, by id, gave up or lost a place in this session."""
    left = (
        select(Registration.participant_id, func.count())
        .join(RegistrationChange, RegistrationChange.registration_id == Registration.id)
        .where(Registration.training_session_id == session.id, RegistrationChange.after.in_(("withdrawn", "cancelled")))
        .group_by(Registration.participant_id)
    )
    if len(people) == 1:
        left = left.where(Registration.participant_id == people[0].participant_id)
    return Counter(dict(db.session.execute(left).all()))


def calendar(method: str, entries: Sequence[Plain], base_url: str, organizer: Address, reader: Address) -> bytes:
    """The bytes of what `facts` decided. The organizer is whom the letter comes from.

    Raises BadEntry for what calendars would refuse.
    """
    whole = [_complete(from_plain(one), base_url, organizer) for one in entries]
    if method == PUBLISH:
        return itip.publication(whole)
    if method == REQUEST:
        return itip.invitation(whole[0], reader)
    return itip.cancellation(whole[0], reader, whole_event=method == CANCEL)


def to_plain(one: Entry) -> Plain:
    """An entry as JSON keeps it; `from_plain` gives the same entry back, organizer apart."""
    kept = asdict(one)
    del kept["organizer"]
    moments = {name: kept[name].isoformat() for name in _MOMENTS if kept[name] is not None}
    return {**kept, **moments, "categories": list(one.categories)}


def from_plain(kept: Plain) -> Entry:
    moments = {name: _moment(kept[name]) for name in _MOMENTS if kept[name] is not None}
    return Entry(**{**kept, **moments, "categories": tuple(kept["categories"])})


def _for(registration: Registration, meeting: Meeting, language: str, given_up: int) -> Entry:
    """The entry as one person gets it, with the sequence and time of the letter (RFC 5546 2.1.5)."""
    session = meeting.training_session
    one = replace(
        entry(meeting, language, base_url="", private=True),
        sequence=meeting.sequence + given_up, revised_at=clock.now().replace(microsecond=0),
        cancelled=session.cancelled or meeting.removed_at is not None,
    )  # fmt: skip
    if not session.listed:
        one = replace(one, url="")  # without its key the page does not exist, and the key is a secret
    return for_mode(one, session, registration.mode, language)


def _method(entries: Sequence[Entry]) -> str:
    if len(entries) > 1:
        return PUBLISH
    return CANCEL if entries[0].cancelled else REQUEST


def _complete(one: Entry, base_url: str, organizer: Address) -> Entry:
    return replace(one, url=base_url + one.url if one.url else "", organizer=organizer)


def _moment(text: str) -> datetime | date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
