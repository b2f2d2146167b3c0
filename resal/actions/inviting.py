"""Invitations: links that let some people register to a session that is by invitation."""

from datetime import datetime

from resal import clock, tokens
from resal.actions import Actor, Refusal
from resal.actions.journal import note
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.models import Invitation, TrainingSession


@transaction
def invite(session: TrainingSession, label: str, most: int, ends_at: datetime | None, actor: Actor) -> Invitation:
    """Make a link for `most` registrations, until `ends_at` if it has an end.

    Raises `Refusal` for a session that is not by invitation, or an end that has passed.
    """
    hold(session)
    if session.registration != "invitation":
        raise Refusal(lazy("Cette rencontre n'est pas sur invitation : changez d'abord son inscription."))
    if ends_at is not None and ends_at <= clock.now():
        raise Refusal(lazy("Cette fin est déjà passée."), field="ends_at")
    made = Invitation(
        training_session_id=session.id, label=label, most=most, ends_at=ends_at, nonce=tokens.new_nonce(),
        created_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    note(actor, "session.invited", session)
    return made


@transaction
def revoke(invitation: Invitation, actor: Actor) -> None:
    """Its link opens nothing from now on; who registered by it stays. Twice is once."""
    session = hold(invitation.training_session)
    db.session.refresh(invitation)
    if invitation.revoked_at is None:
        invitation.revoked_at = clock.now()
        note(actor, "session.invitation_revoked", session)
