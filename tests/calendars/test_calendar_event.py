"""A VEVENT says what its entry says, whatever somebody typed, and in every reader."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import vobject
from calendar_samples import CANCELLED, ONLINE, THREE_DAYS, TORONTO, WORKSHOP
from calendar_strategies import ATTACKS, entries, unhurried
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from resal.calendars.entry import BadEntry, Entry
from resal.calendars.event import render
from resal.calendars.feed import assemble, header
from resal.calendars.values import label, one_line, paragraphs
from resal.calendars.wording import details, place, title
from resal.calendars.zones import vtimezones

ONCE = {"UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "CREATED", "DTSTART", "DTEND", "SUMMARY"}
PERHAPS = {"DESCRIPTION", "X-ALT-DESC", "LOCATION", "GEO", "X-APPLE-STRUCTURED-LOCATION", "CATEGORIES"}
SAID = ("uid", "sequence", "summary", "description", "location", "categories")
ALLOWED = ONCE | PERHAPS | {"STATUS", "TRANSP", "CLASS", "URL", "CONFERENCE", "ORGANIZER"}


def calendar_of(entry: Entry) -> bytes:
    about = header("Rencontres", "", "fr", None, TORONTO)
    return assemble(about, vtimezones([TORONTO, entry.zone]), [render(entry)])


def read(entry: Entry) -> Event:
    [event] = Calendar.from_ical(calendar_of(entry)).events
    return event


@unhurried
@given(entries())
def test_f5_any_text_stays_in_folded_lines_of_75_octets_that_split_no_character(entry):
    written = render(entry)
    *lines, last = written.split(b"\r\n")
    assert last == b""
    assert max(map(len, lines)) <= 75
    assert all(line.decode().strip() for line in lines)
    folds = [(line[-1:], after[1:2]) for line, after in pairwise(lines) if after.startswith(b" ")]
    assert not [fold for fold in folds if fold[0] == b"\\" and fold[1] in b"n,;"]
    assert len(written.decode().splitlines()) == len(lines)


@unhurried
@given(entries())
def test_f5_no_text_can_add_a_property_or_a_component(entry):
    unfolded = render(entry).replace(b"\r\n ", b"").decode()
    names = [line.partition(":")[0].partition(";")[0] for line in unfolded.split("\r\n")[1:-2]]
    assert unfolded.startswith("BEGIN:VEVENT\r\n")
    assert unfolded.endswith("\r\nEND:VEVENT\r\n")
    assert sorted(set(names)) == sorted(names)
    assert ONCE <= set(names) <= ALLOWED


@unhurried
@given(entries())
def test_icalendar_reads_back_what_was_said(entry):
    event = read(entry)
    start, end = entry.span()
    assert event["SUMMARY"] == title(entry)
    assert event.get("DESCRIPTION", "") == details(entry)
    assert event.get("LOCATION", "") == place(entry)
    assert event.get("X-ALT-DESC") is not None or not details(entry)
    assert [str(c) for c in event.categories] == [n for n in map(one_line, entry.categories) if n]
    assert (event.start, event.end) == (start, end)
    assert event["SEQUENCE"] == entry.sequence
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == entry.revised_at.replace(microsecond=0)
    assert event["CREATED"].dt == entry.created_at.replace(microsecond=0)
    assert event["UID"] == entry.uid


@unhurried
@given(entries())
def test_icalendar_reads_back_places_and_people(entry):
    event = read(entry)
    if entry.latitude is not None:
        assert event["GEO"].ical_value == pytest.approx((entry.latitude, entry.longitude), abs=1e-6)
    if "X-APPLE-STRUCTURED-LOCATION" in event:
        assert event["X-APPLE-STRUCTURED-LOCATION"].params["X-TITLE"] == label(event["LOCATION"])
    if entry.organizer is not None:
        assert event["ORGANIZER"].params.get("CN", "") == label(entry.organizer.name)


@unhurried
@given(entries())
def test_vobject_reads_back_what_was_said(entry):
    event = vobject.readOne(calendar_of(entry).decode()).vevent
    names = [name for name in map(one_line, entry.categories) if name]
    read_back = {name: [line.value for line in event.contents.get(name, [])] for name in SAID}
    assert (event.dtstart.value, event.dtend.value) == entry.span()
    assert read_back == {
        "uid": [entry.uid],
        "sequence": [str(entry.sequence)],
        "summary": [title(entry)],
        "description": [text for text in [details(entry)] if text],
        "location": [where for where in [place(entry)] if where],
        "categories": [names] if names else [],
    }


@unhurried
@given(entries())
def test_the_same_entry_gives_the_same_bytes(entry):
    assert render(entry) == render(replace(entry))


@unhurried
@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=80))
def test_text_without_control_characters_is_left_alone(word):
    text = f"{word} {word}\n\n{word}"
    assert paragraphs(text) == text
    assert one_line(word) == word


@pytest.mark.parametrize("attack", ATTACKS)
def test_f5_hostile_titles_leave_one_event_with_its_own_times(attack):
    entry = replace(WORKSHOP, summary=attack, location=attack, categories=(attack,), description=attack)
    event = read(entry)
    assert (event.start, event.end) == entry.span()
    assert (event.walk("VALARM"), event.get("ATTENDEE")) == ([], None)


def test_f5_a_newline_in_a_link_is_escaped():
    entry = replace(WORKSHOP, url="https://example.org/\r\nATTENDEE:mailto:a@example.org")
    assert read(entry)["URL"] == "https://example.org/%0D%0AATTENDEE:mailto:a@example.org"


def test_f5_a_typed_backslash_n_is_not_a_line_break():
    assert read(replace(WORKSHOP, summary=r"C:\Notes\nouveau"))["SUMMARY"] == r"C:\Notes\nouveau"


def test_f5_a_cancelled_entry_stays_says_so_and_takes_no_time():
    event = read(CANCELLED)
    shown = {name: str(event[name]) for name in ("SUMMARY", "STATUS", "TRANSP")}
    assert shown == {
        "SUMMARY": "CANCELLED – Online hate",
        "STATUS": "CANCELLED",
        "TRANSP": "TRANSPARENT",
    }
    assert event["SEQUENCE"] == 3
    assert str(read(replace(CANCELLED, language="fr"))["SUMMARY"]) == "ANNULÉ – Online hate"


def test_an_entry_that_stands_is_confirmed_public_and_busy():
    event = read(WORKSHOP)
    assert [str(event[name]) for name in ("STATUS", "CLASS", "TRANSP")] == ["CONFIRMED", "PUBLIC", "OPAQUE"]
    assert event["SUMMARY"].params["LANGUAGE"] == "fr-CA"


def test_a_confidential_entry_is_private():
    assert read(replace(WORKSHOP, confidential=True))["CLASS"] == "PRIVATE"


def test_times_are_on_the_clock_of_the_zone():
    event = read(WORKSHOP)
    start = event["DTSTART"]
    assert (start.params["TZID"], start.to_ical()) == (TORONTO, b"20261202T133000")


@pytest.mark.parametrize(
    ("starts", "why"),
    [
        (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), "01:30 comes twice that night"),
        (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "01:30, the second time"),
        (datetime(2026, 11, 1, 4, 45, tzinfo=UTC), "ends in the hour that comes twice"),
        (datetime(2006, 4, 4, 13, tzinfo=UTC), "before the rule that is written"),
    ],
)
def test_times_that_a_reader_could_mistake_are_in_utc(starts, why):
    event = read(replace(WORKSHOP, starts=starts, ends=starts + timedelta(minutes=30)))
    assert event["DTSTART"].to_ical() == f"{starts:%Y%m%dT%H%M%SZ}".encode(), why
    assert event["DTEND"].to_ical().endswith(b"Z")


def test_the_hour_before_the_clocks_go_forward_keeps_its_zone():
    starts = datetime(2026, 3, 8, 6, 30, tzinfo=UTC)
    event = read(replace(WORKSHOP, starts=starts, ends=starts + timedelta(hours=1)))
    assert event["DTSTART"].to_ical() == b"20260308T013000"
    assert event["DTEND"].to_ical() == b"20260308T033000"


def test_a_time_in_another_zone_than_utc_is_the_same_moment():
    starts = datetime(2026, 12, 2, 19, 30, tzinfo=ZoneInfo("Europe/Paris"))
    assert render(replace(WORKSHOP, starts=starts)) == render(WORKSHOP)


def test_whole_days_end_the_day_after():
    event = read(THREE_DAYS)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2027, 5, 5), date(2027, 5, 8))
    one_day = read(replace(THREE_DAYS, ends=None))
    assert one_day["DTEND"].dt == date(2027, 5, 6)


def test_an_unknown_end_is_an_hour_later():
    event = read(replace(WORKSHOP, ends=None))
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=1)


def test_an_online_meeting_has_its_link_wherever_readers_look():
    event = read(ONLINE)
    link = "https://meet.example.org/j/98?pwd=a,b;c"
    assert (event["LOCATION"], event["CONFERENCE"]) == (link, link)
    assert event["CONFERENCE"].params["FEATURE"] == ["AUDIO", "VIDEO"]
    assert f"Join online: {link}\n" in event["DESCRIPTION"]


def test_a_meeting_in_a_room_and_online_keeps_the_room_as_its_place():
    event = read(replace(WORKSHOP, online_link="https://meet.example.org/j/98"))
    assert event["LOCATION"] == "Maison des jeunes Quinka-Buzz, 4335, avenue Bannantyne, Montréal"
    assert event["CONFERENCE"] == "https://meet.example.org/j/98"


def test_the_details_end_with_the_page_of_the_session():
    last = read(WORKSHOP)["DESCRIPTION"].splitlines()[-1]
    assert last == "Page de la rencontre\u00a0: https://formations.example.org/rencontres/184-haine-en-ligne"


def test_html_details_show_markup_as_text_and_link_only_what_is_ours():
    entry = replace(WORKSHOP, description='<a href="https://evil.example">clic</a>')
    assert read(entry)["X-ALT-DESC"].replace("\\;", ";") == (
        "<html><body><p>&lt;a href=&quot;https://evil.example&quot;&gt;clic&lt;/a&gt;</p>"
        '<p><a href="https://formations.example.org/rencontres/184-haine-en-ligne">'
        "Page de la rencontre</a></p></body></html>"
    )


def test_a_point_near_zero_is_written_without_exponent():
    assert b"GEO:0.000010;-0.000020\r\n" in render(replace(WORKSHOP, latitude=1e-5, longitude=-2e-5))


def test_a_title_is_at_most_255_characters():
    event = read(replace(WORKSHOP, summary="mot " * 200, cancelled=True))
    assert len(event["SUMMARY"]) <= 255
    assert event["SUMMARY"].startswith("ANNULÉ – mot mot")
    assert event["SUMMARY"].endswith("m…")


@pytest.mark.parametrize(
    "change",
    [
        {"summary": " \x00\n"},
        {"uid": ""},
        {"uid": "a b"},
        {"uid": "a;b\\n"},
        {"uid": "x" * 256},
        {"uid": "é@example.org"},
        {"sequence": -1},
        {"sequence": 2**31},
        {"starts": datetime(2026, 12, 2, 18, 30)},  # noqa: DTZ001 - what is refused
        {"revised_at": datetime(2026, 12, 2)},  # noqa: DTZ001 - what is refused
        {"ends": datetime(2026, 12, 2, 18, 30, tzinfo=UTC)},
        {"ends": datetime(2026, 12, 2, 18, 30, 0, 999, tzinfo=UTC)},
        {"ends": date(2026, 12, 3)},
        {"starts": date(2026, 12, 2)},
        {"starts": date(2026, 12, 2), "ends": date(2026, 12, 1)},
        {"starts": datetime(1026, 12, 2, tzinfo=UTC)},
        {"starts": date(9999, 12, 31), "ends": None},
        {"zone": "America/Montreal-Nord"},
        {"zone": "../etc/passwd"},
        {"zone": ""},
        {"language": "es"},
        {"latitude": 91.0},
        {"longitude": float("nan")},
        {"longitude": None},
        {"url": "javascript:alert(1)"},
        {"online_link": "https://"},
        {"organizer": ("RÉSAL", "resal")},
        {"organizer": ("RÉSAL", "a@b\r\nATTENDEE:x@example.org")},
    ],
)
def test_an_entry_that_would_break_calendars_is_refused(change):
    with pytest.raises(BadEntry):
        render(replace(WORKSHOP, **change))
