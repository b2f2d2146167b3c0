"""What lists read of sessions: plain columns of those on the page, and of nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from resal.db import db
from resal.models import Localized, Meeting, Series, TrainingSession, Venue

S = TrainingSession
COLUMNS: tuple[InstrumentedAttribute[Any], ...] = (
    S.id, S.title, S.kind, S.mode, S.languages, S.number_in_series, S.timezone, S.date_known_as,
    S.date_known_until, S.city, S.capacity, S.capacity_online, S.registration, S.opens_at, S.closes_at,
    S.waiting_list, S.visibility, S.edition_number, S.attendance_low, S.attendance_high, S.starts_at, S.ends_at,
    S.published_at, S.moved_at, S.cancelled_at, S.cancelled_reason,
)  # fmt: skip
Order = tuple[ColumnElement[Any], ...]
SOONEST: Order = (S.starts_at.is_(None), S.starts_at.asc(), S.id.asc())
LATEST: Order = (S.starts_at.is_(None), S.starts_at.desc(), S.id.desc())


class Place(NamedTuple):
    """The words of a venue that a list needs."""

    name: str | None
    borough: str | None
    city: str | None


class Part(NamedTuple):
    """One dated part of a session."""

    date: date
    start: time | None
    end: time | None
    place: Place
    zone: str


class Found(NamedTuple):
    """A session to be shown in a list; `size` is how many listed ones its series has."""

    session: TrainingSession
    series: Localized | None
    size: int
    place: Place


def found(
    conditions: Sequence[ColumnElement[bool]], order: Order, limit: int | None = None, offset: int = 0
) -> list[Found]:
    """The sessions under these conditions.

    Which ones is settled first, so that the rest is only read for those.
    """
    picked = select(S.id).where(*conditions).order_by(*order).limit(limit).offset(offset)
    query = (
        select(*COLUMNS, Series.title, _listed_in_series(), Venue.name, Venue.borough, Venue.city)
        .outerjoin(Series, Series.id == S.series_id)
        .outerjoin(Venue, Venue.id == S.venue_id)
        .where(S.id.in_(picked))
        .order_by(*order)
    )
    width = len(COLUMNS)
    return [
        Found(noun(COLUMNS, row[:width]), row[width], row[width + 1], Place(*row[width + 2 :]))
        for row in db.session.execute(query)
    ]


def noun(columns: Sequence[InstrumentedAttribute[Any]], values: Sequence[Any]) -> TrainingSession:
    """A session made of a few columns, to be asked about its state.

    It is not one of the database session's own rows: nothing more of it can be read, or be written,
    by mistake.
    """
    return TrainingSession(**{column.key: value for column, value in zip(columns, values, strict=True)})


def parts(ids: Iterable[int]) -> dict[int, list[Part]]:
    """The dated parts that stand, by session, in the order of time."""
    wanted = list(ids)
    query = (
        select(
            Meeting.training_session_id, Meeting.date, Meeting.start_time, Meeting.end_time,
            Meeting.timezone, Venue.name, Venue.borough, Venue.city,
        )
        .outerjoin(Venue, Venue.id == Meeting.venue_id)
        .where(Meeting.training_session_id.in_(wanted), Meeting.removed_at.is_(None))
        .order_by(Meeting.starts_at, Meeting.position)
    )  # fmt: skip
    dated: dict[int, list[Part]] = defaultdict(list)
    for id_, day, start, end, zone, *venue in db.session.execute(query) if wanted else ():
        dated[id_].append(Part(day, start, end, Place(*venue), zone))
    return dated


def _listed_in_series() -> ScalarSelect[int]:
    other = aliased(TrainingSession)
    public = (other.published_at.is_not(None), other.visibility == "public")
    same = select(func.count(other.id)).where(other.series_id == S.series_id, *public)
    return same.scalar_subquery()
