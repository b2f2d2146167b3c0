"""Calendars sent by e-mail: iTIP (RFC 5546), to be carried as RFC 6047 says.

The part is `text/calendar; charset=utf-8; method=…`, its method the METHOD inside. UIDs are
those of the feeds, so that what came by mail and what is subscribed to are known to be one.

Readers keep the highest SEQUENCE they saw for a UID and, between equals, the newest DTSTAMP
(2.1.5). A CANCEL must raise it (3.2.5), also when one person gives up a seat and the meeting
did not change; when that person comes back the next REQUEST must not be lower. So the entries
given here carry the sequence and time of the letter: the meeting's sequence plus the number of
times this person gave up the seat.
"""

from collections.abc import Sequence
from dataclasses import replace

from resal.calendars.entry import Address, BadEntry, Entry
from resal.calendars.envelope import CLOSING, calendar, opening
from resal.calendars.event import component, render
from resal.calendars.values import mailbox
from resal.calendars.zones import vtimezones

_INVITED = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "RSVP": "FALSE"}


def invitation(entry: Entry, attendee: Address | tuple[str, str]) -> bytes:
    """METHOD:REQUEST for one meeting, to somebody who has a seat already: no answer is asked.

    Raises BadEntry without an organizer, or when the meeting is cancelled (3.2.2).
    """
    if entry.cancelled:
        raise BadEntry("an invitation to what is cancelled")
    event = component(entry)
    event.add("attendee", mailbox(attendee, {**_INVITED, "PARTSTAT": "ACCEPTED"}))
    return _message("REQUEST", [entry], bytes(event.to_ical()))


def cancellation(entry: Entry, attendee: Address | tuple[str, str], whole_event: bool) -> bytes:
    """METHOD:CANCEL for one meeting: it does not take place, or this person gave up the seat.

    STATUS is there in the first case only (3.2.5). Raises BadEntry without an organizer.
    """
    event = component(replace(entry, cancelled=whole_event))
    if not whole_event:
        del event["status"]
    answer = "ACCEPTED" if whole_event else "DECLINED"
    event.add("attendee", mailbox(attendee, {**_INVITED, "PARTSTAT": answer}))
    return _message("CANCEL", [entry], bytes(event.to_ical()))


def publication(entries: Sequence[Entry]) -> bytes:
    """METHOD:PUBLISH for the meetings of one session, without attendees (3.2.1).

    Raises BadEntry without entries, or for one without an organizer.
    """
    if not entries:
        raise BadEntry("nothing to publish")
    return _message("PUBLISH", entries, b"".join(render(entry) for entry in entries))


def _message(method: str, entries: Sequence[Entry], events: bytes) -> bytes:
    if any(entry.organizer is None for entry in entries):
        raise BadEntry("no organizer")
    envelope = calendar()
    envelope.add("method", method)
    zones = vtimezones(entry.zone for entry in entries)
    return opening(envelope) + zones + events + CLOSING
