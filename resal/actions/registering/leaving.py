"""Somebody gives up all that is to come, at once."""

from collections.abc import Sequence

from sqlalchemy import select

from resal import clock
from resal.actions import PARTICIPANT
from resal.actions.registering.moving import move
from resal.actions.registering.promoting import promote
from resal.db import db, hold
from resal.models import Participant, Registration, SeriesRegistration, TrainingSession
from resal.models.registration import LIVE


def leave_all(person: Participant) -> list[Registration]:
    """Free every place in a session that has not begun, and promote; inside somebody's transaction, which tells.

    Series are held first, then sessions in the order of their ids, as everywhere.
    """
    for whole in db.session.scalars(_wholes(person)).all():
        hold(whole.series)
        whole.withdrawn_at = whole.withdrawn_at or clock.now()
    held = [hold(session) for session in _sessions(person)]
    freed = [move(one, "withdraw", PARTICIPANT, told=False) for one in _places(person, held)]
    db.session.flush()
    for one in freed:
        promote(one.training_session)
    return freed


def _wholes(person: Participant):  # type: ignore[no-untyped-def] # a Select of registrations to series
    return (
        select(SeriesRegistration)
        .where(SeriesRegistration.participant_id == person.id, SeriesRegistration.withdrawn_at.is_(None))
        .order_by(SeriesRegistration.series_id)
    )


def _sessions(person: Participant) -> Sequence[TrainingSession]:
    theirs = select(Registration.training_session_id).where(
        Registration.participant_id == person.id, Registration.state.in_(LIVE)
    )
    found = select(TrainingSession).where(TrainingSession.id.in_(theirs)).order_by(TrainingSession.id)
    return db.session.scalars(found).all()


def _places(person: Participant, held: Sequence[TrainingSession]) -> Sequence[Registration]:
    """Read once the sessions are held, so that what just changed is seen."""
    to_come = [session.id for session in held if not session.started(clock.now())]
    live = select(Registration).where(
        Registration.participant_id == person.id, Registration.state.in_(LIVE),
        Registration.training_session_id.in_(to_come),
    )  # fmt: skip
    return db.session.scalars(live.order_by(Registration.training_session_id)).all()
