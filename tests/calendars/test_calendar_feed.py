"""A feed is a join of kept bytes, whole even when it is empty, the same until something moves."""

from datetime import timedelta

import icalendar
import pytest
import vobject
from calendar_samples import ENTRIES, TORONTO, feed

from resal.calendars.entry import BadEntry
from resal.calendars.event import render
from resal.calendars.feed import header, validator


def properties(url=None):
    about = header("Rencontres", "Toutes les rencontres", "fr", url, TORONTO)
    lines = about.decode().splitlines()[1:]
    return {line.partition(":")[0].partition(";")[0]: line.partition(":")[2] for line in lines}


def test_a_feed_holds_its_events_in_the_order_given():
    calendar = icalendar.Calendar.from_ical(feed(*ENTRIES))
    assert [event["UID"] for event in calendar.events] == [entry.uid for entry in ENTRIES]


def test_a_feed_is_the_join_of_its_events():
    assert feed(*ENTRIES).endswith(b"".join(map(render, ENTRIES)) + b"END:VCALENDAR\r\n")


def test_an_empty_feed_still_holds_a_component():
    calendar = icalendar.Calendar.from_ical(feed())
    assert [component.name for component in calendar.subcomponents] == ["VTIMEZONE"]
    assert vobject.readOne(feed().decode()).vtimezone.tzid.value == TORONTO


def test_f5_the_header_is_folded_and_closed_by_no_name():
    about = header("é" * 200, "ligne\r\nEND:VCALENDAR\r\n" * 9, "fr", None, TORONTO)
    lines = about.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\nEND:VCALENDAR" not in about


def test_a_feed_says_its_name_twice_and_how_often_to_come_back():
    url = "https://formations.example.org/calendrier.ics"
    assert properties(url) == {
        "PRODID": "-//RESAL//Calendrier//FR",
        "VERSION": "2.0",
        "CALSCALE": "GREGORIAN",
        "NAME": "Rencontres",
        "X-WR-CALNAME": "Rencontres",
        "DESCRIPTION": "Toutes les rencontres",
        "X-WR-CALDESC": "Toutes les rencontres",
        "REFRESH-INTERVAL": "PT1H",
        "X-PUBLISHED-TTL": "PT1H",
        "X-WR-TIMEZONE": TORONTO,
        "COLOR": "royalblue",
        "X-APPLE-CALENDAR-COLOR": "#2A4BB0",
        "SOURCE": url,
    }


def test_what_rfc_7986_requires_to_be_typed_is_typed():
    about = header("R", "", "en", "https://example.org/c.ics", TORONTO, refresh=timedelta(hours=6))
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in about
    assert b"\r\nSOURCE;VALUE=URI:https://example.org/c.ics\r\n" in about


def test_a_private_feed_does_not_say_where_it_is():
    assert "SOURCE" not in properties(url=None)


def test_a_feed_has_no_method():
    assert b"METHOD" not in feed(*ENTRIES)


def test_a_source_that_is_not_a_web_address_is_refused():
    with pytest.raises(BadEntry):
        header("R", "", "fr", "ftp://example.org", TORONTO)


def test_the_validator_moves_with_each_part_and_their_order():
    parts = [("theme", 4), ("fr", "en"), (1, 0), (2, 7)]
    others = [parts[1:], parts[::-1], [*parts[:3], (2, 8)], [("theme", "4"), *parts[1:]], []]
    values = {validator(parts), *map(validator, others)}
    assert len(values) == 6
    assert {len(value) for value in values} == {24}


def test_the_validator_is_the_same_for_the_same_parts():
    assert validator(iter([b"header", ("é", None)])) == validator([b"header", ("é", None)])
