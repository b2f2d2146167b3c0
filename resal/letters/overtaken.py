"""Letters that make no sense any more when their turn comes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from resal.db import db
from resal.letters.owing import OF_THE_SESSION, TO_SUBSCRIBERS
from resal.models import (
    AddressChange,
    Attestation,
    Letter,
    Participant,
    Registration,
    SeriesRegistration,
    SpaceLink,
    TrainingSession,
)

# What each says is true of one revision of the registration; the next one has its own letter.
OF_A_REVISION = (
    "confirmed", "waiting", "requested", "declined", "promoted", "already", "withdrawn", "offered", "first_come",
    "lapsed", "merged",
)  # fmt: skip
# About several sessions at once.
OF_THE_WHOLE = ("series_confirmed", "series_already")
OF_THE_SERIES = ("series_changed", "series_cancelled")
OF_AN_ATTESTATION = ("attestation_revoked", "attestation_reissued")
OF_A_CORRECTION = ("correction_accepted", "correction_declined")
# Nobody needs these once the session is cancelled: that letter says all.
_BEFORE_CANCELLING = (
    "confirmed", "waiting", "requested", "promoted", "already", "moved", "restored", "changed", "offered", "first_come",
    "lapsed", "merged",
)  # fmt: skip
_TO_ANSWER = ("offered", "first_come")  # before the start

_CANCELLING = ("cancelled", "series_cancelled")
_TAKING_PLACE = ("restored", "moved", "series_changed", "already", "promoted", "series_already")


def verdict(letter: Letter, now: datetime) -> str | None:
    """None when the letter is to leave, else the state it ends in: `cancelled`, or `missed` (too late).

    `address_changed`, `address_asked` and `erased` always leave: they warn the address that is replaced or forgotten.
    """
    links = {"sign_in": _signs_in_too_late, "address_confirm": _too_late, "space_link": _without_any_link}
    if letter.kind in links:
        return links[letter.kind](letter, now)
    if letter.kind == "changed" and (letter.facts["leads"] or _also_leads(letter)):
        return None if _still_planned(letter) else "cancelled"
    if _overtaken(letter, now):
        return "cancelled"
    if letter.kind in _TO_ANSWER and letter.registration and letter.registration.training_session.started(now):
        return "missed"
    return None


def _overtaken(letter: Letter, now: datetime) -> bool:
    """Whether what it says does not hold any more, or concerns nobody."""
    if letter.kind in (*OF_A_REVISION, *OF_THE_SESSION):
        return _senseless(letter, letter.registration)
    if letter.kind in OF_AN_ATTESTATION:
        return _no_longer_true(letter)
    if letter.kind in OF_A_CORRECTION:
        return letter.registration is None or _is_nobody(letter.registration.participant)
    if letter.kind in TO_SUBSCRIBERS:
        return _unwanted(letter, now)
    return letter.kind.startswith("series_") and _senseless_for_the_series(letter)


def _signs_in_too_late(letter: Letter, now: datetime) -> str | None:
    return "missed" if datetime.fromisoformat(letter.facts["expires_at"]) <= now else None


def _too_late(letter: Letter, now: datetime) -> str | None:
    """A new address nobody may confirm any more, or that another one took the place of."""
    asked = select(AddressChange).where(AddressChange.nonce == letter.facts["change"])
    change = db.session.scalars(asked).one_or_none()
    if change is None or change.done_at is not None:
        return "cancelled"
    return "missed" if change.ends_at <= now else None


def _without_any_link(letter: Letter, now: datetime) -> str | None:
    """None while one of its links still opens something."""
    links = select(SpaceLink).where(SpaceLink.nonce.in_([one["nonce"] for one in letter.facts["spaces"]]))
    standing = [link for link in db.session.scalars(links) if link.revoked_at is None]
    if standing and all(link.ended(now) for link in standing):
        return "missed"
    return None if any(not _is_nobody(link.participant) for link in standing) else "cancelled"


def leave_out(letter: Letter) -> None:
    """Take out of a letter, as it leaves, the sessions or the seat of which it does not hold any more."""
    if letter.kind == "changed" and _also_leads(letter):
        letter.facts = {**letter.facts, "state": letter.registration.state if letter.registration else ""}
    if letter.kind not in OF_THE_SERIES:
        return
    over = [place for place in _places(letter) if not _holds(letter, place)]
    ids, said = {place.id for place in over}, letter.facts
    uids = {meeting.uid for place in over for meeting in place.training_session.meetings}
    entries = [one for one in said["entries"] if one["uid"] not in uids]
    sessions = [one for one in said["sessions"] if one["registration"] not in ids]
    letter.facts = {
        **said, "sessions": sessions, "registrations": [id_ for id_ in said["registrations"] if id_ not in ids],
        "entries": entries, "calendar": said["calendar"] if entries else None,
        "online": said["online"] and any(one["online"] for one in sessions),
    }  # fmt: skip


def _senseless_for_the_series(letter: Letter) -> bool:
    """`series_left` always leaves; the others only while somebody still comes, to what they are about."""
    if letter.kind in OF_THE_WHOLE:
        whole = db.session.get(SeriesRegistration, letter.facts["series_registration"])
        return whole is None or whole.withdrawn_at is not None or _is_nobody(whole.participant)
    if letter.kind not in OF_THE_SERIES:
        return letter.registration is not None and _is_nobody(letter.registration.participant)
    return not any(_holds(letter, place) for place in _places(letter))


def _places(letter: Letter) -> Sequence[Registration]:
    return db.session.scalars(select(Registration).where(Registration.id.in_(letter.facts["registrations"]))).all()


def _holds(letter: Letter, place: Registration) -> bool:
    """Whether what a letter about several sessions says of one still holds, for somebody who comes to it."""
    cancelling = letter.kind == "series_cancelled"
    return place.live and not _is_nobody(place.participant) and place.training_session.cancelled == cancelling


def _no_longer_true(letter: Letter) -> bool:
    """Whether what was taken back was issued again meanwhile, or what was issued again was taken back."""
    place, attestation = letter.registration, db.session.get(Attestation, letter.facts["attestation"])
    if place is None or attestation is None or _is_nobody(place.participant):
        return True
    return attestation.state != ("revoked" if letter.kind == "attestation_revoked" else "valid")


def _is_nobody(person: Participant) -> bool:
    """Invented, or erased."""
    return person.example or person.erased_at is not None


def _senseless(letter: Letter, registration: Registration | None) -> bool:
    """Whether what it says has been overtaken, is about nobody, or is for somebody invented.

    An overtaken letter may also be on its way to an address that was a mistake, with a link in it.
    """
    if registration is None or _is_nobody(registration.participant):
        return True
    session = registration.training_session
    if session.cancelled and letter.kind in _BEFORE_CANCELLING:
        return True
    if letter.kind in OF_A_REVISION:
        return letter.revision != registration.revision
    return not registration.live or _taken_back(letter, session.cancelled)


def _unwanted(letter: Letter, now: datetime) -> bool:
    """Whether nobody asks for it any more, or nobody can come any more."""
    asked, number = letter.subscription, letter.training_session_id
    session = db.session.get(TrainingSession, number) if number else None
    if asked is None or asked.example or asked.withdrawn_at is not None or session is None:
        return True
    return not session.listed or session.cancelled or session.started(now)


def _also_leads(letter: Letter) -> bool:
    """Whether somebody registered also leads: they are told even once they gave up their seat."""
    place = letter.registration
    return bool(letter.facts.get("also_leads")) and place is not None and not _is_nobody(place.participant)


def _still_planned(letter: Letter) -> bool:
    """Whether the session that somebody leads still takes place, in the eyes of everybody."""
    session = db.session.get(TrainingSession, letter.training_session_id) if letter.training_session_id else None
    return session is not None and session.published and not session.cancelled


def _taken_back(letter: Letter, cancelled: bool) -> bool:
    """A cancellation that does not hold any more, or the end of one this person never heard of."""
    if letter.kind == "cancelled":
        return not cancelled
    return letter.kind == "restored" and not _believes_it_cancelled(letter)


def _believes_it_cancelled(letter: Letter) -> bool:
    """By the last letter that reached them and said so or otherwise, of the session alone or of several.

    Where no letter was owed, or none is kept any more, the page has said it.
    """
    mine = select(Registration.participant_id).where(Registration.id == letter.registration_id).scalar_subquery()
    others = (
        select(Letter)
        .join(Letter.registration)
        .where(
            Registration.participant_id == mine, Letter.id != letter.id,
            Letter.kind.in_((*_CANCELLING, *_TAKING_PLACE)),
        )
        .order_by(Letter.id.desc())
    )  # fmt: skip
    said = [one for one in db.session.scalars(others) if letter.registration_id in _about(one)]
    heard = next((one for one in said if one.state in ("sent", "data_sent", "uncertain")), None)
    if heard is not None:
        return heard.kind in _CANCELLING
    return not any(one.kind in _CANCELLING for one in said)


def _about(letter: Letter) -> list[int | None]:
    """The registrations a letter tells of."""
    return list(letter.facts.get("registrations", [letter.registration_id]))
