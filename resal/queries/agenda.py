"""The lines of an agenda as rows, with all that is said of them, in a handful of statements."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from resal.db import db
from resal.models import AgendaItem, AgendaLeader, TrainingSession


def items(session: TrainingSession) -> Sequence[AgendaItem]:
    """In the order they are shown, with those who lead them."""
    lines = (
        select(AgendaItem)
        .where(AgendaItem.training_session_id == session.id)
        .options(
            selectinload(AgendaItem.leaders).joinedload(AgendaLeader.facilitator),
            selectinload(AgendaItem.organizations),
            joinedload(AgendaItem.meeting),
        )
        .order_by(AgendaItem.position, AgendaItem.id)
    )
    return db.session.scalars(lines).all()
