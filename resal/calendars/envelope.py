"""The VCALENDAR around the components."""

from icalendar import Calendar

PRODUCT = "-//RESAL//Calendrier//FR"
CLOSING = b"END:VCALENDAR\r\n"


def calendar() -> Calendar:
    """A VCALENDAR with what each must have (RFC 5545 3.6)."""
    envelope = Calendar()
    envelope.add("prodid", PRODUCT)
    envelope.add("version", "2.0")
    envelope.add("calscale", "GREGORIAN")
    return envelope


def opening(envelope: Calendar) -> bytes:
    """BEGIN:VCALENDAR and the properties, which come before the components."""
    return bytes(envelope.to_ical()).removesuffix(CLOSING)
