"""Sessions as lists show them: a few columns each, and the same handful of statements for any number."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import NamedTuple

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import aliased, load_only, raiseload

from resal import clock
from resal.addresses import path, slug
from resal.db import db
from resal.language import current, dates, gettext, ngettext, ordinal
from resal.models import Localized, Meeting, Series, TrainingSession, Venue
from resal.queries import presence, seats, words
from resal.queries.presence import Presence
from resal.queries.readings import Shown, shown
from resal.queries.seats import Seats, whole
from resal.queries.standing import Standing, free_seats, standing

S = TrainingSession
COLUMNS = (
    S.id, S.title, S.kind, S.mode, S.languages, S.number_in_series, S.timezone, S.date_known_as, S.city,
    S.capacity, S.capacity_online, S.registration, S.opens_at, S.closes_at, S.waiting_list, S.visibility,
    S.edition_number, S.attendance_low, S.attendance_high, S.starts_at, S.ends_at, S.published_at,
    S.moved_at, S.cancelled_at, S.cancelled_reason,
)  # fmt: skip
ONLY_COLUMNS = (load_only(*COLUMNS, raiseload=True), raiseload("*"))


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


@dataclass(frozen=True)
class SessionRow:
    """A session ready for the `session_card` macro; `first` is its first day, None while to come."""

    id: int
    href: str
    title: str
    title_lang: str | None
    series: str
    first: date | None
    weekday: str | None
    day: int | None
    month: str | None
    past: bool
    cancelled: bool
    long_date: str
    when: str
    where: str
    status_kind: str | None
    status_text: str | None
    note: str
    taken: int
    total: int
    seats_text: str | None
    tags: tuple[str, ...]
    kind: str

    @property
    def in_series(self) -> "SessionRow":
        """The same under a heading that already names the series: the kind of session instead."""
        return replace(self, series=self.kind)


def chosen() -> Select[TrainingSession, Localized | None, int, str | None, str | None, str | None]:
    """What `session_rows` reads, to be narrowed, ordered and limited."""
    return (
        select(S, Series.title, _listed_in_series(), Venue.name, Venue.borough, Venue.city)
        .outerjoin(Series, Series.id == S.series_id)
        .outerjoin(Venue, Venue.id == S.venue_id)
        .options(*ONLY_COLUMNS)
    )


def session_rows(
    query: Select[TrainingSession, Localized | None, int, str | None, str | None, str | None], say_over: bool = False
) -> list[SessionRow]:
    """The rows of a narrowed `chosen()`. `say_over`: write « Terminée » on what is (mixed lists)."""
    found = db.session.execute(query).all()
    sessions = [row[0] for row in found]
    now = clock.now()
    parts = _parts(session.id for session in sessions)
    stocks = seats.of_sessions(session for session in sessions if not session.over(now))
    came = presence.of_sessions(session for session in sessions if session.over(now))
    rows = []
    for session, series, size, *venue in found:
        held = whole(stocks.get(session.id, {}))
        state = standing(session, held, now)
        kind = _with_edition(words.word(words.SESSION_KINDS, session.kind), session)
        eyebrow = _with_edition(said_series(session, series, size), session) if series else kind
        said = Said(session, parts[session.id], Place(*venue), eyebrow, kind)
        rows.append(_row(said, state, held, came.get(session.id, Presence()), say_over))
    return rows


class Said(NamedTuple):
    """A session with what is said of it whatever its state."""

    session: TrainingSession
    parts: Sequence[Part]
    place: Place
    eyebrow: str
    kind: str


def _row(said: Said, state: Standing, held: Seats, came: Presence, say_over: bool) -> SessionRow:
    session, parts = said.session, said.parts
    title = shown(session.title)
    first = parts[0].date if parts else None
    meter = state.code in ("open", "few") and bool(held.capacity)
    kind, pill = _pill(state, meter, say_over)
    when = said_when(parts, session.date_known_as)
    return SessionRow(
        id=session.id, href=session_href(session.id, title), title=title.text, title_lang=title.lang,
        series=said.eyebrow, kind=said.kind, first=first,
        weekday=dates.weekday_short(first) if first else None, day=first.day if first else None,
        month=dates.month_short(first) if first else None, past=state.code == "over",
        cancelled=state.code == "cancelled", long_date=dates.day_long(first) if first else when,
        when=when, where=said_where(session, parts[0].place if parts else said.place, said.place),
        status_kind=kind, status_text=pill, note=_note(session, state, came), taken=held.taken,
        total=held.capacity or 0, seats_text=free_seats(held.free or 0) if meter else None, tags=_tags(session),
    )  # fmt: skip


def session_href(id_: int, title: Shown, language: str | None = None) -> str:
    """The path of a session's page."""
    return path("public.session", language or current(), id=id_, slug=slug(title.text))


