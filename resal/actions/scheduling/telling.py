"""Telling people of a change. Their letters wait a quarter of an hour, in which they can be stopped."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from resal.db import db
from resal.models import Registration, TrainingSession
from resal.models.registration import LIVE


def concerned(session: TrainingSession) -> Sequence[Registration]:
    """Whoever has a seat or a place in line, in order of arrival."""
    living = (
        select(Registration)
        .where(Registration.training_session_id == session.id, Registration.state.in_(LIVE))
        .options(joinedload(Registration.participant))
    )
    return db.session.scalars(living.order_by(Registration.arrival)).all()
