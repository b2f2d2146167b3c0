"""Sessions as the team sees them in lists: drafts included, seats counted, nothing personal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import selectinload

from resal import clock
from resal.db import db
from resal.language import current, dates, gettext, ngettext
from resal.language.typography import NBSP
from resal.models import Meeting, Takeaway, TrainingSession
from resal.queries import occasions, presence, seats, visible
from resal.queries.calendar_entries import session_path
from resal.queries.presence import Presence
from resal.queries.readings import shown
from resal.queries.seats import Seats, whole
from resal.queries.words import VISIBILITIES, in_zone, word

PAGE = 30
LISTS = ("a-venir", "brouillons", "mes-brouillons", "sans-animation", "passees", "sans-apprentissages")
S = TrainingSession


@dataclass(frozen=True)
class Row:
    """One line of a list. `taken` and `total` light the gauge, `seats_text` says them."""

    id: int
    title: str
    title_lang: str | None
    when: str
    taken: int
    total: int
    seats_text: str
    state_kind: str | None
    state_text: str
    note: str
    published: bool
    public_href: str


@dataclass(frozen=True)
class Page:
    """One page of a list, from 1; `counts`: how many sessions each of the lists has."""

    rows: list[Row]
    number: int
    pages: int
    counts: dict[str, int]

    @property
    def exists(self) -> bool:
        return 1 <= self.number <= self.pages


def page(name: str, number: int, reader_id: int | None = None) -> Page:
    """A page of one of `LISTS`; `reader_id`: the account whose drafts are « mine »."""
    held = conditions(clock.now(), reader_id)
    counts = _counts(held)
    pages = max(1, -(-counts[name] // PAGE))
    query = select(S).where(held[name]).order_by(*_order(name))
    rows = _rows(query.limit(PAGE).offset((number - 1) * PAGE)) if 1 <= number <= pages else []
    return Page(rows, number, pages, counts)


def titles() -> dict[str | None, str]:
    """The name of each of `LISTS`."""
    return {
        "a-venir": gettext("À venir"),
        "brouillons": gettext("Brouillons"),
        "mes-brouillons": gettext("Mes brouillons"),
        "sans-animation": gettext("Sans animation"),
        "passees": gettext("Passées"),
        "sans-apprentissages": gettext("Sans apprentissages"),
    }


def next_ones(limit: int) -> list[Row]:
    """What is to come and what is being prepared, soonest first."""
    ahead = visible.to_come(clock.now())
    return _rows(select(S).where(ahead).order_by(S.starts_at.is_(None), S.starts_at, S.id).limit(limit))


def state(session: TrainingSession, now: datetime) -> tuple[str | None, str]:
    """The kind and the words of the pill that says where a session stands."""
    if not session.published:
        return "soon", gettext("Brouillon")
    if session.cancelled:
        return "off", gettext("Annulée")
    return (None, gettext("Terminée")) if session.over(now) else ("ok", gettext("Publiée"))


def conditions(now: datetime, reader_id: int | None) -> dict[str, ColumnElement[bool]]:
    """What sessions each of `LISTS` holds."""
    published, draft, stands = S.published_at.is_not(None), S.published_at.is_(None), S.cancelled_at.is_(None)
    return {
        "a-venir": published & visible.to_come(now),
        "brouillons": draft,
        "mes-brouillons": draft & (S.created_by_id == reader_id),
        "sans-animation": visible.to_come(now) & stands & ~S.facilitations.any(),
        "passees": published & visible.over(now),
        "sans-apprentissages": published & visible.over(now) & stands & ~_learned(),
    }


def _learned() -> ColumnElement[bool]:
    return exists(select(Takeaway.id).where(Takeaway.training_session_id == S.id))


def _counts(held: dict[str, ColumnElement[bool]]) -> dict[str, int]:
    row = db.session.execute(select(*(func.count(S.id).filter(condition) for condition in held.values()))).one()
    return dict(zip(held, row, strict=True))


def _order(name: str) -> tuple[Any, ...]:
    if name in ("passees", "sans-apprentissages"):
        return (S.starts_at.is_(None), S.starts_at.desc(), S.id.desc())
    return (S.starts_at.is_(None), S.starts_at, S.id)


def _rows(query) -> list[Row]:  # type: ignore[no-untyped-def] # a Select of sessions
    sessions = db.session.scalars(query.options(selectinload(S.meetings))).all()
    now = clock.now()
    stocks = seats.of_sessions(sessions)
    came = presence.of_sessions(session for session in sessions if session.over(now))
    return [_row(session, whole(stocks[session.id]), came.get(session.id), now) for session in sessions]


def _row(session: TrainingSession, held: Seats, came: Presence | None, now: datetime) -> Row:
    title, (kind, text) = shown(session.title), state(session, now)
    return Row(
        id=session.id, title=title.text, title_lang=title.lang, when=_when(session, now), taken=held.taken,
        total=held.capacity or 0, seats_text=said_seats(session, held, came), state_kind=kind, state_text=text,
        note="" if session.visibility == "public" else word(VISIBILITIES, session.visibility),
        published=session.published, public_href=session_path(session, current()),
    )  # fmt: skip


def said_seats(session: TrainingSession, held: Seats, came: Presence | None = None) -> str:
    """« 24 sur 40 », « 24 inscriptions », « 38 personnes, 21 organismes », « Sans inscription »."""
    if came is not None and str(came):
        return str(came)
    if session.registration == "none" and not held.taken:
        return gettext("Sans inscription")
    if held.capacity is None:
        return ngettext("%(n)s inscription", "%(n)s inscriptions", held.taken)
    return gettext("%(taken)s sur %(total)s", taken=held.taken, total=held.capacity).replace(" ", NBSP)


def _when(session: TrainingSession, now: datetime) -> str:
    """The first moment, with its year when it is not this one, and how many dates there are."""
    said = occasions.first_moment(session)
    if session.live_meetings and not _is_this_year(session, now):
        said = _with_year(session.live_meetings[0])
    number = len(session.live_meetings)
    if number < 2:
        return said
    return f"{said} ({ngettext('%(n)s date', '%(n)s dates', number).replace(' ', NBSP)})"


def _is_this_year(session: TrainingSession, now: datetime) -> bool:
    return session.live_meetings[0].date.year == now.astimezone(ZoneInfo(session.timezone)).year


def _with_year(meeting: Meeting) -> str:
    """« 11 janvier 2027, 9 h »."""
    hour = dates.hour(meeting.start_time) if meeting.start_time else ""
    hour = in_zone(hour, meeting.timezone, meeting.training_session.timezone)
    return ", ".join(part for part in (dates.day_medium(meeting.date), hour) if part)
