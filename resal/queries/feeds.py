"""Which meetings a feed holds, and the proof that it has not changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, or_, select
from sqlalchemy.orm import joinedload

from resal import clock
from resal.db import db
from resal.models import (
    Facilitation,
    Meeting,
    Organization,
    Participant,
    Registration,
    Theme,
    TrainingSession,
)
from resal.models.registration import LIVE
from resal.models.training_session import TOMBSTONE

PAST = timedelta(days=366)


@dataclass(frozen=True)
class Stamp:
    """What tells one state of a meeting from another, without reading its words."""

    meeting_id: int
    uid: str
    sequence: int
    revised_at: datetime
    zone: str


def public() -> ColumnElement[bool]:
    """What anybody may see: published and public; unpublished or removed of late, as cancelled."""
    lately = clock.now() - TOMBSTONE
    return and_(
        TrainingSession.visibility == "public",
        or_(TrainingSession.published_at.is_not(None), TrainingSession.unpublished_at > lately),
    )


def of_series(id: int) -> ColumnElement[bool]:  # noqa: A002 - the word of the address
    return TrainingSession.series_id == id


def of_session(id: int) -> ColumnElement[bool]:  # noqa: A002 - the word of the address
    return TrainingSession.id == id


def of_theme(id: int) -> ColumnElement[bool]:  # noqa: A002 - the word of the address
    return TrainingSession.themes.any(Theme.id == id)


def of_facilitator(id: int) -> ColumnElement[bool]:  # noqa: A002 - the word of the address
    return TrainingSession.facilitations.any(Facilitation.facilitator_id == id)


def of_organization(id: int) -> ColumnElement[bool]:  # noqa: A002 - the word of the address
    return or_(
        TrainingSession.organizers.any(Organization.id == id), TrainingSession.funders.any(Organization.id == id)
    )


def in_language(language: str) -> ColumnElement[bool]:
    """Sessions held in a language: the list is JSON, whose text form both engines can search."""
    return cast(TrainingSession.languages, String).contains(f'"{language}"', autoescape=True)


def in_mode(mode: str) -> ColumnElement[bool]:
    """A way of taking part; hybrid sessions offer two of them, as the lists of the site show."""
    return TrainingSession.mode.in_((mode, "hybrid"))


def of_participant(participant: Participant) -> ColumnElement[bool]:
    """Where somebody has a seat or a place in line."""
    theirs = select(Registration.training_session_id).where(
        Registration.participant_id == participant.id, Registration.state.in_(LIVE)
    )
    return TrainingSession.id.in_(theirs)


def modes_of(participant: Participant) -> dict[int, str]:
    """How somebody takes part in each meeting, by its id, where the session leaves the choice."""
    chosen = (
        select(Meeting.id, Registration.mode)
        .join(Meeting.training_session)
        .join(Registration, Registration.training_session_id == TrainingSession.id)
        .where(TrainingSession.mode == "hybrid", Registration.mode.is_not(None))
        .where(Registration.participant_id == participant.id, Registration.state.in_(LIVE))
    )
    return {id_: mode or "" for id_, mode in db.session.execute(chosen)}


def stamps(*conditions: ColumnElement[bool]) -> Sequence[Stamp]:
    """The state of each meeting in the window of a feed: last twelve months and all to come."""
    rows = db.session.execute(
        _within(select(Meeting.id, Meeting.uid, Meeting.sequence, Meeting.revised_at, Meeting.timezone), conditions)
    )
    return [Stamp(*row) for row in rows]


def meetings(ids: Sequence[int]) -> dict[int, Meeting]:
    """These meetings with all that a calendar entry shows, in a constant number of statements."""
    found: dict[int, Meeting] = {}
    for start in range(0, len(ids), 500):
        chosen = select(Meeting).where(Meeting.id.in_(ids[start : start + 500])).options(*_shown())
        found |= {meeting.id: meeting for meeting in db.session.scalars(chosen)}
    return found


def _within(selected: Any, conditions: Sequence[ColumnElement[bool]]) -> Any:
    now = clock.now()
    return (
        selected.join(TrainingSession, Meeting.training_session_id == TrainingSession.id)
        .where(Meeting.ends_at > now - PAST, *conditions)
        .where(or_(Meeting.removed_at.is_(None), Meeting.removed_at > now - TOMBSTONE))
        .order_by(Meeting.starts_at, Meeting.id)
    )


def _shown() -> list[Any]:
    session = joinedload(Meeting.training_session)
    return [
        joinedload(Meeting.venue),
        session.joinedload(TrainingSession.venue),
        session.selectinload(TrainingSession.themes),
        session.selectinload(TrainingSession.facilitations).joinedload(Facilitation.facilitator),
    ]
