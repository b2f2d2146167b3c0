"""Sessions as lists show them: a few columns each, and the same handful of statements for any number."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement

from resal import clock
from resal.addresses import path, slug
from resal.language import current, dates, gettext, ngettext, ordinal
from resal.models import Localized, TrainingSession
from resal.queries import approximate, presence, seats, session_columns, words
from resal.queries.presence import Presence
from resal.queries.readings import Shown, shown
from resal.queries.seats import Seats, whole
from resal.queries.session_columns import SOONEST, Found, Order, Part, Place
from resal.queries.standing import Standing, free_seats, standing


@dataclass(frozen=True)
class SessionRow:
    """A session ready for the `session_card` macro.

    `first` is its first day, None while to come; `at` when it begins, near enough to put it in order.
    """

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
    place_in_series: str
    at: datetime
    known_as: Shown

    @property
    def in_series(self) -> "SessionRow":
        """The same under a heading that already names the series: « 2 de 4 · Atelier »."""
        return replace(self, series=" · ".join(part for part in (self.place_in_series, self.kind) if part))


def session_rows(
    *conditions: ColumnElement[bool],
    order: Order = SOONEST,
    limit: int | None = None,
    offset: int = 0,
    say_over: bool = False,
) -> list[SessionRow]:
    """The sessions under these conditions. `say_over`: write « Terminée » on what is (mixed lists)."""
    found = session_columns.found(conditions, order, limit, offset)
    now = clock.now()
    parts = session_columns.parts(one.session.id for one in found)
    stocks = seats.of_sessions(one.session for one in found if not one.session.over(now))
    came = presence.of_sessions(one.session for one in found if one.session.over(now))
    rows = []
    for one in found:
        held = whole(stocks.get(one.session.id, {}))
        state = standing(one.session, held, now)
        said = _said(one, parts[one.session.id])
        rows.append(_row(said, state, held, came.get(one.session.id, Presence()), say_over))
    return rows


class Said(NamedTuple):
    """A session with what is said of it whatever its state."""

    session: TrainingSession
    parts: Sequence[Part]
    place: Place
    eyebrow: str
    kind: str
    place_in_series: str


def _said(one: Found, parts: Sequence[Part]) -> Said:
    session = one.session
    kind = with_edition(words.word(words.SESSION_KINDS, session.kind), session)
    eyebrow = with_edition(said_series(session, one.series, one.size), session) if one.series else kind
    return Said(session, parts, one.place, eyebrow, kind, _place_in_series(session, one.size))


def _row(said: Said, state: Standing, held: Seats, came: Presence, say_over: bool) -> SessionRow:
    session, parts = said.session, said.parts
    title = shown(session.title)
    first = parts[0].date if parts else None
    meter = state.code in ("open", "few") and bool(held.capacity)
    kind, pill = _pill(state, meter, say_over)
    when = said_when(parts, session.date_known_as, session.timezone)
    if not parts and state.code not in ("over", "cancelled") and shown(session.date_known_as):
        when = gettext("Date à venir : %(words)s", words=when)
    return SessionRow(
        id=session.id, href=session_href(session.id, title), title=title.text, title_lang=title.lang,
        series=said.eyebrow, kind=said.kind, place_in_series=said.place_in_series,
        at=session.starts_at or approximate.moment(session.date_known_as), first=first,
        weekday=dates.weekday_short(first) if first else None, day=first.day if first else None,
        month=dates.month_short(first) if first else None, past=state.code == "over",
        cancelled=state.code == "cancelled", long_date=dates.day_long(first) if first else when,
        when=when, where=said_where(session.mode, session.city, _place(said)),
        status_kind=kind, status_text=pill, note=_note(session, state, came), taken=held.taken,
        total=held.capacity or 0, seats_text=free_seats(held.free or 0) if meter else None, tags=_tags(session),
        known_as=Shown() if parts else shown(session.date_known_as),
    )  # fmt: skip


def session_href(id_: int, title: Shown, language: str | None = None) -> str:
    """The path of a session's page."""
    return path("public.session", language or current(), id=id_, slug=slug(title.text))


def said_when(parts: Sequence[Part], known_as: Localized, zone: str) -> str:
    """« 13 h 30 à 16 h 30 », « 11 et 12 octobre 2022 », « 6 dates, du … au …, 18 h à 20 h », or the words known."""
    if not parts:
        return shown(known_as).text or gettext("Date à venir")
    hours = {(part.start, part.end, part.zone) for part in parts}
    start, end, there = hours.pop() if len(hours) == 1 else (None, None, zone)
    at = words.in_zone(dates.hours(start, end), there, zone) if start else ""
    return ", ".join(words_ for words_ in (_span(parts), at) if words_)


def _place(said: Said) -> Place:
    """That of its first date, else its own."""
    return said.parts[0].place if said.parts and said.parts[0].place.name else said.place


def said_where(mode: str | None, city: str, place: Place) -> str:
    """« Centre St-Pierre, Montréal », « En ligne », « …, ou en ligne », or the city."""
    if mode == "online":
        return gettext("En ligne")
    here = [place.name, place.borough or place.city] if place.name else [city]
    line = ", ".join(dict.fromkeys(part for part in here if part))
    if mode != "hybrid":
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


def with_edition(line: str, session: TrainingSession) -> str:
    """« Atelier · 2e édition »."""
    number = session.edition_number
    edition = gettext("%(rank)s édition", rank=ordinal(number)) if number else ""
    return " · ".join(part for part in (line, edition) if part)


def said_series(session: TrainingSession, series: Localized | None, size: int) -> str:
    """« Série « Jeunes et numérique », 3 de 4 », the count being of what is listed."""
    title = shown(series).text
    if not title:
        return ""
    named, place = gettext("Série « %(title)s »", title=title), _place_in_series(session, size)
    return f"{named}, {place}" if place else named


def _place_in_series(session: TrainingSession, size: int) -> str:
    """« 3 de 4 », when that makes sense."""
    number = session.number_in_series
    return gettext("%(number)s de %(size)s", number=number, size=size) if number and number <= size else ""
