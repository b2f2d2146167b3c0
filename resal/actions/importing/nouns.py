"""The programme file's own tables: each kind of object and its keys, as the public contract has them."""

from collections.abc import Callable
from typing import Any

from resal.actions.importing.problems import Spot
from resal.actions.importing.shapes import Field, Record, Shape, Words, nested
from resal.actions.importing.values import (
    Reader,
    attendance,
    choice,
    day,
    flag,
    hour,
    key,
    language,
    line,
    lines,
    moment,
    number,
    prose,
    several,
    url,
    whole,
    zone,
)
from resal.models.meeting import PARTS
from resal.models.takeaway import LONGEST, STEP_STATES, TAKEAWAY_KINDS
from resal.models.training_session import KINDS, MODES, POLICIES, ROLES, VISIBILITIES, WAITING_LISTS

STATUSES = ("draft", "published", "cancelled")
LED_BY = ("people", "organizations")
MOST_ROWS = 10_000
MOST_PEOPLE = 100_000
MOST_IN_SERIES = 1000


def reference(noun: str) -> Reader:
    """A key of something that the file or the database has."""

    def read(value: Any, spot: Spot) -> Any:
        found = key(value, spot)
        if found:
            spot.refer(found, (noun,))
        return found

    return read


def _led_by(value: Any, spot: Spot) -> Any:
    found = key(value, spot)
    if found:
        spot.refer(found, LED_BY)
    return found


def _owner(value: Any, spot: Spot) -> Any:
    """The key of a person or an organisation, or just a name."""
    found = line()(value, spot)
    if found:
        spot.refer(found, LED_BY, must_exist=False)
    return found


def _facilitation(value: Any, spot: Spot) -> Record:
    """A key, or {person, role}."""
    if isinstance(value, dict):
        return FACILITATION.read(value, spot)
    return Record(spot, {"person": reference("people")(value, spot)})


def _text(longest: int = 200) -> Field:
    return Field(line(longest), empty="")


def _list(reader: Reader) -> Field:
    return Field(several(reader), empty=[])


def _rows(shape: Shape | Callable[[Any, Spot], Record]) -> Field:
    return Field(several(nested(shape) if isinstance(shape, Shape) else shape), empty=[])


KEY = Field(key, required=True)
ADDRESS = Field(url, empty="")
HOURS = {"start_time": Field(hour, empty=None), "end_time": Field(hour, empty=None)}
PLACE = {"venue": Field(reference("venues"), empty=None), "link": ADDRESS}
THEMES = _list(reference("themes"))
FUNDERS = _list(reference("organizations"))
TITLE = Words(line())
SUMMARY = Words(prose())

