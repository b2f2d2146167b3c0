"""What the network has learned: search with kinds and themes, one takeaway for good."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, false, func, or_, select

from resal.db import db
from resal.language import gettext, ngettext
from resal.language.typography import fold
from resal.models import Takeaway, TakeawayLink
from resal.models.takeaway import TAKEAWAY_KINDS
from resal.queries import search, themes, words
from resal.queries.takeaway_rows import (
    TakeawayRow,
    about,
    bare,
    chosen_takeaways,
    pairs,
    takeaway_rows,
    theme_path,
)
from resal.queries.themes import ThemeFigures, ThemeWords
from resal.queries.visible import shown_takeaway

PAGE = 30
NEAREST = 5


@dataclass(frozen=True)
class Search:
    """What the address asks for, as written there: words, a kind's code, a theme's key."""

    q: str = ""
    kind: str = ""
    theme: str = ""


@dataclass(frozen=True)
class KindCount:
    """A kind and how many takeaways of it the search finds; `kind` is empty for all of them."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True)
class ThemeCount:
    """A theme and how many takeaways speak of it."""

    label: str
    href: str
    count: int


@dataclass(frozen=True)
class LibraryPage:
    """One page of what a search finds; `theme`: the theme that it names, if it names one."""

    rows: tuple[TakeawayRow, ...]
    number: int
    more: bool
    status: str
    kinds: tuple[KindCount, ...]
    themes: tuple[ThemeCount, ...]
    theme: ThemeFigures | None

    @property
    def exists(self) -> bool:
        return self.number == 1 or bool(self.rows)


class Relation(NamedTuple):
    """How another takeaway bears on this one, in words, and that other one."""

    words: str
    row: TakeawayRow


class TakeawayPage(NamedTuple):
    """One takeaway, what confirms or qualifies it, and what else its session left."""

    row: TakeawayRow
    relations: tuple[Relation, ...]
    others: tuple[TakeawayRow, ...]


def library(asked: Search, number: int = 1) -> LibraryPage:
    """A page of the takeaways that say every word asked for, or whose theme does."""
    known = themes.all_words()
    terms = search.terms(asked.q)
    wanted = [shown_takeaway(), *_narrowed(asked, terms, known)]
    counts = _by_kind(wanted)
    of_kind = [*wanted, *([Takeaway.kind == asked.kind] if asked.kind else [])]
    query = chosen_takeaways().where(*of_kind).offset((number - 1) * PAGE).limit(PAGE + 1)
    rows = takeaway_rows(query, terms)
    named = themes.named(asked.theme or asked.q, known)
    return LibraryPage(
        rows=tuple(rows[:PAGE]), number=number, more=len(rows) > PAGE, status=_status(asked, of_kind),
        kinds=_kinds(counts, asked.kind), themes=_theme_counts(asked.q if not counts else ""),
        theme=themes.figures(named) if named else None,
    )  # fmt: skip


def recent(most: int) -> list[TakeawayRow]:
    """The takeaways published last, briefly."""
    latest = chosen_takeaways().where(shown_takeaway()).order_by(None)
    return takeaway_rows(latest.order_by(Takeaway.published_at.desc(), Takeaway.id.desc()).limit(most), brief=True)


def takeaway_page(id_: int) -> TakeawayPage | None:
    """A takeaway anybody may read, or None."""
    found = takeaway_rows(chosen_takeaways().where(Takeaway.id == id_, shown_takeaway()))
    if not found:
        return None
    same = chosen_takeaways().where(
        Takeaway.training_session_id == found[0].session_id, Takeaway.id != id_, shown_takeaway()
    )
    return TakeawayPage(found[0], _relations(id_), tuple(bare(takeaway_rows(same.limit(PAGE), brief=True))))


def _narrowed(asked: Search, terms: Sequence[str], known: Sequence[ThemeWords]) -> list[ColumnElement[bool]]:
    conditions = [_says(term, known) for term in terms]
    if asked.q.strip() and not terms:
        conditions.append(false())
    if asked.theme:
        conditions.append(about(theme.id for theme in known if theme.key == asked.theme))
    return conditions


