"""One Entry → one VEVENT."""

import re
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from icalendar import Event, vUri
from icalendar.prop import vUnknown

from resal.calendars.entry import BadEntry, Entry, in_utc
from resal.calendars.values import Text, categories, label, mailbox, one_line, uri, web_address
from resal.calendars.wording import details, details_html, join_label, locale, place, title
from resal.calendars.zones import covers, is_told_twice

# RFC 7986 5.3 and what needs no escape.
_UID = re.compile(r"[0-9A-Za-z._@+=-]{1,255}")
# SEQUENCE is read into 32 bits.
_SEQUENCES = range(2**31)
_RADIUS_IN_METRES = "70"


def render(entry: Entry) -> bytes:
    """The VEVENT: CRLF, folded at 75 octets, the same bytes for the same entry.

    Control characters are dropped. Raises BadEntry when what remains would break the
    calendars that read it.
    """
    return bytes(component(entry).to_ical())


def component(entry: Entry) -> Event:
    """The VEVENT before it is written, for those who add to it. Raises BadEntry."""
    event = Event()
    _add_identity(event, entry)
    _add_times(event, entry)
    _add_state(event, entry)
    _add_words(event, entry)
    _add_place(event, entry)
    _add_links(event, entry)
    return event


def _add_identity(event: Event, entry: Entry) -> None:
    """UID and revision. DTSTAMP is the revision too (RFC 5545 3.8.7.2): bytes are stable."""
    if not _UID.fullmatch(entry.uid):
        raise BadEntry(f"the UID {entry.uid!r}")
    if entry.sequence not in _SEQUENCES:
        raise BadEntry(f"the sequence {entry.sequence}")
    revised_at = in_utc(entry.revised_at)
    event.add("uid", Text(entry.uid))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", revised_at)
    event.add("last-modified", revised_at)
    event.add("created", in_utc(entry.created_at))


def _add_times(event: Event, entry: Entry) -> None:
    start, end = entry.span()
    zone = _zone(entry.zone, start, end)
    event.add("dtstart", start.astimezone(zone) if isinstance(start, datetime) else start)
    event.add("dtend", end.astimezone(zone) if isinstance(end, datetime) else end)


def _zone(name: str, *moments: datetime | date) -> tzinfo:
    """The zone to write in: the entry's own unless a reader could take it for another hour.

    Raises BadEntry when there is no such zone.
    """
    try:
        zone = ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise BadEntry(f"the time zone {name!r}") from error
    times = [moment for moment in moments if isinstance(moment, datetime)]
    is_safe = all(covers(name, time) and not is_told_twice(name, time) for time in times)
    return zone if is_safe else UTC


def _add_state(event: Event, entry: Entry) -> None:
    """A cancelled entry stays, says so, and takes nobody's time.

    Confidential is CLASS:PRIVATE, for which shared calendars hide the details.
    """
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    event.add("class", "PRIVATE" if entry.confidential else "PUBLIC")
    if entry.organizer is not None:
        event.add("organizer", mailbox(entry.organizer))


def _add_words(event: Event, entry: Entry) -> None:
    language = {"LANGUAGE": locale(entry.language)}
    event.add("summary", Text(title(entry)), language)
    if text := details(entry):
        event.add("description", Text(text), language)
        html = Text(details_html(entry))
        event.add("x-alt-desc", html, {"FMTTYPE": "text/html"})
    names = [one_line(name) for name in entry.categories]
    if any(names):
        event.add("categories", categories(filter(None, names)))


def _add_place(event: Event, entry: Entry) -> None:
    """LOCATION, and the point on the map.

    Apple draws its map only when X-TITLE is the LOCATION, to the letter.
    """
    where = place(entry)
    if where:
        event.add("location", Text(where), {"LANGUAGE": locale(entry.language)})
    point = _point(entry)
    if point:
        event.add("geo", vUnknown(";".join(point)))
    if point and where:
        apple = {"X-APPLE-RADIUS": _RADIUS_IN_METRES, "X-TITLE": label(where)}
        event.add("x-apple-structured-location", uri("geo:" + ",".join(point), apple))


def _point(entry: Entry) -> tuple[str, str] | None:
    """Latitude and longitude in decimal degrees, never with an exponent (RFC 5545 3.3.7)."""
    if entry.latitude is None and entry.longitude is None:
        return None
    latitude, longitude = entry.latitude, entry.longitude
    if latitude is None or longitude is None:
        raise BadEntry("half a point on the map")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise BadEntry(f"the point {latitude}, {longitude}")
    return f"{latitude:.6f}", f"{longitude:.6f}"


def _add_links(event: Event, entry: Entry) -> None:
    """URL, and CONFERENCE for the online meeting (RFC 7986 5.11)."""
    if entry.url:
        event.add("url", vUri(web_address(entry.url)))
    if entry.online_link:
        meeting = {"FEATURE": ["AUDIO", "VIDEO"], "LABEL": join_label(entry)}
        event.add("conference", uri(web_address(entry.online_link), meeting))