NETWORK = Shape(
    {
        "acronym": _text(),
        "coordinator": _text(),
        "audience": _list(line()),
        "timezone": Field(zone),
    },
    {"name": TITLE, "concern": SUMMARY, "territory": Words(prose(), bare=True)},
)
THEME = Shape({"key": KEY, "aliases": _list(line())}, {"label": Words(line(), "any")})
ORGANIZATION = Shape(
    {
        "key": KEY,
        "acronym": _text(),
        "kind": _text(),
        "parent": Field(reference("organizations"), empty=None),
        "city": _text(),
        "website": ADDRESS,
        "territories": _list(line()),
        "hidden": Field(flag),
    },
    {"name": Words(line(), "any")},
)
VENUE = Shape(
    {
        "key": KEY,
        "name": Field(line(), required=True),
        "address": _text(),
        "borough": _text(),
        "city": _text(),
        "latitude": Field(number(-90, 90), empty=None),
        "longitude": Field(number(-180, 180), empty=None),
        "capacity": Field(whole(1, MOST_PEOPLE), empty=None),
    },
    {"access": SUMMARY},
)
ROLE = Shape({"org": Field(reference("organizations"), empty=None)}, {"title": TITLE})
PERSON = Shape(
    {"key": KEY, "name": Field(line(), required=True), "roles": _rows(ROLE)},
    {"bio": SUMMARY},
)
SERIES = Shape(
    {"key": KEY, "funders": FUNDERS, "themes": THEMES},
    {"title": Words(line(), "any"), "summary": SUMMARY},
)
FACILITATION = Shape({"person": Field(reference("people"), required=True), "role": Field(choice(ROLES))})
MEETING = Shape({"date": Field(day, required=True), **HOURS, **PLACE}, {"title": TITLE})
AGENDA_LINE = Shape(
    {
        "part": Field(choice(PARTS), empty=None),
        "date": Field(day, empty=None),
        **HOURS,
        "led_by": _list(_led_by),
        "track": _text(),
    },
    {"": Words(prose(500), "any")},
)
TAKEAWAY = Shape(
    {
        "kind": Field(choice(TAKEAWAY_KINDS), required=True),
        "facilitator": Field(reference("people"), empty=None),
        "themes": THEMES,
    },
    {"title": TITLE, "": Words(prose(LONGEST), "any")},
)
NEXT_STEP = Shape(
    {"owner": Field(_owner, empty=""), "due": Field(day, empty=None), "state": Field(choice(STEP_STATES))},
    {"": Words(prose(500), "any")},
)
FOLLOW_UP = Shape({"kind": Field(choice(KINDS))}, {"when": TITLE, "": Words(prose(500), "any")})
RESOURCE = Shape(
    {"kind": _text(), "language": Field(language, empty=""), "url": ADDRESS},
    {"title": Words(line(500), "any")},
)
EVENT = Shape(
    {
        "key": KEY,
        "series": Field(reference("series"), empty=None),
        "number_in_series": Field(whole(1, MOST_IN_SERIES), empty=None),
        "kind": Field(choice(KINDS)),
        "mode": Field(choice(MODES), empty=None),
        "themes": THEMES,
        "languages": _list(language),
        "timezone": Field(zone),
        "date": Field(day, empty=None),
        "end_date": Field(day, empty=None),
        **HOURS,
        "meetings": _rows(MEETING),
        **PLACE,
        "city": _text(),
        "capacity": Field(whole(1, MOST_PEOPLE), empty=None),
        "capacity_online": Field(whole(1, MOST_PEOPLE), empty=None),
        "registration": Field(choice(POLICIES)),
        "opens_at": Field(moment, empty=None),
        "closes_at": Field(moment, empty=None),
        "waiting_list": Field(choice(WAITING_LISTS)),
        "status": Field(choice(STATUSES)),
        "visibility": Field(choice(VISIBILITIES)),
        "edition": Field(whole(1, MOST_IN_SERIES), empty=None),
        "edition_of": Field(reference("events"), empty=None),
        "follows": Field(reference("events"), empty=None),
        "organizers": FUNDERS,
        "funders": FUNDERS,
        "facilitators": _rows(_facilitation),
        "attendance_about": Field(attendance, empty=None),
        "takeaways": _rows(TAKEAWAY),
        "next_steps": _rows(NEXT_STEP),
        "follow_ups": _rows(FOLLOW_UP),
        "resources": _rows(RESOURCE),
        "agenda": _rows(AGENDA_LINE),
        "external_url": ADDRESS,
    },
    {
        "title": Words(line(), "fr"),
        "summary": SUMMARY,
        "objectives": Words(lines(500, most=100)),
        "audience": SUMMARY,
        "instructions": SUMMARY,
        "date_known_as": TITLE,
        "cancelled_reason": Words(prose(1000), bare=True),
    },
)
NOUNS = {
    "themes": THEME,
    "organizations": ORGANIZATION,
    "venues": VENUE,
    "people": PERSON,
    "series": SERIES,
    "events": EVENT,
}
FILE = Shape(
    {
        "about": Field(prose(), empty=""),
        "network": Field(nested(NETWORK)),
        **{noun: Field(several(nested(shape), MOST_ROWS), empty=[]) for noun, shape in NOUNS.items()},
    }
)
