"""The agenda as everybody reads it: a timeline for each day, and a table where tracks run in parallel."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import time
from itertools import groupby
from typing import NamedTuple

from resal.language import dates, gettext
from resal.language.typography import fold
from resal.models import AgendaItem, Meeting, TrainingSession
from resal.models.meeting import AGENDA_ROLES, SPEAKER
from resal.queries import words
from resal.queries.agenda_remarks import after_midnight, minutes
from resal.queries.readings import Shown, shown


class Moment(NamedTuple):
    """A line of the agenda, ready for the `timeline` macro."""

    time: str
    datetime: str | None
    title: str
    note: str
    lang: str | None
    dark: bool = False


class Cell(NamedTuple):
    """What takes place in one track at one time; `span`: over how many tracks."""

    track: str
    moments: tuple[Moment, ...]
    span: int = 1


class Row(NamedTuple):
    """One time of a day: its words, and a cell for each track, or one for all."""

    time: str
    datetime: str | None
    cells: tuple[Cell, ...]


class Table(NamedTuple):
    """A day of parallel tracks."""

    tracks: tuple[str, ...]
    rows: tuple[Row, ...]


class AgendaPart(NamedTuple):
    """The lines of one meeting, or of the whole session under an empty title; `own`: the meeting's own title."""

    day: str
    own: Shown
    moments: tuple[Moment, ...]
    table: Table | None = None

    @property
    def title(self) -> str:
        return " – ".join(filter(None, (self.day, self.own.text)))


def agenda(session: TrainingSession) -> tuple[AgendaPart, ...]:
    """The lines of the agenda, meeting by meeting; those of the whole session first."""
    several = len(session.live_meetings) > 1
    found = [_part(None, several, _of(session, None))]
    found += [_part(meeting, several, _of(session, meeting)) for meeting in session.live_meetings]
    return tuple(part for part in found if part.moments)


def in_order(items: Iterable[AgendaItem], meeting: Meeting | None) -> list[AgendaItem]:
    """The lines of one day by their hours; one without stays behind the one it follows."""
    timed, last = [], (False, time(0))
    for item in items:
        last = after_midnight(item.start_time, meeting) if item.start_time else last
        timed.append((last, item))
    return [item for _, item in sorted(timed, key=lambda one: one[0])]


def people(item: AgendaItem) -> str:
    """« Conférence : Ana Silva · Modération : Nadège Étienne »: who leads, role by role.

    A role that the title says already is not said again: « Conférence d'ouverture · Ana Silva ».
    """
    title = fold(shown(item.text).text)
    said = [_in_role(role, [led.facilitator.name for led in item.in_order if led.role == role], title)
            for role in AGENDA_ROLES]  # fmt: skip
    bodies = ", ".join(shown(body.name).text for body in item.organizations if body.public)
    return " · ".join(part for part in (*said, bodies) if part)


def _of(session: TrainingSession, meeting: Meeting | None) -> Iterator[AgendaItem]:
    return (item for item in session.agenda if item.meeting_id == (meeting.id if meeting else None))


def _part(meeting: Meeting | None, several: bool, lines: Iterable[AgendaItem]) -> AgendaPart:
    items = in_order(lines, meeting)
    moments, table = tuple(_moment(item) for item in items), _table(items)
    if meeting is None or not several:
        return AgendaPart("", Shown(), moments, table)
    day = dates.day_long(meeting.date)
    return AgendaPart(day[:1].upper() + day[1:], shown(meeting.title), moments, table)


def _in_role(role: str, names: Sequence[str], title: str) -> str:
    """Whoever speaks is named alone: that is what one expects."""
    word = words.word(words.AGENDA_ROLES, role)
    if not names or role == SPEAKER or title.startswith(fold(word)):
        return ", ".join(names)
    return gettext("%(role)s : %(names)s", role=word, names=", ".join(names))


def _moment(item: AgendaItem, with_track: bool = True) -> Moment:
    text, (said, machine) = shown(item.text), _time(item)
    lasts = dates.duration(minutes(item.start_time, item.end_time)) if item.start_time and item.end_time else ""
    track = item.track if with_track else ""
    note = " · ".join(part for part in (lasts, track, people(item)) if part)
    return Moment(said, machine, text.text, note, text.lang)


def _time(item: AgendaItem) -> tuple[str, str | None]:
    if item.start_time is None:
        return words.word(words.PARTS, item.part), None
    return dates.hour(item.start_time), f"{item.start_time:%H:%M}"


def _table(items: Sequence[AgendaItem]) -> Table | None:
    """The same lines by time and track; nothing to compare with fewer than two tracks."""
    tracks = tuple(dict.fromkeys(item.track for item in items if item.track))
    if len(tracks) < 2:
        return None
    rows = [
        Row(*_time(together[0]), _cells(together, tracks))
        for _, group in groupby(items, key=lambda item: (item.start_time, item.part, bool(item.track)))
        for together in [list(group)]
    ]
    return Table(tracks, tuple(rows))


def _cells(items: Sequence[AgendaItem], tracks: Sequence[str]) -> tuple[Cell, ...]:
    if not items[0].track:
        return (Cell("", tuple(_moment(item) for item in items), len(tracks)),)
    return tuple(
        Cell(track, tuple(_moment(item, with_track=False) for item in items if item.track == track)) for track in tracks
    )
