"""Two people who are one: seats, presence, attestations, consents, calendars and letters become those of one."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select

from resal import clock
from resal.actions import Actor, Refusal
from resal.actions.journal import note
from resal.actions.merging import consents, places
from resal.actions.merging.holding import hold_sessions, refuse_unless_two, written
from resal.actions.merging.ledger import Ledger
from resal.actions.people import bearer, email_key, known_as, name_key, on_its_way
from resal.actions.registering.promoting import promote
from resal.calendars.values import one_line
from resal.db import db, hold_all, transaction
from resal.language import current, lazy
from resal.models import (
    AddressChange,
    Attestation,
    FeedToken,
    Letter,
    Merge,
    Participant,
    Registration,
    Series,
    SeriesRegistration,
    SpaceLink,
    TrainingSession,
)

FIELDS = ("name", "email", "organization", "language")
NOT_REDIRECTED = ("address_changed",)  # it warns the very address that was replaced


@transaction
def merge_people(kept: Participant, gone: Participant, chosen: Mapping[str, str], actor: Actor) -> Merge:
    """Make them one. `chosen`: by field of `FIELDS`, "gone" where the one that goes is right.

    Of two places in one session the better stays and the other is freed, for the next in line. Raises
    `Refusal` for one and the same, what is merged or erased already, or two attestations of one thing.
    """
    sessions = _hold(kept, gone)
    _refuse(kept, gone)
    said = _said(kept, gone, chosen)
    ledger = Ledger()
    freed = places.unite(ledger, kept, gone, str(said["email"]), actor)
    places.unite_series(ledger, kept, gone)
    for model in (Registration, SeriesRegistration, Attestation, FeedToken):
        theirs = select(model).where(model.participant_id == gone.id).order_by(model.id)
        ledger.set(db.session.scalars(theirs).all(), participant_id=kept.id)
    _end_links(ledger, kept, gone)
    consents.unite(ledger, kept, gone, str(said["email"]))
    _redirect(ledger, kept, gone, said)
    _describe(ledger, kept, gone, said)
    earlier = select(Participant).where(or_(Participant.merged_into_id == gone.id, Participant.id == gone.id))
    ledger.set(db.session.scalars(earlier).all(), merged_into_id=kept.id)
    merge = written("participant", kept.id, gone.id, ledger.lines, actor)
    note(actor, "participant.merged", merge)
    for session in sessions:
        if session.id in freed:
            promote(session)
    db.session.expire_all()
    return merge


def _hold(kept: Participant, gone: Participant) -> list[TrainingSession]:
    """Series, sessions, people, then their places: always in that order."""
    both = (kept.id, gone.id)
    series = select(SeriesRegistration.series_id).where(
        SeriesRegistration.participant_id.in_(both), SeriesRegistration.withdrawn_at.is_(None)
    )
    hold_all(Series, db.session.scalars(series).all())
    theirs = select(Registration.training_session_id).where(Registration.participant_id.in_(both))
    sessions = hold_sessions(*db.session.scalars(theirs).all())
    hold_all(Participant, both)
    hold_all(Registration, db.session.scalars(select(Registration.id).where(Registration.participant_id.in_(both))))
    return sessions


def _refuse(kept: Participant, gone: Participant) -> None:
    refuse_unless_two(kept, gone)
    if kept.erased_at is not None or gone.erased_at is not None:
        raise Refusal(lazy("Une des deux fiches est effacée : il n'en reste rien à réunir."))
    twice = attested_twice(kept.id, gone.id)
    if twice:
        raise Refusal(
            lazy("Les deux ont une attestation valide pour « %(title)s » : retirez-en une d'abord."), title=twice[0]
        )


def attested_twice(first: int, second: int) -> list[str]:
    """The titles of what both have a valid attestation of."""
    standing = select(Attestation).where(
        Attestation.participant_id.in_((first, second)), Attestation.ended_at.is_(None)
    )
    seen: dict[tuple[int | None, int | None], int | None] = {}
    found = []
    for row in db.session.scalars(standing.order_by(Attestation.id)):
        subject = row.training_session or row.series
        if subject is None:
            continue
        if seen.setdefault((row.training_session_id, row.series_id), row.participant_id) != row.participant_id:
            found.append(subject.title.read(current()).text)
    return found


def _said(kept: Participant, gone: Participant, chosen: Mapping[str, str]) -> dict[str, Any]:
    """The columns of the one that stays, as they were chosen."""
    side = {field: gone if chosen.get(field) == "gone" else kept for field in FIELDS}
    body = side["organization"]
    if "organization" not in chosen and not kept.organization_name:
        body = gone
    name, email = side["name"].name, side["email"].email
    return {
        "name": name, "name_key": name_key(name), "email": email, "email_key": email_key(email),
        "organization_id": body.organization_id, "organization_name": body.organization_name,
        "language": side["language"].language,
    }  # fmt: skip


def _end_links(ledger: Ledger, kept: Participant, gone: Participant) -> None:
    """Links to the space of either would show the places of both: one asks anew, at the address that stays."""
    now = clock.now()
    both = (kept.id, gone.id)
    links = db.session.scalars(select(SpaceLink).where(SpaceLink.participant_id.in_(both)).order_by(SpaceLink.id))
    changes = select(AddressChange).where(AddressChange.participant_id.in_(both)).order_by(AddressChange.id)
    rows: list[SpaceLink | AddressChange] = [*links, *db.session.scalars(changes)]
    for one in rows:
        ledger.set([one], ends_at=min(one.ends_at, now), participant_id=kept.id)


def _redirect(ledger: Ledger, kept: Participant, gone: Participant, said: Mapping[str, Any]) -> None:
    """Letters that are still here go to the address that stays; how far one is says whether it was too late."""
    owed = select(Letter).join(Letter.registration).where(
        Registration.participant_id == kept.id, Letter.state == "queued", Letter.kind.not_in(NOT_REDIRECTED),
        Letter.to_email.in_((kept.email, gone.email)),
    )  # fmt: skip
    rows = db.session.scalars(owed.order_by(Letter.id)).all()
    ledger.set(rows, to_email=said["email"], to_name=one_line(said["name"]), state="queued")


def _describe(ledger: Ledger, kept: Participant, gone: Participant, said: Mapping[str, Any]) -> None:
    """Write what was chosen. Who bore that name and address, if it is the one that goes, bears the old ones."""
    holder, own = bearer(said["email"], said["name"]), known_as(kept)
    if holder is not None and holder.id != kept.id:
        if holder.id != gone.id and holder.merged_into_id not in (kept.id, gone.id):
            raise Refusal(lazy("Ce nom et ce courriel, ensemble, sont déjà ceux d'une autre personne."), field="name")
        ledger.set([holder], email_key=on_its_way(holder))
    ledger.set([kept], **{column: said[column] for column in own})
    if holder is not None and holder.id != kept.id:
        ledger.set([holder], **own)
    ledger.set([kept], organization_id=said["organization_id"], organization_name=said["organization_name"])
    ledger.set([kept], language=said["language"])
    ends = [end for end in (kept.erase_after, gone.erase_after) if end is not None]
    ledger.set([kept], erase_after=max(ends, default=None))
