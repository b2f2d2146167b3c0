"""A session may give so many places to one organization: from there on, its people ask the team."""

from sqlalchemy import select

from resal.actions.people import match_organization
from resal.db import db
from resal.language.typography import fold
from resal.models import Participant, Registration, TrainingSession
from resal.models.registration import SEATED


def is_beyond(session: TrainingSession, organization: str) -> bool:
    """Whether somebody new of this organization, as typed, would be one more than it may have."""
    return left(session, organization) == 0


def left(session: TrainingSession, organization: str) -> int | None:
    """How many more people of this organization, as typed, may come without asking; None without a cap."""
    if session.organization_cap is None:
        return None
    known, typed = match_organization(organization), fold(organization)
    places = (
        select(Participant.organization_id, Participant.organization_name)
        .join(Registration, Registration.participant_id == Participant.id)
        .where(Registration.training_session_id == session.id, Registration.state.in_((*SEATED, "waiting")))
    )
    theirs = sum(
        (known is not None and id_ == known) or fold(name) == typed for id_, name in db.session.execute(places)
    )
    return max(session.organization_cap - theirs, 0)
