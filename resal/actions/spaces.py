"""Links to all the places of one person: sent to the address on file alone, good for a while, closed at will."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, func, select, update

from resal import clock, tokens
from resal.actions import PARTICIPANT
from resal.actions.journal import note
from resal.actions.people import email_key
from resal.db import db, hold, transaction
from resal.letters import owing_space
from resal.models import Participant, SpaceLink

GOOD_FOR = timedelta(days=30)
KEPT = timedelta(days=30)  # how long a link that ran out still says so
MOST = 20  # people of one shared address


@transaction
def send(email: str, language: str) -> int:
    """Owe one letter with a link for each person of this address; returns how many people: none, no letter.

    Whoever was reached there before two of their rows were made one gets theirs at the address that stayed.
    """
    by_address: dict[str, list[Participant]] = defaultdict(list)
    for person in db.session.scalars(_of_address(email)):
        by_address[person.email_key].append(person)
    for people in by_address.values():
        _owe(people, language)
    return sum(map(len, by_address.values()))


@transaction
def send_again(link: SpaceLink, language: str) -> None:
    """A new link to the person whose link this is, at the address they have now."""
    hold(link.participant)
    if link.participant.erased_at is None and not link.participant.example:
        _owe([link.participant], language)


@transaction
def close(participant: Participant) -> int:
    """End every link of a person at once; returns how many there were. Twice is once."""
    hold(participant)
    closed = revoke(participant)
    if closed:
        note(PARTICIPANT, "space.closed", participant, count=closed)
    return closed


def issue(participant: Participant) -> SpaceLink:
    """A new link, inside somebody's transaction."""
    now = clock.now()
    link = SpaceLink(participant=participant, nonce=tokens.new_nonce(), created_at=now, ends_at=now + GOOD_FOR)
    db.session.add(link)
    return link


def revoke(participant: Participant) -> int:
    """End every link of a person, inside somebody's transaction."""
    alive = update(SpaceLink).where(SpaceLink.participant_id == participant.id, SpaceLink.revoked_at.is_(None))
    ended = db.session.execute(alive.values(revoked_at=clock.now()))
    return int(ended.rowcount)  # type: ignore[attr-defined] # an UPDATE has a row count


@transaction
def forget_old() -> int:
    """Drop the links that ran out thirty days ago; returns how many."""
    gone = db.session.execute(delete(SpaceLink).where(SpaceLink.ends_at < clock.now() - KEPT))
    return int(gone.rowcount)  # type: ignore[attr-defined] # a DELETE has a row count


def _of_address(email: str):  # type: ignore[no-untyped-def] # a Select of participants
    """Everybody real who is reached there, or was."""
    known = select(func.coalesce(Participant.merged_into_id, Participant.id)).where(
        Participant.email_key == email_key(email)
    )
    return (
        select(Participant)
        .where(Participant.id.in_(known), Participant.erased_at.is_(None), Participant.example.is_(False))
        .order_by(Participant.id)
        .limit(MOST)
    )


def _owe(people: Sequence[Participant], language: str) -> None:
    links = [issue(person) for person in people]
    db.session.flush()
    db.session.add(owing_space.with_links(links, language))
