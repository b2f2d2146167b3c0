"""When and where a session takes place, in words, in the current language."""

from dataclasses import dataclass

from resal.language import current, dates, gettext
from resal.language.typography import typo
from resal.models import Meeting, TrainingSession
from resal.queries.words import hours_of, in_zone


@dataclass(frozen=True)
class When:
    """One dated part: its day and hours in words, its date for machines."""

    day: str
    hours: str
    iso: str
    title: str = ""

    def __str__(self) -> str:
        return f"{self.day}, {self.hours}" if self.hours else self.day


def when(session: TrainingSession) -> list[When]:
    """The dated parts in order, or the words for a date to come."""
    parts = [part(meeting) for meeting in session.live_meetings]
    if parts:
        return parts
    words = session.date_known_as.read(current()).text
    return [When(words or gettext("Date à venir"), "", "")]


def first_moment(session: TrainingSession) -> str:
    """« mer. 2 déc., 13 h 30 », or the words for a date to come."""
    meetings = session.live_meetings
    if not meetings:
        return str(when(session)[0])
    first = meetings[0]
    if first.all_day:
        return dates.day_short(first.date)
    return in_zone(dates.moment_short(first.starts_at, first.timezone), first.timezone, session.timezone)


def where(session: TrainingSession, mode: str | None = None) -> list[str]:
    """The place on lines: name, then address; or that it is online, or the city. `mode`: how the reader takes part."""
    mode = mode or session.mode
    if mode == "online":
        return [gettext("En ligne")]
    own = [meeting.venue for meeting in session.live_meetings if meeting.venue]
    venues = list(dict.fromkeys(own or ([session.venue] if session.venue else [])))
    if len(venues) == 1:
        venue = venues[0]
        address = dict.fromkeys(part for part in (venue.address, venue.borough, venue.city) if part)
        lines = [venue.name, ", ".join(address)]
    else:
        lines = [*sorted(venue.line for venue in venues), session.city]
    online = [gettext("ou en ligne")] if mode == "hybrid" else []
    return [typo(line, current()) for line in (*lines, *online) if line]


def part(meeting: Meeting) -> When:
    """One dated part in words."""
    title = meeting.title.read(current()).text
    hours = dates.hours(meeting.start_time, meeting.end_time) if meeting.start_time else ""
    if hours and meeting.training_session.mode in ("online", "hybrid"):
        hours = f"{hours}, {hours_of(meeting.timezone)}"
    else:
        hours = in_zone(hours, meeting.timezone, meeting.training_session.timezone)
    return When(dates.day_long(meeting.date), hours, meeting.date.isoformat(), title)
