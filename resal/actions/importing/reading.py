"""A programme file's JSON → a `Programme` of frozen records, or all that is wrong with it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from resal.actions.importing import when
from resal.actions.importing.nouns import FILE, NOUNS
from resal.actions.importing.problems import BadProgramme, Findings, Problem, Reference, Spot, shown
from resal.actions.importing.shapes import Record
from resal.actions.importing.when import Event
from resal.language import lazy

CHAINS = {"parent": "organizations", "follows": "events", "edition_of": "events"}
"""Keys by which a thing names another of its kind; following them must come to an end."""

_HEAD = re.compile(r"(events\[\d+\])\.(\w+)")


@dataclass(frozen=True)
class Known:
    """What the database has already: keys by noun, chains of keys, the zone of each session by key."""

    keys: Mapping[str, frozenset[str]]
    chains: Mapping[str, Mapping[str, str]]
    zones: Mapping[str, str]
    zone: str


@dataclass(frozen=True)
class Programme:
    """A file that holds together. `rows`: the records of every noun but events."""

    about: str | None
    network: Record | None
    rows: Mapping[str, tuple[Record, ...]]
    events: tuple[Event, ...]


def read(data: Any, known: Known, now: datetime) -> Programme:
    """Check the whole file. Raises `BadProgramme` with every problem found."""
    findings = Findings()
    file = FILE.read(data, Spot(findings))
    network = file.get("network")
    rows = {noun: tuple(one for one in file.get(noun, ()) if one) for noun in NOUNS}
    default = (network and network.get("timezone")) or known.zone
    events = tuple(_events(rows["events"], default, known, findings.problems))
    for event in events:
        _check_event(event, known, now)
    _check_keys(rows, known, findings)
    if findings.problems:
        raise BadProgramme(sorted(findings.problems, key=_order))
    return Programme(file.get("about"), network, rows, events)


def missing_to_publish(
    registration: str, mode: str | None, somewhere: bool, seats: int | None, seats_online: int | None
) -> Iterator[tuple[str, str]]:
    """What people who register must know first: (key, sentence) for each thing that is missing."""
    if registration == "none":
        return
    if not somewhere:
        yield "venue", lazy("L'inscription demande un lieu, une ville ou un lien.")
    if not seats:
        yield "capacity", lazy("L'inscription demande un nombre de places.")
    if mode == "hybrid" and not seats_online:
        yield "capacity_online", lazy("L'inscription demande un nombre de places en ligne.")


def registration_by_default(event: Event, now: datetime) -> str:
    """Open when the date is to come and a capacity is given, else none."""
    to_come = event.ends_at is not None and event.ends_at > now
    return "open" if to_come and event.record.get("capacity") else "none"


def _events(records: tuple[Record, ...], default: str, known: Known, problems: list[Problem]) -> Iterator[Event]:
    """The sessions whose dates could be read; the others have had their problem told."""
    troubled = {match[1] for match in map(_HEAD.match, [p.place for p in problems]) if match and match[2] in when.WHEN}
    for record in records:
        if record.spot.path not in troubled:
            zone = record.get("timezone") or known.zones.get(record.get("key", "")) or default
            yield Event(record, zone, when.meetings(record, zone))


def _check_event(event: Event, known: Known, now: datetime) -> None:
    when.check_window(event.record, event.zone)
    when.check_agenda(event)
    record = event.record
    if record.words.get("cancelled_reason") and record.get("status") != "cancelled":
        record.spot.key("status").say(lazy("Une raison d'annulation va avec « status » : « cancelled »."))
    if record.get("key") not in known.keys["events"]:
        _check_publishing(event, now)


def _check_publishing(event: Event, now: datetime) -> None:
    record = event.record
    over = event.ends_at is not None and event.ends_at <= now
    if over or record.get("status", "published") != "published":
        return
    somewhere = any(one.get(name) for one in (record, *event.meetings) for name in ("venue", "city", "link"))
    registration = record.get("registration") or registration_by_default(event, now)
    seats = record.get("capacity"), record.get("capacity_online")
    for name, message in missing_to_publish(registration, record.get("mode"), somewhere, *seats):
        record.spot.key(name).say(message)


def _check_keys(rows: Mapping[str, tuple[Record, ...]], known: Known, findings: Findings) -> None:
    places = {noun: _places(records) for noun, records in rows.items()}
    everything = {noun: known.keys[noun] | set(places[noun]) for noun in rows}
    for reference in findings.references:
        _look_up(reference, everything)
    for name, noun in CHAINS.items():
        _check_chain(name, rows[noun], {**known.chains[name], **_links(name, rows[noun])})


def _places(records: tuple[Record, ...]) -> dict[str, str]:
    """Where each key is defined; a key defined twice is told."""
    places: dict[str, str] = {}
    for record in records:
        key = record.get("key")
        if key in places:
            record.spot.key("key").say(
                lazy("La clé « %(key)s » sert déjà à %(place)s."), key=shown(key), place=places[key]
            )
        elif key:
            places[key] = record.spot.path
    return places


def _look_up(reference: Reference, everything: Mapping[str, set[str] | frozenset[str]]) -> None:
    found = [noun for noun in reference.nouns if reference.key in everything[noun]]
    if len(found) > 1:
        reference.spot.say(
            lazy("La clé « %(key)s » désigne à la fois une personne et un organisme."), key=shown(reference.key)
        )
    if found or not reference.must_exist:
        return
    near = reference.spot.nearest(reference.key, (key for noun in reference.nouns for key in everything[noun]))
    nouns = ", ".join(reference.nouns)
    if near:
        message = lazy("Rien ne porte la clé « %(key)s » dans %(nouns)s. Vouliez-vous dire « %(near)s »?")
        reference.spot.say(message, key=shown(reference.key), nouns=nouns, near=near)
    else:
        message = lazy("Rien ne porte la clé « %(key)s » dans %(nouns)s.")
        reference.spot.say(message, key=shown(reference.key), nouns=nouns)


def _links(name: str, records: tuple[Record, ...]) -> dict[str, str]:
    return {record.get("key"): record.get(name) for record in records if name in record}


def _check_chain(name: str, records: tuple[Record, ...], links: Mapping[str, str | None]) -> None:
    for record in records:
        seen: set[str | None] = set()
        key = record.get("key") if record.get(name) else None
        while key is not None and key not in seen:
            seen.add(key)
            key = links.get(key)
        if key is not None and key == record.get("key"):
            record.spot.key(name).say(lazy("En suivant « %(key)s », on revient au même point."), key=name)


def _order(problem: Problem) -> list[tuple[int, str]]:
    """In the order of the file's places: events[2] before events[10]."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", problem.place)]
