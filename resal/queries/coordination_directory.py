"""The directory as the team sees it: everybody and everything that sessions may name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from resal import addresses
from resal.db import db
from resal.language import gettext, ngettext
from resal.language.typography import fold
from resal.models import (
    Facilitation,
    Facilitator,
    FacilitatorRole,
    Organization,
    Series,
    Theme,
    TrainingSession,
    Venue,
)
from resal.models.takeaway import takeaway_themes
from resal.models.training_session import session_themes
from resal.queries import search
from resal.queries.readings import Shown, shown

LISTS = ("animation", "organismes", "lieux")


@dataclass(frozen=True)
class Line:
    """One line of the directory: a name, what is known in a few words, where it is edited."""

    name: str
    lang: str | None
    words: str
    note: str
    href: str


@dataclass(frozen=True)
class Directory:
    """One of `LISTS`, narrowed by `asked`; `counts`: how many each of them has."""

    lines: list[Line]
    counts: dict[str, int]


def directory(name: str, asked: str) -> Directory:
    lists: dict[str, Callable[[], Iterable[Line]]] = {
        "animation": _facilitators, "organismes": _organizations, "lieux": _venues,
    }  # fmt: skip
    wanted = search.terms(asked) if asked.strip() else ()
    lines = [line for line in lists[name]() if all(search.holds(term, (line.name, line.words)) for term in wanted)]
    return Directory(sorted(lines, key=lambda line: fold(line.name)), _counts())


def series() -> list[Line]:
    """The series, the latest first, with how many sessions each has."""
    sessions = select(func.count(TrainingSession.id)).where(TrainingSession.series_id == Series.id).scalar_subquery()
    rows = db.session.execute(select(Series.id, Series.title, Series.season, sessions).order_by(Series.id.desc()))
    return [
        _line(shown(title), season, ngettext("%(n)s rencontre", "%(n)s rencontres", number), "series_edit", id_)
        for id_, title, season, number in rows
    ]


def themes() -> list[Line]:
    """The themes by name, with how much each is used."""
    sessions = _uses(session_themes)
    takeaways = _uses(takeaway_themes)
    rows = db.session.execute(select(Theme.id, Theme.label, Theme.aliases, sessions, takeaways))
    lines = [
        _line(shown(label), ", ".join(aliases or []), _used(held, said), "theme_edit", id_)
        for id_, label, aliases, held, said in rows
    ]
    return sorted(lines, key=lambda line: fold(line.name))


def kinds() -> list[str]:
    """The kinds of organizations already in use, to choose the same words again."""
    rows = db.session.scalars(select(Organization.kind).where(Organization.kind != "").distinct())
    return sorted(rows, key=fold)


def facilitator(id_: int) -> Facilitator | None:
    """Somebody with the roles they hold."""
    query = select(Facilitator).where(Facilitator.id == id_).options(selectinload(Facilitator.roles))
    return db.session.scalars(query).one_or_none()


def _facilitators() -> Iterable[Line]:
    led = select(func.count(Facilitation.training_session_id.distinct()))
    sessions = led.where(Facilitation.facilitator_id == Facilitator.id).scalar_subquery()
    roles = selectinload(Facilitator.roles).joinedload(FacilitatorRole.organization)
    for row, number in db.session.execute(select(Facilitator, sessions).options(roles)):
        held = " · ".join(_role(role) for role in row.roles)
        said = ngettext("%(n)s rencontre", "%(n)s rencontres", number)
        yield _line(Shown(row.name), held, said, "facilitator_edit", row.id)


def _organizations() -> Iterable[Line]:
    query = select(Organization).where(Organization.merged_into_id.is_(None)).options(joinedload(Organization.parent))
    for row in db.session.scalars(query):
        name = shown(row.name)
        parent = shown(row.parent.name).text if row.parent else ""
        known = " · ".join(part for part in (row.acronym, row.kind, parent, row.city) if part)
        yield _line(name, known, gettext("Pas affiché") if row.hidden else "", "organization_edit", row.id)


def _venues() -> Iterable[Line]:
    for row in db.session.scalars(select(Venue)):
        known = ", ".join(dict.fromkeys(part for part in (row.address, row.borough, row.city) if part))
        holds = ngettext("%(n)s personne", "%(n)s personnes", row.capacity) if row.capacity else ""
        yield _line(Shown(row.name), known, holds, "venue_edit", row.id)


def _counts() -> dict[str, int]:
    people = select(func.count(Facilitator.id)).scalar_subquery()
    bodies = select(func.count(Organization.id)).where(Organization.merged_into_id.is_(None)).scalar_subquery()
    places = select(func.count(Venue.id)).scalar_subquery()
    return dict(zip(LISTS, db.session.execute(select(people, bodies, places)).one(), strict=True))


def _role(role: FacilitatorRole) -> str:
    parts = (shown(role.title).text, shown(role.organization.name).text if role.organization else "")
    return ", ".join(part for part in parts if part)


def _uses(table: Any) -> Any:
    return select(func.count()).select_from(table).where(table.c.theme_id == Theme.id).scalar_subquery()


def _used(sessions: int, takeaways: int) -> str:
    held = ngettext("%(n)s rencontre", "%(n)s rencontres", sessions)
    said = ngettext("%(n)s apprentissage", "%(n)s apprentissages", takeaways)
    return f"{held}, {said}"


def _line(name: Shown, words: str, note: str, page: str, id_: int) -> Line:
    return Line(name.text, name.lang, words, note, addresses.path(f"coordination.{page}", "fr", id=id_))
