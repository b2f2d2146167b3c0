"""The hash of an entry moves with what people see, and only then."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from calendar_samples import THREE_DAYS, TORONTO, WORKSHOP
from calendar_strategies import entries, unhurried
from hypothesis import given

from resal.calendars.entry import BadEntry

OTHERS = {
    "uid": "m-2@example.org",
    "starts": datetime(2026, 12, 2, 18, tzinfo=UTC),
    "ends": None,
    "zone": "Europe/Paris",
    "summary": "Autre titre",
    "language": "en",
    "description": "Autre texte",
    "url": "https://example.org/autre",
    "location": "Ailleurs",
    "address": "1, rue Autre",
    "latitude": 45.5,
    "longitude": -73.5,
    "online_link": "https://meet.example.org/1",
    "categories": ("Autre",),
    "cancelled": True,
    "confidential": True,
    "organizer": ("RÉSAL", "resal@example.org"),
}
REVISION = {"sequence": 9, "revised_at": datetime.max, "created_at": datetime.max}  # noqa: DTZ901 - any


def test_the_hash_moves_with_each_thing_that_is_shown():
    hashes = {replace(WORKSHOP, **{name: value}).content_hash() for name, value in OTHERS.items()}
    assert len(hashes | {WORKSHOP.content_hash()}) == len(OTHERS) + 1


def test_the_hash_leaves_the_revision_out():
    assert replace(WORKSHOP, **REVISION).content_hash() == WORKSHOP.content_hash()


def test_every_field_is_either_shown_or_of_the_revision():
    assert {field.name for field in fields(WORKSHOP)} == OTHERS.keys() | REVISION.keys()


def test_the_hash_is_the_same_in_every_version():
    assert WORKSHOP.content_hash() == "443d892620daad53b86bee80"
    assert THREE_DAYS.content_hash() == "9a1c1d79ab3192a23286b58c"


@unhurried
@given(entries())
def test_any_entry_has_a_short_steady_hash(entry):
    value = entry.content_hash()
    assert value == replace(entry).content_hash()
    assert (len(value), int(value, 16) >= 0) == (24, True)


def test_the_hash_knows_moments_whatever_their_zone():
    local = WORKSHOP.starts.astimezone(ZoneInfo(TORONTO))
    assert replace(WORKSHOP, starts=local).content_hash() == WORKSHOP.content_hash()


def test_a_time_without_zone_has_no_hash():
    with pytest.raises(BadEntry, match="a time without a zone"):
        replace(WORKSHOP, starts=datetime(2026, 12, 2)).content_hash()  # noqa: DTZ001 - what is refused


def test_a_span_ends_after_what_belongs_to_it():
    assert WORKSHOP.span() == (WORKSHOP.starts, WORKSHOP.ends)
    assert THREE_DAYS.span() == (date(2027, 5, 5), date(2027, 5, 8))
    assert replace(THREE_DAYS, ends=None).span() == (date(2027, 5, 5), date(2027, 5, 6))
    assert replace(WORKSHOP, ends=None).span()[1] - WORKSHOP.starts == timedelta(hours=1)
