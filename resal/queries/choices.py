"""What forms of the team offer to choose from: the directory, by id, in the order of names."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from resal.db import db
from resal.language.typography import fold
from resal.models import Facilitation, Facilitator, Organization, Series, Theme, Venue
from resal.queries.readings import shown

Choice = tuple[int, str]


@dataclass(frozen=True)
class Choices:
    """(id, name) of each row that may be chosen, in the current language."""

    facilitators: list[Choice]
    organizations: list[Choice]
    venues: list[Choice]
    series: list[Choice]
    themes: list[Choice]


def everything() -> Choices:
    """All that the form of a session offers."""
    return Choices(facilitators(), organizations(), venues(), series(), themes())


def facilitators() -> list[Choice]:
    return _sorted(db.session.execute(select(Facilitator.id, Facilitator.name)))


def facilitators_first(session_id: int) -> list[Choice]:
    """Those who lead this session, then the others."""
    led = select(Facilitation.facilitator_id).where(Facilitation.training_session_id == session_id)
    leading = set(db.session.scalars(led))
    return sorted(facilitators(), key=lambda choice: choice[0] not in leading)


def organizations() -> list[Choice]:
    """Those that were merged into another are not offered any more."""
    rows = db.session.execute(select(Organization.id, Organization.name).where(Organization.merged_into_id.is_(None)))
    return _sorted((id_, shown(name).text) for id_, name in rows)


def parents(of: int | None) -> list[Choice]:
    """The organizations this one may be a part of: neither itself nor what is a part of it."""
    above = dict(db.session.execute(select(Organization.id, Organization.parent_id)).all())
    return [choice for choice in organizations() if of is None or of not in _chain(choice[0], above)]


def venues() -> list[Choice]:
    rows = db.session.execute(select(Venue.id, Venue.name, Venue.city))
    return _sorted((id_, ", ".join(part for part in (name, city) if part)) for id_, name, city in rows)


def series() -> list[Choice]:
    rows = db.session.execute(select(Series.id, Series.title))
    return _sorted((id_, shown(title).text) for id_, title in rows)


def themes() -> list[Choice]:
    rows = db.session.execute(select(Theme.id, Theme.label))
    return _sorted((id_, shown(label).text) for id_, label in rows)


def _chain(id_: int | None, above: dict[int, int | None]) -> set[int]:
    """An organization and all that it is a part of."""
    found: set[int] = set()
    while id_ is not None and id_ not in found:
        found.add(id_)
        id_ = above.get(id_)
    return found


def _sorted(rows: Iterable[Choice]) -> list[Choice]:
    return sorted(rows, key=lambda choice: (fold(choice[1]), choice[0]))
