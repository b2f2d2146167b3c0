"""The network as anybody sees it: who leads, which organisations, the series; each with its sessions."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from resal import clock
from resal.addresses import path, slug
from resal.db import db
from resal.language import current, gettext, lazy
from resal.language.typography import fold
from resal.models import (
    AgendaItem,
    AgendaLeader,
    Facilitation,
    Facilitator,
    FacilitatorRole,
    Localized,
    Organization,
    Series,
    Takeaway,
    TrainingSession,
)
from resal.queries import series_registering
from resal.queries.readings import Shown, outgoing, shown
from resal.queries.session_columns import LATEST, SOONEST, Order
from resal.queries.session_content import Body, Leader, bodies, facilitator_path, organization_path
from resal.queries.session_rows import SessionRow, session_rows
from resal.queries.takeaway_rows import Tag, TakeawayRow, chosen_takeaways, takeaway_rows, theme_path
from resal.queries.visible import (
    credited,
    listed,
    over,
    shown_organization,
    shown_series,
    shown_takeaway,
    to_come,
)

S = TrainingSession
MOST = 30
# Kinds of organisations are free text: those that programmes use are put into a few families.
FAMILIES = {
    lazy("Coordination"): ("coordinator", "coordination"),
    lazy("Membres"): ("member", "membre"),
    lazy("Partenaires"): ("partner", "partner network", "partenaire"),
    lazy("Milieu scolaire et universitaire"): (
        "school", "university", "university institute", "research centre", "école", "université",
    ),
    lazy("Services publics"): ("city", "health", "police", "ville", "santé"),
    lazy("Financement"): ("funder", "funding programme", "bailleur"),
}  # fmt: skip


class Family(NamedTuple):
    """Organisations of one kind."""

    title: str
    bodies: tuple["BodyLine", ...]


class BodyLine(NamedTuple):
    """An organisation in the list."""

    name: str
    lang: str | None
    acronym: str
    city: str
    href: str


class NetworkPage(NamedTuple):
    """Everybody the network makes known."""

    leaders: tuple[Leader, ...]
    families: tuple[Family, ...]


class Sessions(NamedTuple):
    """What is to come, soonest first, and what is over, latest first."""

    to_come: tuple[SessionRow, ...]
    past: tuple[SessionRow, ...]


class Paths(NamedTuple):
    """The address of a page in each language: its slug may differ."""

    fr: str
    en: str


@dataclass(frozen=True)
class FacilitatorPage:
    """A facilitator: roles of today, a few words, the sessions they led, what they brought."""

    id: int
    name: str
    roles: tuple[str, ...]
    bio: Shown
    sessions: Sessions
    takeaways: tuple[TakeawayRow, ...]
    paths: Paths


@dataclass(frozen=True)
class OrganizationPage:
    """An organisation: what it is, its people who lead, its sessions."""

    id: int
    name: Shown
    acronym: str
    family: str
    city: str
    territories: tuple[str, ...]
    website: str
    parent: tuple[Body, ...]
    children: tuple[Body, ...]
    leaders: tuple[Leader, ...]
    sessions: Sessions
    funded: tuple[SessionRow, ...]
    paths: Paths


@dataclass(frozen=True)
class SeriesPage:
    """A series: its sessions, what they left, who paid; `register_href`: the form for the whole, if open."""

    id: int
    title: Shown
    summary: Shown
    themes: tuple[Tag, ...]
    funders: tuple[Body, ...]
    sessions: tuple[SessionRow, ...]
    takeaways: tuple[TakeawayRow, ...]
    register_href: str
    paths: Paths


def network_page() -> NetworkPage:
    """Facilitators whom a public session names, and organisations that are not hidden."""
    people = select(Facilitator).where(credited()).options(_with_roles())
    found = sorted(db.session.scalars(people), key=lambda person: fold(person.name))
    return NetworkPage(tuple(_leader(person) for person in found), _families())


def facilitator_page(id_: int) -> FacilitatorPage | None:
    """The page of a facilitator, or None for somebody whom no public session names."""
    query = select(Facilitator).where(Facilitator.id == id_, credited()).options(_with_roles())
    person = db.session.scalars(query).one_or_none()
    if person is None:
        return None
    led = or_(
        S.facilitations.any(Facilitation.facilitator_id == id_),
        S.agenda.any(AgendaItem.leaders.any(AgendaLeader.facilitator_id == id_)),
    )
    brought = chosen_takeaways().where(Takeaway.facilitator_id == id_, shown_takeaway())
    return FacilitatorPage(
        id=id_, name=person.name, roles=_roles(person.roles), bio=shown(person.bio),
        sessions=_sessions(led), takeaways=tuple(takeaway_rows(brought.limit(MOST))),
        paths=Paths(*(facilitator_path(id_, person.name, language) for language in ("fr", "en"))),
    )  # fmt: skip


def merged_into(id_: int) -> int | None:
    """The organisation that this one has become, if it was merged."""
    return db.session.scalar(select(Organization.merged_into_id).where(Organization.id == id_))


def organization_page(id_: int) -> OrganizationPage | None:
    """The page of an organisation, or None when it is hidden or is no more."""
    query = select(Organization).where(Organization.id == id_, shown_organization())
    body = db.session.scalars(query.options(joinedload(Organization.parent))).one_or_none()
    if body is None:
        return None
    children = select(Organization).where(Organization.parent_id == id_, shown_organization())
    people = select(Facilitator).where(credited(), Facilitator.roles.any(FacilitatorRole.organization_id == id_))
    involved = or_(
        S.organizers.any(Organization.id == id_), S.agenda.any(AgendaItem.organizations.any(Organization.id == id_))
    )
    return OrganizationPage(
        id=id_, name=shown(body.name), acronym=body.acronym, family=_family(body.kind), city=body.city,
        territories=tuple(body.territories), website=outgoing(body.website),
        parent=bodies([body.parent] if body.parent else []), children=bodies(db.session.scalars(children)),
        leaders=tuple(_leader(person) for person in db.session.scalars(people.options(_with_roles()))),
        sessions=_sessions(involved), funded=_rows(S.funders.any(Organization.id == id_), LATEST),
        paths=Paths(*(organization_path(id_, body.name, language) for language in ("fr", "en"))),
    )  # fmt: skip


def series_page(id_: int) -> SeriesPage | None:
    """The page of a series, or None when none of its sessions is public."""
    query = select(Series).where(Series.id == id_, shown_series())
    series = db.session.scalars(query.options(selectinload(Series.themes), selectinload(Series.funders))).one_or_none()
    if series is None:
        return None
    kept = chosen_takeaways().where(S.series_id == id_, shown_takeaway())
    return SeriesPage(
        id=id_, title=shown(series.title), summary=shown(series.summary),
        themes=tuple(Tag(shown(theme.label).text, theme_path(theme.key)) for theme in series.themes),
        funders=bodies(series.funders), sessions=_of_series(id_),
        takeaways=tuple(takeaway_rows(kept.limit(2 * MOST))),
        register_href=series_registering.form_href(id_) if series.register_whole else "",
        paths=Paths(*(series_path(id_, series.title, language) for language in ("fr", "en"))),
    )  # fmt: skip


def series_path(id_: int, title: Localized, language: str | None = None) -> str:
    language = language or current()
    return path("public.series", language, id=id_, slug=slug(title.read(language).text))


def _sessions(condition: ColumnElement[bool]) -> Sessions:
    now = clock.now()
    return Sessions(_rows(condition & to_come(now), SOONEST), _rows(condition & over(now), LATEST))


def _of_series(id_: int) -> tuple[SessionRow, ...]:
    """In the order of time, those without a date placed by the words for it."""
    latest = session_rows(listed(), S.series_id == id_, order=LATEST, limit=2 * MOST, say_over=True)
    return tuple(row.in_series for row in sorted(latest, key=lambda row: (row.at, row.id)))


def _rows(condition: ColumnElement[bool], order: Order) -> tuple[SessionRow, ...]:
    return tuple(session_rows(listed(), condition, order=order, limit=MOST, say_over=True))


def _families() -> tuple[Family, ...]:
    columns = (Organization.id, Organization.name, Organization.acronym, Organization.city, Organization.kind)
    found = db.session.execute(select(*columns).where(shown_organization()))
    lines = sorted(
        (_rank(kind), _family(kind), fold(shown(name).text), id_, _line(id_, name, acronym, city))
        for id_, name, acronym, city, kind in found
    )
    return tuple(
        Family(title, tuple(line[-1] for line in same)) for title, same in groupby(lines, lambda line: line[1])
    )


def _line(id_: int, name: Localized, acronym: str, city: str) -> BodyLine:
    said = shown(name)
    return BodyLine(said.text, said.lang, acronym, city, organization_path(id_, name))


def _family(kind: str) -> str:
    for title, kinds in FAMILIES.items():
        if fold(kind) in map(fold, kinds):
            return gettext(title)
    return kind[:1].upper() + kind[1:] if kind else gettext("Autres organismes")


def _rank(kind: str) -> int:
    """Families in their order, then kinds nobody foresaw, then those without any."""
    for rank, kinds in enumerate(FAMILIES.values()):
        if fold(kind) in map(fold, kinds):
            return rank
    return len(FAMILIES) + (not kind)


def _with_roles() -> Any:
    return selectinload(Facilitator.roles).joinedload(FacilitatorRole.organization)


def _leader(person: Facilitator) -> Leader:
    return Leader(person.name, person.initials, _roles(person.roles), facilitator_path(person.id, person.name))


def _roles(roles: Iterable[FacilitatorRole]) -> tuple[str, ...]:
    """« Chargé de cours, Université de Montréal », an organisation that is hidden left out."""
    lines = []
    for role in roles:
        public = role.organization if role.organization and role.organization.public else None
        parts = (shown(role.title).text, shown(public.name).text if public else "")
        lines.append(", ".join(part for part in parts if part))
    return tuple(line for line in dict.fromkeys(lines) if line)
