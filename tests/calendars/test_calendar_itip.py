"""What goes by e-mail follows RFC 5546: who may be named, and which state may be said."""

from dataclasses import replace

import pytest
from calendar_samples import CALLED_OFF, CANCELLED, INVITED, NETWORK, NETWORK_DAYS, SAMIR, WORKSHOP
from calendar_strategies import addresses, entries, unhurried
from hypothesis import given
from icalendar import Calendar

from resal.calendars.entry import BadEntry
from resal.calendars.itip import cancellation, invitation, publication
from resal.calendars.values import label


def only_event(calendar):
    [event] = Calendar.from_ical(calendar).events
    return event


def test_an_invitation_asks_no_answer_of_somebody_who_has_a_seat():
    attendee = only_event(invitation(INVITED, SAMIR))["ATTENDEE"]
    assert attendee == "mailto:samir@example.org"
    assert dict(attendee.params) == {
        "CN": "Samir Haddad",
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "ACCEPTED",
        "RSVP": "FALSE",
    }


def test_an_invitation_is_the_event_of_the_feeds_with_its_people():
    event = only_event(invitation(INVITED, SAMIR))
    assert [event[name] for name in ("UID", "SEQUENCE")] == [WORKSHOP.uid, WORKSHOP.sequence]
    assert event["ORGANIZER"] == "mailto:resal@example.org"
    assert event["ORGANIZER"].params["CN"] == "RÉSAL"
    assert event["STATUS"] == "CONFIRMED"


@pytest.mark.parametrize(
    ("calendar", "method"),
    [
        (invitation(INVITED, SAMIR), "REQUEST"),
        (cancellation(CALLED_OFF, SAMIR, whole_event=True), "CANCEL"),
        (cancellation(CALLED_OFF, SAMIR, whole_event=False), "CANCEL"),
        (publication([INVITED]), "PUBLISH"),
    ],
)
def test_a_calendar_sent_has_one_method_and_its_zone(calendar, method):
    read = Calendar.from_ical(calendar)
    assert read["METHOD"] == method
    assert [zone["TZID"] for zone in read.timezones] == ["America/Toronto"]
    assert read.walk("VALARM") == []


def test_a_cancelled_event_says_so_to_whoever_had_a_seat():
    event = only_event(cancellation(CALLED_OFF, SAMIR, whole_event=True))
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 3)
    assert event["SUMMARY"].startswith("ANNULÉ – ")
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


def test_who_gives_up_a_seat_does_not_cancel_the_event():
    event = only_event(cancellation(CALLED_OFF, SAMIR, whole_event=False))
    assert "STATUS" not in event
    assert event["SUMMARY"] == WORKSHOP.summary
    assert event["ATTENDEE"].params["PARTSTAT"] == "DECLINED"


def test_several_meetings_go_in_one_publication_without_attendees():
    events = Calendar.from_ical(publication([INVITED, NETWORK_DAYS])).events
    assert [event["UID"] for event in events] == [INVITED.uid, NETWORK_DAYS.uid]
    assert all("ORGANIZER" in event and "ATTENDEE" not in event for event in events)


def test_what_is_cancelled_has_no_invitation():
    with pytest.raises(BadEntry, match="cancelled"):
        invitation(replace(CANCELLED, organizer=NETWORK), SAMIR)


def test_nothing_is_not_published():
    with pytest.raises(BadEntry, match="nothing"):
        publication([])


def test_nothing_goes_by_mail_without_an_organizer():
    for send in (
        lambda: invitation(WORKSHOP, SAMIR),
        lambda: cancellation(WORKSHOP, SAMIR, whole_event=True),
        lambda: publication([INVITED, WORKSHOP]),
    ):
        with pytest.raises(BadEntry, match="no organizer"):
            send()


@unhurried
@given(entries(), addresses, addresses)
def test_f5_no_name_can_add_an_attendee(entry, organizer, attendee):
    calendar = cancellation(replace(entry, organizer=organizer), attendee, whole_event=False)
    event = only_event(calendar)
    assert max(map(len, calendar.split(b"\r\n"))) <= 75
    assert [line.startswith("ATTENDEE") for line in calendar.decode().splitlines()].count(True) == 1
    assert event["ATTENDEE"].params.get("CN", "") == label(attendee.name)
    assert event["ORGANIZER"].params.get("CN", "") == label(organizer.name)
