"""Registering to a whole series: which of its sessions are open, and what the form shows of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from resal import clock
from resal.addresses import path, slug
from resal.db import db
from resal.language import current
from resal.models import Series, SeriesRegistration, TrainingSession
from resal.queries import occasions, registering_page
from resal.queries.network import about
from resal.queries.readings import shown
from resal.queries.visible import shown_series


@dataclass(frozen=True)
class OpenSession:
    """A session one would come to. `full`: with a place in line."""

    title: str
    title_lang: str | None
    line: str
    full: bool


@dataclass(frozen=True)
class SeriesForm:
    """A series as its form shows it."""

    id: int
    title: str
    title_lang: str | None
    href: str
    sessions: list[OpenSession]
    hybrid: bool
    approval: bool
    full: bool
    asks: bool
    retention_months: int
    organizations: list[str]


def joinable(session: TrainingSession, now: datetime) -> bool:
    """Whether whoever comes to the whole series has a place here: public, dated, open."""
    return session.listed and session.starts_at is not None and session.registration_state(now) == "open"


def open_sessions(series_id: int) -> list[TrainingSession]:
    """Those one would come to now, soonest first."""
    now = clock.now()
    to_come = select(TrainingSession).where(
        TrainingSession.series_id == series_id, TrainingSession.starts_at > now,
        TrainingSession.published_at.is_not(None),
    )  # fmt: skip
    rows = db.session.scalars(to_come.options(selectinload(TrainingSession.meetings)))
    return sorted((row for row in rows if joinable(row, now)), key=lambda row: (row.starts_at or now, row.id))


def opened() -> list[TrainingSession]:
    """The sessions whose opening moment has come, in a series that somebody comes to as a whole."""
    now = clock.now()
    followed = select(SeriesRegistration.series_id).where(SeriesRegistration.withdrawn_at.is_(None))
    asked = select(TrainingSession).where(
        TrainingSession.series_id.in_(followed), TrainingSession.opens_at <= now, TrainingSession.starts_at > now
    )  # fmt: skip
    return [row for row in db.session.scalars(asked.order_by(TrainingSession.id)) if joinable(row, now)]


def offered(id_: int) -> Series | None:
    """The series, when one registers to it as a whole and anybody may know of it."""
    asked = select(Series).where(Series.id == id_, Series.register_whole, shown_series())
    return db.session.scalars(asked).one_or_none() if 0 < id_ < 2**31 else None


def form_href(series_id: int) -> str:
    """Where one registers to the whole, or nothing when none of its sessions is open."""
    return path("registration.series_form", current(), id=series_id) if open_sessions(series_id) else ""


def of(series: Series, sessions: Sequence[TrainingSession], mode: str | None) -> SeriesForm:
    """What the form shows; `sessions`: those that are open."""
    title, rows = shown(series.title), [_open(session, mode) for session in sessions]
    page = path("public.series", current(), id=series.id, slug=slug(title.text))
    return SeriesForm(
        id=series.id, title=title.text, title_lang=title.lang, href=page,
        sessions=rows, hybrid=any(session.mode == "hybrid" for session in sessions),
        approval=any(session.registration == "approval" for session in sessions),
        full=any(row.full for row in rows), asks=any(session.asks for session in sessions),
        retention_months=about().retention_months,
        organizations=registering_page.suggestions(),
    )  # fmt: skip


def _open(session: TrainingSession, mode: str | None) -> OpenSession:
    title = shown(session.title)
    return OpenSession(title.text, title.lang, occasions.line(session), registering_page.is_full(session, mode))
