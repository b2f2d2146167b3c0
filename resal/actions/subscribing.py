"""Private calendars: an address for one person, shown once, kept hashed, revocable."""

import secrets

from sqlalchemy import select

from resal import clock, tokens
from resal.actions import PARTICIPANT, Actor
from resal.actions.journal import note
from resal.db import db, hold, transaction
from resal.models import FeedToken, Participant


@transaction
def renew_feed(participant: Participant, actor: Actor = PARTICIPANT) -> str:
    """A new private address in place of all those before; returns its token."""
    hold(participant)
    _revoke(participant, actor)
    return _create(participant, "", actor)


@transaction
def create_feed(participant: Participant, name: str = "", actor: Actor = PARTICIPANT) -> str:
    """A new private address; returns its token, which nobody can read again afterwards."""
    return _create(participant, name, actor)


@transaction
def revoke_feeds(participant: Participant, actor: Actor = PARTICIPANT) -> int:
    """End every private address of a person at once; returns how many there were."""
    return _revoke(participant, actor)


def has_feed(participant: Participant) -> bool:
    """Whether this person has a private address that still answers."""
    alive = select(FeedToken.id).where(FeedToken.participant_id == participant.id, FeedToken.revoked_at.is_(None))
    return db.session.scalar(alive.limit(1)) is not None


def _create(participant: Participant, name: str, actor: Actor) -> str:
    token = secrets.token_urlsafe(2 * tokens.SIZE)
    feed = FeedToken(participant=participant, token_hash=tokens.fingerprint(token), name=name, created_at=clock.now())
    db.session.add(feed)
    note(actor, "feed.created", feed)
    return token


def _revoke(participant: Participant, actor: Actor) -> int:
    alive = select(FeedToken).where(FeedToken.participant_id == participant.id, FeedToken.revoked_at.is_(None))
    feeds = db.session.scalars(alive).all()
    for feed in feeds:
        feed.revoked_at = clock.now()
        note(actor, "feed.revoked", feed)
    return len(feeds)
