"""Names of the directory as people write them: who or which organization is meant."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from resal.db import db
from resal.language.typography import fold
from resal.models import Facilitator, Organization
from resal.queries.remembered import remembered

PERSON, ORGANIZATION = "person", "organization"


class Found(NamedTuple):
    """A row of the directory: what it is, and its id."""

    kind: str
    id: int


@dataclass(frozen=True)
class Known:
    """Everybody and every organization by folded name; of two with one name, the first to come."""

    found: dict[str, Found]

    def find(self, name: str) -> Found | None:
        """Who is meant by a name, case and accents aside: somebody first, else an organization."""
        return self.found.get(fold(name))

    def __contains__(self, name: str) -> bool:
        return self.find(name) is not None


def known() -> Known:
    """The directory of now, in two statements."""
    return remembered("names of the directory", _read)


def _read() -> Known:
    found: dict[str, Found] = {}
    bodies = select(Organization.id, Organization.folded_names).where(Organization.merged_into_id.is_(None))
    for id_, names in db.session.execute(bodies.order_by(Organization.id.desc())):
        found |= {name: Found(ORGANIZATION, id_) for name in names.split("|") if name}
    for id_, name in db.session.execute(select(Facilitator.id, Facilitator.name).order_by(Facilitator.id.desc())):
        found[fold(name)] = Found(PERSON, id_)
    return Known(found)
