"""The order of the line: who waits where."""

from datetime import timedelta

from sqlalchemy import func, select

from resal.db import db
from resal.models import Registration

UNDO = timedelta(minutes=10)  # how long a seat given up may be taken back


def position(registration: Registration) -> int:
    """The place in line, from 1, among those who wait for the same kind of seat."""
    ahead = select(func.count()).where(
        Registration.training_session_id == registration.training_session_id,
        Registration.state == "waiting",
        Registration.arrival <= registration.arrival,
    )
    if registration.training_session.mode == "hybrid":
        ahead = ahead.where(Registration.mode == registration.mode)
    return db.session.scalar(ahead) or 0
