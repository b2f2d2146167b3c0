"""What a session is made of: who leads it, who carries it, its documents."""

from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import select

from resal.addresses import path, slug
from resal.db import db
from resal.language import current
from resal.models import (
    Facilitation,
    Localized,
    Organization,
    Resource,
    TrainingSession,
)
from resal.queries import words
from resal.queries.readings import Shown, outgoing, shown


class Leader(NamedTuple):
    """Somebody who leads, ready for the `person` macro."""

    name: str
    initials: str
    lines: tuple[str, ...]
    href: str


class Body(NamedTuple):
    """An organisation by its name, with its page."""

    name: str
    href: str


class Document(NamedTuple):
    """A resource anybody may have; without `href` only its name is known."""

    title: Shown
    kind: str
    language: str
    href: str


def leaders(session: TrainingSession) -> tuple[Leader, ...]:
    """Who leads, in which role, with the titles of that day."""
    public = _public_bodies(session.facilitations)
    people: dict[int, list[Facilitation]] = {}
    for led in session.facilitations:
        people.setdefault(led.facilitator_id, []).append(led)
    return tuple(_leader(parts, public) for parts in people.values())


def bodies(organizations: Iterable[Organization]) -> tuple[Body, ...]:
    """The organisations that may be named."""
    public = [body for body in dict.fromkeys(organizations) if body.public]
    return tuple(Body(shown(body.name).text, organization_path(body.id, body.name)) for body in public)


def documents(session: TrainingSession, audiences: Container[str] = ("everyone",)) -> tuple[Document, ...]:
    """What these people may read afterwards; nobody says more than that they are anybody."""
    return tuple(document for audience, document in documents_for_all(session) if audience in audiences)


def documents_for_all(session: TrainingSession) -> tuple[tuple[str, Document], ...]:
    """Each document with whom it is for, in their order."""
    return tuple(
        (row.audience, Document(shown(row.title), row.kind, words.word(words.LANGUAGES, row.language),
                                outgoing(row.url)))
        for row in resources(session)
    )  # fmt: skip


def resources(session: TrainingSession) -> Sequence[Resource]:
    """All the documents of a session, for whomever they are, in their order."""
    query = select(Resource).where(Resource.training_session_id == session.id)
    return db.session.scalars(query.order_by(Resource.position, Resource.id)).all()


def organization_path(id_: int, name: Localized, language: str | None = None) -> str:
    title = name.read(language or current()).text
    return path("public.organization", language or current(), id=id_, slug=slug(title))


def facilitator_path(id_: int, name: str, language: str | None = None) -> str:
    return path("public.facilitator", language or current(), id=id_, slug=slug(name))


def _leader(parts: Sequence[Facilitation], public: frozenset[int]) -> Leader:
    person = parts[0].facilitator
    roles = dict.fromkeys(words.word(words.ROLES, led.role) for led in parts if led.role != "facilitator")
    titles = dict.fromkeys(line for led in parts for line in _titles(led, public))
    return Leader(person.name, person.initials, (*roles, *titles), facilitator_path(person.id, person.name))


def _titles(led: Facilitation, public: frozenset[int]) -> list[str]:
    """« Chargé de cours, Université de Montréal », an organisation that is hidden left out."""
    titles = []
    for affiliation in led.affiliations:
        body = affiliation.get("organization_id")
        hidden = body is not None and body not in public
        texts = [affiliation.get("title"), None if hidden else affiliation.get("organization")]
        titles.append(", ".join(said for said in (shown(Localized(text or {})).text for text in texts) if said))
    return [title for title in titles if title]


def _public_bodies(facilitations: Iterable[Facilitation]) -> frozenset[int]:
    """Which of the organisations of that day may be named today."""
    ids = {affiliation.get("organization_id") for led in facilitations for affiliation in led.affiliations} - {None}
    query = select(Organization.id).where(Organization.id.in_(ids), ~Organization.hidden)
    return frozenset(db.session.scalars(query)) if ids else frozenset()
