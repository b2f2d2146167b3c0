"""Two people side by side before they become one: what each has, what differs, what becomes of each double place.

What they answered is counted, never shown; of a confidential session neither title nor theme is said.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from resal import clock
from resal.db import db
from resal.language import NAMES, gettext, lazy, number
from resal.models import (
    Answer,
    Attendance,
    Attestation,
    Consent,
    FeedToken,
    Participant,
    Registration,
    SeriesRegistration,
    Subscription,
    TrainingSession,
)
from resal.models.attendance import STATUSES as IN_ORDER
from resal.models.registration import LIVE
from resal.queries import occasions, words
from resal.queries.attendance import STATUSES
from resal.queries.merging_organizations import Difference, Preview, Side
from resal.queries.readings import Shown, shown

CONSENTS = {"news": lazy("Nouvelles")}
COUNTED = {
    "attestations": lazy("Attestations"),
    "series": lazy("Séries entières"),
    "consents": lazy("Consentements donnés"),
    "withdrawn": lazy("Consentements retirés"),
    "news": lazy("Abonnements de cette adresse"),
    "answers": lazy("Réponses aux questions"),
    "feeds": lazy("Adresses d'agenda privé"),
}
BETTER = ("confirmed", "offered", "waiting", "requested")


@dataclass(frozen=True)
class _Place:
    """A place of one of them, with how they came to each meeting."""

    row: Registration
    came: dict[int, str]


def preview(kept: Participant, gone: Participant) -> Preview:
    """In a fixed number of statements, whatever they have."""
    places, others = _places(kept.id, gone.id), _others(kept, gone)
    sides = [_side(one, places[one.id], others[one.id]) for one in (kept, gone)]
    remarks = [*_doubles(places[kept.id], places[gone.id]), *_consents(kept.id, gone.id)]
    return Preview(sides[0], sides[1], tuple(differences(kept, gone)), tuple(remarks))


def differences(kept: Participant, gone: Participant) -> list[Difference]:
    """The fields in which they differ."""
    pairs = {
        "name": (gettext("Nom"), kept.name, gone.name),
        "email": (gettext("Courriel"), kept.email, gone.email),
        "organization": (gettext("Organisme"), kept.organization_name, gone.organization_name),
        "language": (gettext("Langue"), NAMES.get(kept.language, ""), NAMES.get(gone.language, "")),
    }
    return [
        Difference(field, label, one, other, "kept" if one else "gone")
        for field, (label, one, other) in pairs.items()
        if one != other
    ]


def _side(person: Participant, places: Sequence[_Place], others: dict[str, str]) -> Side:
    lines = [
        (gettext("Courriel"), person.email),
        (gettext("Organisme"), person.organization_name),
        *((_session(place.row.training_session), _stands(place)) for place in places),
        *others.items(),
    ]
    return Side(person.id, Shown(f"{person.name}, {person.email}"), tuple(line for line in lines if line[1]))


def _places(*people: int) -> dict[int, list[_Place]]:
    asked = (
        select(Registration)
        .where(Registration.participant_id.in_(people), Registration.state != "merged")
        .options(selectinload(Registration.training_session).selectinload(TrainingSession.meetings))
        .order_by(Registration.training_session_id, Registration.id)
    )
    rows = db.session.scalars(asked).all()
    noted = select(Attendance).where(Attendance.registration_id.in_([row.id for row in rows]))
    came: dict[int, dict[int, str]] = defaultdict(dict)
    for record in db.session.scalars(noted):
        came[record.registration_id][record.meeting_id] = record.status
    found: dict[int, list[_Place]] = {person: [] for person in people}
    for row in rows:
        found[row.participant_id].append(_Place(row, came[row.id]))
    return found


def _others(*people: Participant) -> dict[int, dict[str, str]]:
    """What each has besides, in one statement."""
    own, count = Participant.id, func.count()
    given = select(count).select_from(Answer).join(Registration, Registration.id == Answer.registration_id)
    asked = {
        "attestations": select(func.count(Attestation.id)).where(Attestation.participant_id == own),
        "series": select(func.count(SeriesRegistration.id)).where(
            SeriesRegistration.participant_id == own, SeriesRegistration.withdrawn_at.is_(None)
        ),
        "consents": select(func.count(Consent.id)).where(Consent.participant_id == own, Consent.withdrawn_at.is_(None)),
        "withdrawn": select(func.count(Consent.id)).where(
            Consent.participant_id == own, Consent.withdrawn_at.is_not(None)
        ),
        "news": select(func.count(Subscription.id)).where(
            Subscription.email_key == Participant.email_key, Subscription.withdrawn_at.is_(None)
        ),
        "answers": given.where(Registration.participant_id == own),
        "feeds": select(func.count(FeedToken.id)).where(
            FeedToken.participant_id == own, FeedToken.revoked_at.is_(None)
        ),
    }  # fmt: skip
    columns = [one.correlate(Participant).scalar_subquery().label(name) for name, one in asked.items()]
    rows = db.session.execute(select(own, *columns).where(own.in_([person.id for person in people])))
    return {row.id: _said({name: getattr(row, name) for name in asked}) for row in rows}


def _said(counts: dict[str, int]) -> dict[str, str]:
    return {gettext(label): number(counts[name]) for name, label in COUNTED.items() if counts[name]}


def _stands(place: _Place) -> str:
    """« Confirmée · Présence · en surnombre »."""
    came = [words.word(STATUSES, status) for status in sorted(place.came.values(), key=IN_ORDER.index)]
    return " · ".join([words.word(words.REGISTRATION_STATES, place.row.state), *dict.fromkeys(came)])


def _session(session: TrainingSession) -> str:
    title = gettext("Espace clinique") if session.visibility == "confidential" else shown(session.title).text
    return ", ".join(part for part in (title, occasions.first_moment(session)) if part)


def _doubles(kept: Iterable[_Place], gone: Iterable[_Place]) -> list[str]:
    """What becomes of two live places in one session, and of presence that says two things."""
    mine = {place.row.training_session_id: place for place in kept if place.row.state in LIVE}
    remarks = []
    for other in gone:
        one = mine.get(other.row.training_session_id)
        if one is None or other.row.state not in LIVE:
            continue
        remarks.append(_one_place(one, other))
        for meeting_id in sorted(set(one.came) & set(other.came)):
            remarks += _presence(one.came[meeting_id], other.came[meeting_id])
    return remarks


def _one_place(one: _Place, other: _Place) -> str:
    """« Formation, 2 déc. : une seule inscription reste, Confirmée. L'autre est libérée… »."""
    session = one.row.training_session
    came = [place for place in (one, other) if {"present", "partial"} & set(place.came.values())]
    best = min((place.row.state for place in came or (one, other)), key=BETTER.index)
    said = {"session": _session(session), "state": words.word(words.REGISTRATION_STATES, best)}
    both_seated = one.row.state in BETTER[:2] and other.row.state in BETTER[:2]
    if both_seated and not session.cancelled and not session.started(clock.now()):
        return gettext("%(session)s : deux places. Une reste, l'autre va à la personne suivante, s'il y en a.", **said)
    return gettext("%(session)s : deux inscriptions. La meilleure reste : %(state)s.", **said)


def _presence(one: str, other: str) -> list[str]:
    if one == other:
        return []
    best, worst = sorted((one, other), key=IN_ORDER.index)
    said = {"best": words.word(STATUSES, best), "worst": words.word(STATUSES, worst)}
    return [gettext("Présence à une même date : %(best)s d'un côté, %(worst)s de l'autre. « %(best)s » reste.", **said)]


def _consents(*people: int) -> list[str]:
    """Purposes that one of them has withdrawn."""
    given = select(Consent).where(Consent.participant_id.in_(people)).order_by(Consent.id)
    last: dict[tuple[int, str], Consent] = {(one.participant_id, one.purpose): one for one in db.session.scalars(given)}
    withdrawn = sorted({purpose for (_, purpose), one in last.items() if one.withdrawn_at is not None})
    return [
        gettext("Consentement retiré d'un côté : il reste retiré (%(purpose)s).", purpose=words.word(CONSENTS, purpose))
        for purpose in withdrawn
    ]
