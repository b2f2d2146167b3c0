"""What machines read in the page of a session: schema.org Event, as JSON-LD."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from resal.models import Meeting, TrainingSession
from resal.queries.readings import shown
from resal.queries.seats import Seats
from resal.queries.session_content import Body, Leader
from resal.queries.standing import Standing

ATTENDANCE = {
    "in person": "https://schema.org/OfflineEventAttendanceMode",
    "online": "https://schema.org/OnlineEventAttendanceMode",
    "hybrid": "https://schema.org/MixedEventAttendanceMode",
}
Thing = dict[str, Any]


def event(
    session: TrainingSession, state: Standing, seats: Seats, url: str, led_by: tuple[Leader, ...],
    organizers: tuple[Body, ...], network: str,
) -> Thing | None:  # fmt: skip
    """The Event of a listed session with a date (https://schema.org/Event), else nothing."""
    meetings = session.live_meetings
    if not session.listed or not meetings:
        return None
    return _filled({
        "@context": "https://schema.org", "@type": "Event", "@id": url, "url": url,
        "name": shown(session.title).text, "description": shown(session.summary).text,
        "startDate": _start(meetings[0]), "endDate": _end(meetings[-1]),
        "eventStatus": f"https://schema.org/{_status(state)}",
        "previousStartDate": _previous(session, state),
        "eventAttendanceMode": ATTENDANCE.get(session.mode or ""),
        "location": _locations(session, url), "inLanguage": list(session.languages),
        "performer": [{"@type": "Person", "name": leader.name} for leader in led_by],
        "organizer": [{"@type": "Organization", "name": body.name} for body in organizers]
        or [{"@type": "Organization", "name": network}],
        "maximumAttendeeCapacity": seats.capacity, "remainingAttendeeCapacity": seats.free,
        "isAccessibleForFree": True if state.registrable else None, "offers": _offer(state, url),
        "subEvent": [_part(meeting, session) for meeting in meetings] if len(meetings) > 1 else [],
    })  # fmt: skip


def _filled(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value not in (None, "", [])}


def _status(state: Standing) -> str:
    return {"cancelled": "EventCancelled"}.get(state.code) or ("EventRescheduled" if state.moved else "EventScheduled")


def _previous(session: TrainingSession, state: Standing) -> str | None:
    return _local(session.moved_from, session.timezone) if state.moved and session.moved_from else None


def _start(meeting: Meeting) -> str:
    return meeting.date.isoformat() if meeting.all_day else _local(meeting.starts_at, meeting.timezone)


def _end(meeting: Meeting) -> str | None:
    if meeting.all_day:
        return meeting.date.isoformat()
    return _local(meeting.ends_at, meeting.timezone) if meeting.end_time else None


def _local(at: datetime, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")


def _locations(session: TrainingSession, url: str) -> list[Thing]:
    venue = next((meeting.venue for meeting in session.live_meetings if meeting.venue), session.venue)
    places: list[Thing] = []
    if venue is not None and session.mode != "online":
        address = {"@type": "PostalAddress", "streetAddress": venue.address, "addressLocality": venue.city}
        places.append({"@type": "Place", "name": venue.name, "address": _filled(address)})
    elif session.city:
        places.append({"@type": "Place", "name": session.city, "address": session.city})
    if session.mode in ("online", "hybrid"):
        places.append({"@type": "VirtualLocation", "url": url})
    return places


def _offer(state: Standing, url: str) -> Thing | None:
    if not state.registrable:
        return None
    available = "SoldOut" if state.code == "full" else "InStock"
    return {"@type": "Offer", "price": 0, "priceCurrency": "CAD", "url": url,
            "availability": f"https://schema.org/{available}"}  # fmt: skip


def _part(meeting: Meeting, session: TrainingSession) -> Thing:
    name = shown(meeting.title).text or shown(session.title).text
    return _filled({"@type": "Event", "name": name, "startDate": _start(meeting), "endDate": _end(meeting)})