def _says(term: str, known: Sequence[ThemeWords]) -> ColumnElement[bool]:
    """In its own words, or in one of the names of a theme it is about."""
    ids = [theme.id for theme in known if search.holds(term, theme.names)]
    said = search.contains(Takeaway.search_text, term)
    return or_(said, about(ids)) if ids else said


def _by_kind(wanted: Sequence[ColumnElement[bool]]) -> Counter[str]:
    query = select(Takeaway.kind, func.count().label("number")).join(Takeaway.training_session)
    query = query.where(*wanted).group_by(Takeaway.kind)
    return Counter({row.kind: row.number for row in db.session.execute(query)})


def _kinds(counts: Counter[str], chosen: str) -> tuple[KindCount, ...]:
    """All, then each kind that has something (and the one chosen, even empty)."""
    each = [
        KindCount(kind, words.word(words.TAKEAWAY_KINDS_PLURAL, kind), counts[kind])
        for kind in TAKEAWAY_KINDS
        if counts[kind] or kind == chosen
    ]
    return (KindCount("", gettext("Tout"), counts.total()), *each)


def _status(asked: Search, wanted: Sequence[ColumnElement[bool]]) -> str:
    """« 7 apprentissages pour « haine en ligne », tirés de 3 rencontres. »"""
    totals = select(func.count(), func.count(Takeaway.training_session_id.distinct())).select_from(Takeaway)
    found, sessions = db.session.execute(totals.join(Takeaway.training_session).where(*wanted)).one()
    if not found:
        return _nothing(asked)
    of_sessions = ngettext("%(n)s rencontre", "%(n)s rencontres", sessions)
    if asked.q:
        return ngettext(
            "%(n)s apprentissage pour « %(q)s », tiré de %(sessions)s.",
            "%(n)s apprentissages pour « %(q)s », tirés de %(sessions)s.",
            found, q=asked.q, sessions=of_sessions,
        )  # fmt: skip
    return ngettext(
        "%(n)s apprentissage, tiré de %(sessions)s.", "%(n)s apprentissages, tirés de %(sessions)s.", found,
        sessions=of_sessions,
    )  # fmt: skip


def _nothing(asked: Search) -> str:
    if asked.q:
        return gettext("Rien sur « %(q)s » pour l'instant.", q=asked.q)
    return gettext("Aucun apprentissage ici pour l'instant.")


def _theme_counts(near: str) -> tuple[ThemeCount, ...]:
    """The themes that takeaways speak of, by name; or, near some words that found nothing, the five nearest."""
    spoken_of = pairs(shown_takeaway())
    theme = (spoken_of.c.key, spoken_of.c.label)
    counts = db.session.execute(select(*theme, func.count()).group_by(*theme))
    found = [ThemeCount(themes.label_of(label), theme_path(key), number) for key, label, number in counts]
    if not near:
        return tuple(sorted(found, key=lambda theme: fold(theme.label)))
    nearest = sorted(found, key=lambda theme: (-search.likeness(near, theme.label), -theme.count))
    return tuple(nearest[:NEAREST])


def _relations(id_: int) -> tuple[Relation, ...]:
    """What it says of others, then what others say of it."""
    said = {
        "confirms": (gettext("Confirme"), gettext("Confirmé par")),
        "qualifies": (gettext("Nuance"), gettext("Nuancé par")),
        "updates": (gettext("Met à jour"), gettext("Mis à jour par")),
    }
    links = db.session.execute(
        select(TakeawayLink.takeaway_id, TakeawayLink.other_id, TakeawayLink.kind)
        .where(or_(TakeawayLink.takeaway_id == id_, TakeawayLink.other_id == id_))
        .order_by(TakeawayLink.id)
    ).all()
    ids = {one for pair in links for one in pair[:2]} - {id_}
    rows = {row.id: row for row in takeaway_rows(chosen_takeaways().where(Takeaway.id.in_(ids), shown_takeaway()))}
    ends = [(said[kind][to == id_], rows.get(of if to == id_ else to)) for of, to, kind in links]
    return tuple(Relation(name, row) for name, row in ends if row)
