"""What a session is made of: its agenda, who leads it, who carries it, its documents."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import select

from resal.addresses import path, slug
from resal.db import db
from resal.language import current, dates
from resal.models import (
    AgendaItem,
    Facilitation,
    Localized,
    Meeting,
    Organization,
    Resource,
    TrainingSession,
)
from resal.queries import words
from resal.queries.readings import Shown, outgoing, shown


class Moment(NamedTuple):
    """A line of the agenda, ready for the `timeline` macro."""

    time: str
    datetime: str | None
    title: str
    note: str
    lang: str | None
    dark: bool = False


class AgendaPart(NamedTuple):
    """The lines of one meeting, or of the whole session under an empty title."""

    title: str
    moments: tuple[Moment, ...]


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


def agenda(session: TrainingSession) -> tuple[AgendaPart, ...]:
    """The lines of the agenda, meeting by meeting; those of the whole session first."""
    several = len(session.live_meetings) > 1
    parts = [(None, ""), *((meeting, _meeting_title(meeting) if several else "") for meeting in session.live_meetings)]
    found = [AgendaPart(title, _moments(session.agenda, meeting)) for meeting, title in parts]
    return tuple(part for part in found if part.moments)


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


def documents(session: TrainingSession) -> tuple[Document, ...]:
    """What anybody may read afterwards."""
    query = select(Resource).where(Resource.training_session_id == session.id, Resource.audience == "everyone")
    return tuple(
        Document(shown(row.title), row.kind, words.word(words.LANGUAGES, row.language), outgoing(row.url))
        for row in db.session.scalars(query.order_by(Resource.position, Resource.id))
    )


def organization_path(id_: int, name: Localized, language: str | None = None) -> str:
    title = name.read(language or current()).text
    return path("public.organization", language or current(), id=id_, slug=slug(title))


def facilitator_path(id_: int, name: str, language: str | None = None) -> str:
    return path("public.facilitator", language or current(), id=id_, slug=slug(name))


def _meeting_title(meeting: Meeting) -> str:
    own = shown(meeting.title).text
    day = dates.day_long(meeting.date)
    day = day[:1].upper() + day[1:]
    return f"{day} – {own}" if own else day


def _moments(items: Sequence[AgendaItem], meeting: Meeting | None) -> tuple[Moment, ...]:
    wanted = meeting.id if meeting else None
    return tuple(_moment(item) for item in items if item.meeting_id == wanted)


def _moment(item: AgendaItem) -> Moment:
    text = shown(item.text)
    led_by = [person.name for person in item.facilitators]
    led_by += [shown(body.name).text for body in item.organizations if body.public]
    note = " · ".join(part for part in (item.track, ", ".join(led_by)) if part)
    if item.start_time is None:
        return Moment(words.word(words.PARTS, item.part), None, text.text, note, text.lang)
    return Moment(dates.hour(item.start_time), f"{item.start_time:%H:%M}", text.text, note, text.lang)


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
