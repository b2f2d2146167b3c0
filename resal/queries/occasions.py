"""When and where a session takes place, in words, in the current language."""

from dataclasses import dataclass, replace
from datetime import datetime

from resal.language import current, dates, gettext
from resal.language.typography import typo
from resal.models import Meeting, TrainingSession, Venue
from resal.models.training_session import TOMBSTONE
from resal.queries.readings import shown
from resal.queries.words import hours_of, in_zone


@dataclass(frozen=True)
class When:
    """One dated part: its day and hours in words, its date for machines.

    `place`: where this one takes place, and that it has a link of its own, where dates differ in that.
    `lang`, `title_lang`: of words somebody wrote in another language than the one spoken.
    """

    day: str
    hours: str
    iso: str
    title: str = ""
    place: str = ""
    lang: str | None = None
    title_lang: str | None = None

    def __str__(self) -> str:
        return f"{self.day}, {self.hours}" if self.hours else self.day


def when(session: TrainingSession) -> list[When]:
    """The dated parts in order, or the words for a date to come."""
    meetings = session.live_meetings
    if meetings:
        return [replace(part(meeting), place=place) for meeting, place in zip(meetings, _places(session), strict=True)]
    words = shown(session.date_known_as)
    return [When(words.text or gettext("Date à venir"), "", "", lang=words.lang)]


def called_off(session: TrainingSession, now: datetime) -> list[When]:
    """The dates taken out of a session of several that are still to come, or were taken out this month."""
    standing = {meeting.date for meeting in session.live_meetings}
    return [
        part(meeting)
        for meeting in sorted(session.meetings, key=lambda one: one.starts_at)
        if meeting.removed_at is not None and meeting.date not in standing
        and (meeting.ends_at > now or meeting.removed_at > now - TOMBSTONE)
    ]  # fmt: skip


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
    venues = [venue for venue in dict.fromkeys(_venues(session) or [session.venue]) if venue]
    if len(venues) == 1:
        venue = venues[0]
        address = dict.fromkeys(part for part in (venue.address, venue.borough, venue.city) if part)
        lines = [venue.name, ", ".join(address)]
    else:
        lines = [*(venue.line for venue in venues), session.city]
    online = [gettext("ou en ligne")] if mode == "hybrid" else []
    return [typo(line, current()) for line in (*lines, *online) if line]


def line(session: TrainingSession) -> str:
    """Every date of it on one line, then where; each date with its own place where they differ."""
    dated = [" – ".join(filter(None, (str(one), one.place))) for one in when(session)]
    return " · ".join([*dated, *([] if _apart(session) else where(session)[:1])])


def _venues(session: TrainingSession) -> list[Venue | None]:
    """The venue of each date."""
    return [meeting.venue or session.venue for meeting in session.live_meetings]


def _apart(session: TrainingSession) -> bool:
    """Whether dates take place at several places."""
    return session.mode != "online" and len(set(_venues(session))) > 1


def _places(session: TrainingSession) -> list[str]:
    """What is said beside each date: its venue when they are several, its link when it is not the one of all."""
    venues, meetings, apart = _venues(session), session.live_meetings, _apart(session)
    named = [(venue.name if venue else session.city) if apart else "" for venue in venues]
    linked = [gettext("lien à part") if len(meetings) > 1 and meeting.link else "" for meeting in meetings]
    return [typo(", ".join(filter(None, said)), current()) for said in zip(named, linked, strict=True)]


def part(meeting: Meeting) -> When:
    """One dated part in words."""
    title = shown(meeting.title)
    hours = dates.hours(meeting.start_time, meeting.end_time) if meeting.start_time else ""
    if hours and meeting.training_session.mode in ("online", "hybrid"):
        hours = f"{hours}, {hours_of(meeting.timezone)}"
    else:
        hours = in_zone(hours, meeting.timezone, meeting.training_session.timezone)
    return When(dates.day_long(meeting.date), hours, meeting.date.isoformat(), title.text, title_lang=title.lang)
