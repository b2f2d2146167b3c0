"""What the database already has, as far as reading a programme file needs to know."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from resal.actions.importing.reading import Known
from resal.db import db
from resal.models import Facilitator, Network, Organization, Series, Theme, TrainingSession, Venue

Keyed = Theme | Organization | Venue | Facilitator | Series | TrainingSession

MODELS: dict[str, type[Keyed]] = {
    "themes": Theme,
    "organizations": Organization,
    "venues": Venue,
    "people": Facilitator,
    "series": Series,
    "events": TrainingSession,
}


def known(default_zone: str) -> Known:
    """The keys in use, who follows whom, and the zones. `default_zone`: when the network has none."""
    network = the_network()
    sessions = db.session.execute(select(TrainingSession.key, TrainingSession.timezone))
    return Known(
        keys={noun: _keys(model) for noun, model in MODELS.items()},
        chains={
            "parent": _pairs(Organization, Organization.parent_id),
            "follows": _pairs(TrainingSession, TrainingSession.follows_id),
            "edition_of": _pairs(TrainingSession, TrainingSession.first_edition_id),
        },
        zones={key: zone for key, zone in sessions if key},
        zone=network.timezone if network else default_zone,
    )


def the_network() -> Network | None:
    """The one network of this installation, once it has been told."""
    return db.session.scalars(select(Network).order_by(Network.id).limit(1)).first()


def _keys(model: type[Keyed]) -> frozenset[str]:
    return frozenset(key for key in db.session.scalars(select(model.key)) if key)


def _pairs(model: type[Organization] | type[TrainingSession], column: InstrumentedAttribute[Any]) -> dict[str, str]:
    """The key of each row and the key of the row its column points at."""
    other = aliased(model)
    rows = db.session.execute(select(model.key, other.key).join(other, column == other.id))
    return {one: another for one, another in rows if one and another}
