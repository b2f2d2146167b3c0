"""Records → rows: the network, themes, organisations, venues, people, series, then sessions.

A key of the file finds the row it made before, so importing again creates nothing twice; a key
that the file does not give leaves what is there. Nothing is committed here.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from resal import tokens
from resal.actions.importing import writing_sessions
from resal.actions.importing.known import MODELS, the_network
from resal.actions.importing.pen import Pen
from resal.actions.importing.reading import Programme
from resal.actions.importing.shapes import Record
from resal.actions.reflecting import search_text
from resal.actions.revising import revise
from resal.db import db
from resal.models import (
    Facilitator,
    FacilitatorRole,
    Network,
    Organization,
    Series,
    Takeaway,
    Theme,
    TrainingSession,
    Venue,
)


def write(programme: Programme, pen: Pen) -> None:
    """Write everything the programme says. Raises `BadProgramme` when people would lose a promise."""
    pen.rows.update({noun: _rows(noun) for noun in MODELS})
    _write_network(programme, pen)
    for record in programme.rows["themes"]:
        _write_theme(record, pen)
    _write_organizations(programme.rows["organizations"], pen)
    for record in programme.rows["venues"]:
        _write_venue(record, pen)
    for record in programme.rows["people"]:
        _write_person(record, pen)
    for record in programme.rows["series"]:
        _write_series(record, pen)
    db.session.flush()
    shown = pen.changes
    changed = writing_sessions.write(programme.events, pen)
    revise(db.session.scalars(select(TrainingSession)).all() if shown else changed)


def _rows(noun: str) -> dict[str, Any]:
    model = MODELS[noun]
    rows: Iterable[Any] = db.session.scalars(select(model).where(model.key.is_not(None)))
    return {row.key: _that_stays(row) for row in rows}


def _that_stays(row: Any) -> Any:
    """Whatever names an organization that was merged into another means that other one."""
    return row.merged_into if isinstance(row, Organization) and row.merged_into is not None else row


def _write_network(programme: Programme, pen: Pen) -> None:
    if programme.network is None and not programme.about:
        return
    network = the_network()
    with pen.counting("network", "", network is None):
        network = network or pen.made(Network())
        if programme.about is not None:
            pen.set(network, about=programme.about)
        if programme.network is not None:
            _describe_network(network, programme.network, pen)


def _describe_network(network: Network, record: Record, pen: Pen) -> None:
    pen.set(network, **_given(record, "acronym", "coordinator", "audience", "timezone"))
    pen.words(network, record, {"name": "name", "territory": "territory", "concern": "concern"})


def _write_theme(record: Record, pen: Pen) -> None:
    theme = pen.rows["themes"].get(record.key)
    with pen.counting("themes", record.key, theme is None):
        changes = pen.changes
        theme = theme or _new(Theme(key=record.key), "themes", pen)
        pen.set(theme, **_given(record, "aliases"))
        pen.words(theme, record, {"label": "label"})
    if theme.id and pen.changes > changes:
        for takeaway in db.session.scalars(select(Takeaway).where(Takeaway.themes.any(Theme.id == theme.id))):
            takeaway.search_text = search_text(takeaway)


def _write_organizations(records: tuple[Record, ...], pen: Pen) -> None:
    """All of them first, then who belongs to whom: a parent may come later in the file.

    What was merged into another is said by that one: the file does not write over it.
    """
    own = [record for record in records if not _is_merged(record, pen)]
    for record in own:
        _write_organization(record, pen)
    db.session.flush()
    for record in own:
        if "parent" in record:
            with pen.counting("organizations", record.key):
                pen.set(pen.rows["organizations"][record.key], parent=pen.one("organizations", record.get("parent")))


def _is_merged(record: Record, pen: Pen) -> bool:
    row = pen.rows["organizations"].get(record.key)
    return row is not None and row.key != record.key


def _write_organization(record: Record, pen: Pen) -> None:
    organization = pen.rows["organizations"].get(record.key)
    with pen.counting("organizations", record.key, organization is None):
        made = Organization(key=record.key, created_at=pen.now, example=pen.example)
        organization = organization or _new(made, "organizations", pen)
        pen.set(organization, **_given(record, "acronym", "kind", "city", "website", "territories", "hidden"))
        pen.words(organization, record, {"name": "name"})


def _write_venue(record: Record, pen: Pen) -> None:
    venue = pen.rows["venues"].get(record.key)
    with pen.counting("venues", record.key, venue is None):
        venue = venue or _new(Venue(key=record.key, example=pen.example), "venues", pen)
        names = ("name", "address", "borough", "city", "latitude", "longitude", "capacity")
        pen.set(venue, **_given(record, *names))
        pen.words(venue, record, {"access": "access"})


def _write_person(record: Record, pen: Pen) -> None:
    person = pen.rows["people"].get(record.key)
    with pen.counting("people", record.key, person is None):
        made = Facilitator(key=record.key, nonce=tokens.new_nonce(), example=pen.example)
        person = person or _new(made, "people", pen)
        pen.set(person, **_given(record, "name"))
        pen.words(person, record, {"bio": "bio"})
        if "roles" in record:
            _write_roles(person, record.get("roles"), pen)


def _write_roles(person: Facilitator, records: list[Record], pen: Pen) -> None:
    for position, role, record in pen.line_up(person.roles, records, FacilitatorRole):
        pen.set(role, position=position, organization=pen.one("organizations", record.get("org")))
        pen.words(role, record, {"title": "title"})


def _write_series(record: Record, pen: Pen) -> None:
    series = pen.rows["series"].get(record.key)
    with pen.counting("series", record.key, series is None):
        series = series or _new(Series(key=record.key, example=pen.example), "series", pen)
        pen.words(series, record, {"title": "title", "summary": "summary"})
        if "funders" in record:
            pen.members(series, "funders", pen.named("organizations", record.get("funders")))
        if "themes" in record:
            pen.members(series, "themes", pen.named("themes", record.get("themes")))


def _new(row: Any, noun: str, pen: Pen) -> Any:
    pen.rows[noun][row.key] = pen.made(row)
    return row


def _given(record: Record, *names: str) -> dict[str, Any]:
    return {name: record.get(name) for name in names if name in record}
