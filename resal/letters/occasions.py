"""When and where a session takes place, in words, as letters say it."""

from dataclasses import dataclass

from resal.calendars.values import one_line
from resal.language import NAMES, current, dates, ngettext, speaking
from resal.models import Meeting, TrainingSession
from resal.queries import occasions
from resal.queries.standing import day_and_month
from resal.queries.words import in_zone


@dataclass(frozen=True)
class Said:
    """One language. `moment`: the first part on one line (« mer. 2 décembre, 13 h 30 »); `day`:
    « 2 décembre ». Both are empty when nothing is known but that a date will come.
    """

    when: tuple[str, ...]
    where: tuple[str, ...]
    moment: str
    day: str


@dataclass(frozen=True)
class Occasion:
    """When and where in every language, and which calendar entries say so: kept from before a change."""

    said: dict[str, Said]
    uids: tuple[str, ...]


def occasion(session: TrainingSession) -> Occasion:
    """What is true now, to be told as « avant » once it has changed."""
    uids = tuple(meeting.uid for meeting in session.live_meetings)
    return Occasion({language: said(session, language) for language in NAMES}, uids)


def said(session: TrainingSession, language: str) -> Said:
    with speaking(language):
        return Said(
            when=tuple(one_line(_line(part)) for part in occasions.when(session)),
            where=tuple(one_line(line) for line in occasions.where(session)),
            moment=one_line(_moment(session)),
            day=day_and_month(session.live_meetings[0].date) if session.live_meetings else "",
        )


def _line(part: occasions.When) -> str:
    return f"{part} – {part.title}" if part.title else str(part)


def _moment(session: TrainingSession) -> str:
    meetings = session.live_meetings
    if not meetings:
        return session.date_known_as.read(current()).text
    first = _start(meetings[0])
    if len(meetings) == 1:
        return first
    return ngettext("%(first)s (%(n)s date)", "%(first)s (%(n)s dates)", len(meetings), first=first)


def _start(meeting: Meeting) -> str:
    comma = "," if current() == "en" else ""
    day = f"{dates.weekday_short(meeting.date)}{comma} {day_and_month(meeting.date)}"
    if not meeting.start_time:
        return day
    return in_zone(f"{day}, {dates.hour(meeting.start_time)}", meeting.timezone, meeting.training_session.timezone)
