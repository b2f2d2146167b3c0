"""Calendars people subscribe to.

A feed is a join of bytes that the caller may keep: the header, the VTIMEZONEs, and one VEVENT
per meeting, language and revision. It has no METHOD, so that it needs no ORGANIZER (RFC 5546
3.2.1).
"""

from collections.abc import Iterable
from datetime import timedelta
from hashlib import blake2b

from icalendar import Calendar
from icalendar.prop import vDuration

from resal.calendars.entry import Language
from resal.calendars.envelope import CLOSING, calendar, opening
from resal.calendars.values import Text, one_line, paragraphs, uri, web_address
from resal.calendars.wording import locale

EVERY_HOUR = timedelta(hours=1)

# A CSS name for RFC 7986 5.9; the nearest colour of ours for those who read hexadecimal.
_COLOR, _EXACT_COLOR = "royalblue", "#2A4BB0"


def header(
    name: str,
    description: str,
    language: Language,
    url: str | None,
    zone: str,
    refresh: timedelta = EVERY_HOUR,
) -> bytes:
    """BEGIN:VCALENDAR and what describes the feed, for `assemble`.

    `url` is where the feed is; None for private feeds, whose file may be forwarded. Older
    clients read the X- names, newer ones those of RFC 7986.
    """
    feed = calendar()
    _add_twice(feed, "name", "x-wr-calname", one_line(name), language)
    _add_twice(feed, "description", "x-wr-caldesc", paragraphs(description), language)
    feed.add("refresh-interval", vDuration(refresh, {"VALUE": "DURATION"}))
    feed.add("x-published-ttl", vDuration(refresh))
    feed.add("x-wr-timezone", Text(zone))
    feed.add("color", Text(_COLOR))
    feed.add("x-apple-calendar-color", Text(_EXACT_COLOR))
    if url is not None:
        feed.add("source", uri(web_address(url)))
    return opening(feed)


def assemble(header: bytes, zones: bytes, events: Iterable[bytes]) -> bytes:
    """The whole feed. `zones` are those of `vtimezones`, never none: an empty feed holds them.

    The bytes come from `header`, `vtimezones` and `render`.
    """
    return b"".join((header, zones, *events, CLOSING))


def validator(parts: Iterable[object]) -> str:
    """The value of a weak ETag: 24 hexadecimal digits.

    `parts` are plain values and tuples of them: the header, the VTIMEZONEs, the filter, and the
    id and sequence of each event in order; no need for the events themselves.
    """
    return blake2b(repr(tuple(parts)).encode(), digest_size=12).hexdigest()


def _add_twice(feed: Calendar, standard: str, usual: str, text: str, language: Language) -> None:
    if text:
        feed.add(standard, Text(text), {"LANGUAGE": locale(language)})
        feed.add(usual, Text(text))
