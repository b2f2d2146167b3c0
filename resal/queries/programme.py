"""The programme as anybody reads it: sessions to come with filters, past sessions, what is next."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, String, cast, false, func, or_, select

from resal import clock
from resal.db import db
from resal.language import current, dates, gettext
from resal.language.typography import fold
from resal.models import Localized, Series, Takeaway, Theme, TrainingSession, Venue
from resal.models.training_session import MODES, session_themes
from resal.queries import approximate, search, words
from resal.queries.readings import shown
from resal.queries.session_rows import SessionRow, session_rows
from resal.queries.visible import listed, over, shown_takeaway, to_come
from resal.settings import KNOWN_LANGUAGES

PAGE = 30
MANY = 500
S = TrainingSession


@dataclass(frozen=True)
class Filters:
    """What the address asks for, as written there: a theme's key, a series' id, codes, words."""

    theme: str = ""
    series: str = ""
    language: str = ""
    mode: str = ""
    q: str = ""

    def __bool__(self) -> bool:
        return any((self.theme, self.series, self.language, self.mode, self.q))


class Group(NamedTuple):
    """Rows under one heading."""

    title: str
    rows: tuple[SessionRow, ...]


@dataclass(frozen=True)
class Page:
    """One page of a list, from 1; `more`: whether another one follows."""

    groups: tuple[Group, ...]
    number: int
    more: bool

    @property
    def exists(self) -> bool:
        return self.number == 1 or bool(self.groups)

    @property
    def rows(self) -> Iterator[SessionRow]:
        return (row for group in self.groups for row in group.rows)


class Chip(NamedTuple):
    """A filter that would find something: which one, its value, its words."""

    name: str
    value: str
    words: str


class Counts(NamedTuple):
    """How much there is besides what the page shows, counted no further than `many`."""

    past: int
    takeaways: int
    many: int = MANY


def upcoming(filters: Filters, number: int = 1) -> Page:
    """A page of what is to come, by month, what has no date yet at the end."""
    now = clock.now()
    wanted = (listed(), to_come(now), *narrowed(filters, now))
    rows = session_rows(*wanted, limit=PAGE + 1, offset=(number - 1) * PAGE)
    return Page(_grouped(rows[:PAGE], _month), number, len(rows) > PAGE)


def past(number: int = 1) -> Page:
    """A page of what is over, the latest first, by year; what has only words for a date in its place."""
    places = _places_in_the_past(clock.now(), (number - 1) * PAGE)
    moments = {id_: at for at, id_ in places[:PAGE]}
    rows = {row.id: row for row in session_rows(S.id.in_(moments))}
    in_order = [rows[id_] for id_ in moments]
    return Page(_grouped(in_order, lambda row: _year(row, moments[row.id])), number, len(places) > PAGE)


def next_row() -> SessionRow | None:
    """The next session with a date, for pages that have nothing else to offer."""
    rows = session_rows(listed(), S.starts_at > clock.now(), S.cancelled_at.is_(None), limit=1)
    return rows[0] if rows else None


def counts() -> Counts:
    """How many sessions are over, how many takeaways are published."""
    gone = select(S.id).where(listed(), over(clock.now()))
    takeaways = select(Takeaway.id).join(Takeaway.training_session).where(shown_takeaway())
    return Counts(*db.session.execute(select(_at_most(gone), _at_most(takeaways))).one())


def chips() -> list[Chip]:
    """The filters that would find something among what is to come: themes, languages, online."""
    kinds = (
        select(Theme.key, Theme.label, S.languages, S.mode)
        .select_from(S)
        .outerjoin(session_themes, session_themes.c.training_session_id == S.id)
        .outerjoin(Theme, Theme.id == session_themes.c.theme_id)
        .where(listed(), to_come(clock.now()))
        .distinct()
    )
    found = db.session.execute(kinds).all()
    themes = sorted({(shown(label).text, key) for key, label, _, _ in found if key}, key=lambda theme: fold(theme[0]))
    languages = {code for _, _, codes, _ in found for code in codes} - {current()}
    return [
        *(Chip("theme", key, label) for label, key in themes),
        *(Chip("language", code, words.word(words.LANGUAGES, code)) for code in sorted(languages)),
        *([Chip("mode", "online", gettext("En ligne"))] if any(_online(mode) for *_, mode in found) else []),
    ]


def _at_most(query: Select[int]) -> ScalarSelect[int]:
    """How many rows, `MANY` being as far as it is worth counting."""
    return select(func.count()).select_from(query.limit(MANY).subquery()).scalar_subquery()


def narrowed(filters: Filters, now: datetime) -> list[ColumnElement[bool]]:
    """One condition for each filter; a value that means nothing finds nothing."""
    conditions = []
    if filters.theme:
        conditions.append(S.themes.any(Theme.key == filters.theme))
    if filters.series:
        conditions.append(_in_series(filters.series))
    if filters.language:
        conditions.append(_in_language(filters.language))
    if filters.mode:
        conditions.append(_in_mode(filters.mode.replace("-", " ")))
    if filters.q:
        conditions.append(S.id.in_(_with_words(filters.q, now)))
    return conditions


def _in_series(series: str) -> ColumnElement[bool]:
    known = series.isascii() and series.isdigit() and len(series) < 10
    return S.series_id == int(series) if known else false()


def _in_language(code: str) -> ColumnElement[bool]:
    """The list of languages is JSON: its text is the same on both engines."""
    return cast(S.languages, String).contains(f'"{code}"') if code in KNOWN_LANGUAGES else false()


def _in_mode(mode: str) -> ColumnElement[bool]:
    """A hybrid session is both online and in person."""
    return or_(S.mode == mode, S.mode == "hybrid") if mode in MODES else false()


def _online(mode: str | None) -> bool:
    return mode in ("online", "hybrid")


def _with_words(asked: str, now: datetime) -> list[int]:
    """What is to come that says every word: in its texts, its series, its place, its themes.

    Read and folded here, since no engine folds accents alike; only what is to come, so not much.
    """
    wanted = search.terms(asked)
    said: dict[int, list[str]] = {}
    query = (
        select(S.id, S.title, S.summary, S.city, Series.title, Venue.name, Venue.borough, Theme.label, Theme.aliases)
        .outerjoin(Series, Series.id == S.series_id)
        .outerjoin(Venue, Venue.id == S.venue_id)
        .outerjoin(session_themes, session_themes.c.training_session_id == S.id)
        .outerjoin(Theme, Theme.id == session_themes.c.theme_id)
        .where(listed(), to_come(now))
    )
    for id_, *values in db.session.execute(query):
        said.setdefault(id_, []).extend(text for value in values for text in _texts(value))
    return [id_ for id_, texts in said.items() if wanted and all(search.holds(term, texts) for term in wanted)]


def _texts(value: Collection[str] | None) -> Iterable[str]:
    if isinstance(value, Localized):
        return [value.in_language(language) for language in value.languages()]
    return [value] if isinstance(value, str) else value or []


def _places_in_the_past(now: datetime, start: int) -> list[tuple[datetime, int]]:
    """(instant, id) of one page of what is over and one more, from `start`, latest first.

    Dated ones are read in a window wide enough for those without a date, which are few and are
    placed by the words for their date.
    """
    undated = sorted(_undated(now), reverse=True)
    offset = max(0, start - len(undated))
    dated = _dated(now, offset, start + PAGE + 1 - offset)
    before = sum(at > dated[0][0] for at, _ in undated) if offset and dated else 0
    merged = sorted([*dated, *undated[before:]], reverse=True)
    skipped = start - offset - before
    return merged[skipped : skipped + PAGE + 1]


def _dated(now: datetime, offset: int, limit: int) -> list[tuple[datetime, int]]:
    query = (
        select(S.starts_at, S.id)
        .where(listed(), S.ends_at <= now)
        .order_by(S.starts_at.desc(), S.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [(at, id_) for at, id_ in db.session.execute(query) if at is not None]


def _undated(now: datetime) -> list[tuple[datetime, int]]:
    query = select(S.date_known_as, S.id).where(listed(), over(now), S.ends_at.is_(None))
    return [(approximate.moment(words), id_) for words, id_ in db.session.execute(query)]


def _grouped(rows: Sequence[SessionRow], title: Callable[[SessionRow], str]) -> tuple[Group, ...]:
    return tuple(Group(name, tuple(same)) for name, same in groupby(rows, title))


def _month(row: SessionRow) -> str:
    return dates.month_title(row.first) if row.first else gettext("Date à venir")


def _year(row: SessionRow, at: datetime) -> str:
    if row.first:
        return str(row.first.year)
    return gettext("Date inconnue") if at == approximate.UNKNOWN else str(at.year)
