"""The consents of two people who are one: the stricter holds, and news goes to one address."""

from collections import defaultdict

from sqlalchemy import select

from resal import clock
from resal.actions.merging.ledger import Ledger
from resal.actions.people import email_key
from resal.db import db
from resal.models import Consent, Participant, Subscription


def unite(ledger: Ledger, kept: Participant, gone: Participant, email: str) -> None:
    """What one of them withdrew stays withdrawn, whatever the other had given. `email`: the one that stays."""
    by_purpose: dict[str, list[Consent]] = defaultdict(list)
    theirs = select(Consent).where(Consent.participant_id.in_((kept.id, gone.id))).order_by(Consent.id)
    for consent in db.session.scalars(theirs).all():
        by_purpose[consent.purpose].append(consent)
    for given in by_purpose.values():
        if any(_last_of(given, person).withdrawn_at for person in {one.participant_id for one in given}):
            ledger.set([one for one in given if one.withdrawn_at is None], withdrawn_at=clock.now())
        ledger.set(given, participant_id=kept.id)
    other = gone if email_key(email) == kept.email_key else kept
    if other.email_key != email_key(email) and not _is_shared(other, kept.id, gone.id):
        _unite_subscriptions(ledger, email, other.email_key)


def _last_of(given: list[Consent], person: int) -> Consent:
    return [one for one in given if one.participant_id == person][-1]


def _is_shared(person: Participant, *besides: int) -> bool:
    """Whether somebody else has the same address: what it asked for is theirs too."""
    others = select(Participant.id).where(
        Participant.email_key == person.email_key, Participant.id.not_in(besides), Participant.merged_into_id.is_(None)
    )
    return db.session.scalar(others.limit(1)) is not None


def _unite_subscriptions(ledger: Ledger, email: str, other: str) -> None:
    """What the address given up asked for goes to the one that stays, once, unless one of them said stop."""
    stays = email_key(email)
    by_subject: dict[int | None, dict[str, list[Subscription]]] = defaultdict(lambda: {stays: [], other: []})
    rows = select(Subscription).where(Subscription.email_key.in_((stays, other))).order_by(Subscription.id)
    for row in db.session.scalars(rows).all():
        by_subject[row.training_session_id][row.email_key].append(row)
    for asked in by_subject.values():
        alive = {key: [row for row in asked[key] if row.withdrawn_at is None and row.told_at is None] for key in asked}
        refused = [key for key in asked if not alive[key] and any(row.withdrawn_at for row in asked[key])]
        if refused or alive[stays]:
            doomed = [*alive[stays], *alive[other]] if refused else alive[other]
            ledger.set(doomed, withdrawn_at=clock.now())
        else:
            ledger.set(alive[other], email=email, email_key=stays)
