"""Another address: confirmed by a letter to the new one, told to the old one, and then theirs everywhere."""

from datetime import timedelta

from sqlalchemy import delete, select, update

from resal import clock, tokens
from resal.actions import PARTICIPANT, Refusal, spaces
from resal.actions.journal import note
from resal.actions.people import correct, email_key
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.letters import owing_space
from resal.models import AddressChange, Letter, Participant, Registration, SpaceLink, Subscription

GOOD_FOR = timedelta(days=3)


@transaction
def ask(person: Participant, email: str, language: str) -> AddressChange:
    """Owe a letter to the new address, and one to the old; until the first is answered nothing changes.

    It takes the place of a change asked for before. Raises `Refusal` for the address of now.
    """
    hold(person)
    if email == person.email:
        raise Refusal(lazy("C'est déjà votre adresse."), field="email")
    db.session.execute(delete(AddressChange).where(AddressChange.participant_id == person.id))
    now = clock.now()
    change = AddressChange(
        participant=person, email=email, nonce=tokens.new_nonce(), created_at=now, ends_at=now + GOOD_FOR
    )
    db.session.add(change)
    db.session.flush()
    db.session.add_all(owing_space.for_change(change, language))
    return change


@transaction
def confirm(change: AddressChange) -> SpaceLink | None:
    """The address is theirs from now on, also for letters that wait; links to their space begin anew.

    Returns the new link, None when it was done before. Raises `Refusal` when it is not in time, or when somebody
    of the same name has that address already.
    """
    person = hold(change.participant)
    db.session.refresh(change)
    if change.done_at is not None:
        return None
    if change.ends_at <= clock.now():
        raise Refusal(lazy("Ce lien a pris fin."))
    old, old_key = person.email, person.email_key
    correct(person, person.name, change.email, person.organization_name, person.language)
    _follow(person, old, old_key)
    change.done_at, change.email = clock.now(), ""
    spaces.revoke(person)
    note(PARTICIPANT, "person.readdressed", person)
    return spaces.issue(person)


@transaction
def forget_old() -> int:
    """Drop the changes whose time has passed; returns how many."""
    gone = db.session.execute(delete(AddressChange).where(AddressChange.ends_at < clock.now()))
    return int(gone.rowcount)  # type: ignore[attr-defined] # a DELETE has a row count


def _follow(person: Participant, old: str, old_key: str) -> None:
    """Letters that wait go to the new address; so does news, unless somebody else has the old one."""
    theirs = select(Registration.id).where(Registration.participant_id == person.id)
    waiting = (Letter.registration_id.in_(theirs), Letter.state == "queued", Letter.to_email == old)
    db.session.execute(update(Letter).where(*waiting).values(to_email=person.email))
    shared = select(Participant.id).where(
        Participant.email_key == old_key, Participant.id != person.id, Participant.merged_into_id.is_(None)
    )
    if db.session.scalars(shared.limit(1)).first() is None:
        news = update(Subscription).where(Subscription.email_key == old_key)
        db.session.execute(news.values(email=person.email, email_key=email_key(person.email)))
