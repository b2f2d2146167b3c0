"""The sessions of a series in their order, as the team arranges them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from resal import clock
from resal.db import db
from resal.models import TrainingSession
from resal.queries import occasions
from resal.queries.coordination_sessions import state
from resal.queries.readings import shown


@dataclass(frozen=True)
class Line:
    """A session in its series: its number, what it is called, when, where it stands."""

    id: int
    number: int | None
    title: str
    title_lang: str | None
    when: str
    state_kind: str | None
    state_text: str


def by_number(series_id: int) -> list[TrainingSession]:
    """In the order of their numbers; those without one after the others, in the order of time."""
    rows = by_date(series_id)
    return sorted(rows, key=lambda row: (row.number_in_series is None, row.number_in_series or 0))


def by_date(series_id: int) -> list[TrainingSession]:
    """In the order of time, those without a date last."""
    query = select(TrainingSession).where(TrainingSession.series_id == series_id)
    rows = db.session.scalars(query.options(selectinload(TrainingSession.meetings)).order_by(TrainingSession.id)).all()
    dated = sorted((row for row in rows if row.starts_at), key=lambda row: row.starts_at or clock.now())
    undated = [row for row in rows if row.starts_at is None]
    return [*dated, *sorted(undated, key=lambda row: (row.number_in_series is None, row.number_in_series or 0))]


def lines(series_id: int) -> list[Line]:
    now = clock.now()
    return [_line(row, *state(row, now)) for row in by_number(series_id)]


def last(series_id: int) -> TrainingSession | None:
    """The session a new one most resembles: the last of the series."""
    rows = by_number(series_id)
    return rows[-1] if rows else None


def _line(row: TrainingSession, kind: str | None, text: str) -> Line:
    title = shown(row.title)
    return Line(row.id, row.number_in_series, title.text, title.lang, occasions.first_moment(row), kind, text)
