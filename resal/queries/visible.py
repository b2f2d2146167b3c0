"""What anybody may see: the conditions every public list begins with (trust, B7).

A session is listed when it is published and neither unlisted nor confidential; what belongs to a
session is shown with it, or not at all. Drafts leave no trace.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from resal.models import (
    AgendaItem,
    AgendaLeader,
    Facilitation,
    Facilitator,
    Meeting,
    NextStep,
    Organization,
    Series,
    Takeaway,
    TrainingSession,
)
from resal.models.training_session import TOMBSTONE, last_today

Condition = ColumnElement[bool]


def listed() -> Condition:
    """As `TrainingSession.listed`."""
    return and_(TrainingSession.published_at.is_not(None), TrainingSession.visibility == "public")


def over(now: datetime) -> Condition:
    """As `TrainingSession.over`."""
    return or_(TrainingSession.ends_at <= now, and_(TrainingSession.ends_at.is_(None), _passed(now)))


def to_come(now: datetime) -> Condition:
    """Not over yet, whether or not it has a date."""
    return or_(TrainingSession.ends_at > now, and_(TrainingSession.ends_at.is_(None), ~_passed(now)))


def said_date(now: datetime) -> Condition:
    """A date that stands, or one to be said cancelled: taken out of a published session that has no other that day,

    and still to come or taken out this month.
    """
    other = aliased(Meeting)
    same_day = (other.training_session_id == Meeting.training_session_id, other.date == Meeting.date)
    taken_out = and_(
        TrainingSession.published_at.is_not(None),
        TrainingSession.cancelled_at.is_(None),
        or_(Meeting.ends_at > now, Meeting.removed_at > now - TOMBSTONE),
        ~exists(select(1).where(*same_day, other.removed_at.is_(None))),
    )
    return or_(Meeting.removed_at.is_(None), taken_out)


def shown_takeaway() -> Condition:
    """Published, for everybody, from a session that is listed (join it in)."""
    return and_(Takeaway.state == "published", Takeaway.visibility == "public", listed())


def shown_step() -> Condition:
    """A next step for everybody, from a session that is listed (join it in)."""
    return and_(NextStep.public, listed())


def shown_organization() -> Condition:
    """As `Organization.public`."""
    return and_(~Organization.hidden, Organization.merged_into_id.is_(None))


def shown_series() -> Condition:
    """A series with at least one listed session: the others would tell of what is not announced."""
    return exists(select(1).where(TrainingSession.series_id == Series.id, listed()))


def credited() -> Condition:
    """A facilitator whom a listed session names: before that, nobody's name is public."""
    return or_(Facilitator.id.in_(_leaders()), Facilitator.id.in_(_agenda_leaders()))


def _passed(now: datetime) -> Condition:
    """Without a date: never NULL, so that its negation is the other half."""
    until = TrainingSession.date_known_until
    ended = and_(until.is_not(None), until < last_today(now))
    return or_(ended, TrainingSession.attendance_low.is_not(None))


def _leaders() -> Select[int]:
    return select(Facilitation.facilitator_id).join(Facilitation.training_session).where(listed())


def _agenda_leaders() -> Select[int]:
    return (
        select(AgendaLeader.facilitator_id)
        .join(AgendaItem, AgendaItem.id == AgendaLeader.agenda_item_id)
        .join(AgendaItem.training_session)
        .where(listed())
    )