def said_when(parts: Sequence[Part], known_as: Localized) -> str:
    """« 13 h 30 à 16 h 30 », « 11 et 12 octobre 2022 », « 6 dates, du … au …, 18 h à 20 h », or the words known."""
    if not parts:
        return shown(known_as).text or gettext("Date à venir")
    hours = {(part.start, part.end) for part in parts}
    start, end = hours.pop() if len(hours) == 1 else (None, None)
    at = dates.hours(start, end) if start else ""
    return ", ".join(words_ for words_ in (_span(parts), at) if words_)


def said_where(session: TrainingSession, place: Place, fallback: Place) -> str:
    """« Centre St-Pierre, Montréal », « En ligne », « …, ou en ligne », or the city."""
    if session.mode == "online":
        return gettext("En ligne")
    place = place if place.name else fallback
    here = [place.name, place.borough or place.city] if place.name else [session.city]
    line = ", ".join(dict.fromkeys(part for part in here if part))
    if session.mode != "hybrid":
        return line
    return gettext("%(place)s, ou en ligne", place=line) if line else words.word(words.MODES, "hybrid")


def _span(parts: Sequence[Part]) -> str:
    if len(parts) == 1:
        return ""
    first, last = parts[0].date, parts[-1].date
    span = dates.days(min(first, last), max(first, last))
    in_a_row = (last - first).days == len(parts) - 1
    if in_a_row or first == last:
        return span
    return f"{ngettext('%(n)s date', '%(n)s dates', len(parts))}, {span}"


def _pill(state: Standing, meter: bool, say_over: bool) -> tuple[str | None, str | None]:
    if state.code == "over" and not say_over:
        return None, None
    if state.moved and state.code in ("open", "few"):
        return "soon", gettext("Nouvelle date")
    return (None, None) if meter else (state.kind, state.pill)


def _note(session: TrainingSession, state: Standing, came: Presence) -> str:
    if state.code == "over":
        return str(came)
    if state.code == "cancelled":
        return shown(session.cancelled_reason).text
    moved = [gettext("Nouvelle date")] if state.moved and state.code not in ("open", "few") else []
    line = [gettext("Liste d'attente ouverte")] if state.code == "full" and session.waiting_list != "none" else []
    return " · ".join([*moved, *line])


def _tags(session: TrainingSession) -> tuple[str, ...]:
    """The languages of the session, unless it is simply in the page's."""
    if session.languages in ([], [current()]):
        return ()
    return (words.session_languages(session.languages),)


def _with_edition(line: str, session: TrainingSession) -> str:
    """« Atelier · 2e édition »."""
    number = session.edition_number
    edition = gettext("%(rank)s édition", rank=ordinal(number)) if number else ""
    return " · ".join(part for part in (line, edition) if part)


def said_series(session: TrainingSession, series: Localized | None, size: int) -> str:
    """« Série « Jeunes et numérique », 3 de 4 », the count being of what is listed."""
    title = shown(series).text
    if not title:
        return ""
    number = session.number_in_series
    if number is None or number > size:
        return gettext("Série « %(title)s »", title=title)
    return gettext("Série « %(title)s », %(number)s de %(size)s", title=title, number=number, size=size)


def _listed_in_series() -> ScalarSelect[int]:
    other = aliased(TrainingSession)
    public = (other.published_at.is_not(None), other.visibility == "public")
    same = select(func.count(other.id)).where(other.series_id == S.series_id, *public)
    return same.scalar_subquery()


def _parts(ids: Iterable[int]) -> dict[int, list[Part]]:
    """The dated parts that stand, by session, in the order of time."""
    wanted = list(ids)
    query = (
        select(
            Meeting.training_session_id, Meeting.date, Meeting.start_time, Meeting.end_time,
            Venue.name, Venue.borough, Venue.city,
        )
        .outerjoin(Venue, Venue.id == Meeting.venue_id)
        .where(Meeting.training_session_id.in_(wanted), Meeting.removed_at.is_(None))
        .order_by(Meeting.starts_at, Meeting.position)
    )  # fmt: skip
    parts: dict[int, list[Part]] = defaultdict(list)
    for id_, day, start, end, *venue in db.session.execute(query) if wanted else ():
        parts[id_].append(Part(day, start, end, Place(*venue)))
    return parts
