"""When and where a session takes place, in words, as letters say it."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from resal.calendars.values import one_line
from resal.language import NAMES, current, dates, gettext, ngettext, speaking
from resal.models import Meeting, TrainingSession
from resal.queries import occasions
from resal.queries.standing import day_and_month
from resal.queries.words import in_zone


@dataclass(frozen=True)
class Said:
    """One language. `moment`: the first part on one line (« mer. 2 décembre, 13 h 30 »); `day`:
    « 2 décembre », empty when nothing is known but that a date will come. `link`: the way to take part,
    which is never told. `times`: each date for machines, hours and zone with it; `hours`: of the only
    date; `mode`: how people meet, "" while that is not settled.
    """

    when: tuple[str, ...]
    where: tuple[str, ...]
    moment: str
    day: str
    parts: tuple["Part", ...] = ()
    link: str = ""
    times: tuple[str, ...] = ()
    hours: str = ""
    mode: str = ""


@dataclass(frozen=True)
class Part:
    """One date: its calendar entry, what is said of it with its own place, and its own link, which is never told."""

    uid: str
    line: str
    link: str


@dataclass(frozen=True)
class Difference:
    """What becomes of one date: `moved`, `removed`, `new`, `link` (nothing else than its link), or `kept`."""

    kind: str
    before: str
    after: str


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
            parts=tuple(_dated(meeting) for meeting in session.live_meetings),
            link=session.link,
            times=tuple(_times(meeting) for meeting in session.live_meetings),
            hours=_only_hours(session.live_meetings),
            mode=session.mode or "",
        )


def known(then: Said) -> dict[str, Any]:
    """What somebody knows once told, as a letter keeps it; `mark` differs when a link or a part does."""
    parts = [(part.line, part.link) for part in then.parts]
    mark = hashlib.sha256(repr((then.link, parts)).encode()).hexdigest()[:20]
    return {
        "when": list(then.when), "moment": then.moment, "day": then.day, "where": list(then.where), "mark": mark,
        "times": list(then.times), "hours": then.hours, "mode": then.mode,
    }  # fmt: skip


def what_changed(known: dict[str, Any], now: dict[str, Any]) -> str:
    """`fixed` (there was no date), `hours` (of the same day), `date`, `way` (how people meet), `place`, or `link`."""
    then, said = {**now, **known}, "times" if "times" in known else "when"  # letters owed before said no times
    if then[said] != now[said]:
        if now["day"] and not then["day"]:
            return "fixed"
        return "hours" if _same_day(known, now) else "date"
    if then["mode"] != now["mode"]:
        return "way"
    return "place" if then["where"] != now["where"] else "link"


def known_by(then: Said, language: str, way: str | None) -> dict[str, Any]:
    """The same by somebody who takes part in a way: of a hybrid session, the hall is nothing to who is online."""
    if way != "online" or then.mode != "hybrid":
        return known(then)
    parts = tuple(replace(part, line=time) for part, time in zip(then.parts, then.times, strict=True))
    return known(replace(then, where=(gettext("En ligne", language),), parts=parts))


def is_known(then: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether all is as somebody knows it; letters of before marks were made say nothing of links."""
    return all(then.get(name, now[name]) == now[name] for name in now)


def differences(before: Said, after: Said) -> list[Difference]:
    """What becomes of each date of a session of several: those of before first, then the new ones.

    Empty for a session of one date before and after, or when nothing is known of one of them.
    """
    if not before.parts or not after.parts or len(before.parts) == len(after.parts) == 1:
        return []
    now = {part.uid: part for part in after.parts}
    known = {part.uid for part in before.parts}
    stood = [_difference(part, now.get(part.uid)) for part in before.parts]
    return [*stood, *(Difference("new", "", part.line) for part in after.parts if part.uid not in known)]


def summary(found: Iterable[Difference]) -> str:
    """« une date déplacée, une date annulée », in the current language; "" when no date is."""
    numbers = Counter(one.kind for one in found)
    said_of = [
        ngettext("une date déplacée", "%(n)s dates déplacées", numbers["moved"]) if numbers["moved"] else "",
        ngettext("une date annulée", "%(n)s dates annulées", numbers["removed"]) if numbers["removed"] else "",
        ngettext("une date ajoutée", "%(n)s dates ajoutées", numbers["new"]) if numbers["new"] else "",
    ]
    return ", ".join(filter(None, said_of))


def _difference(before: Part, after: Part | None) -> Difference:
    if after is None:
        return Difference("removed", before.line, "")
    changed = "moved" if after.line != before.line else "link" if after.link != before.link else "kept"
    return Difference(changed, before.line, after.line)


def _dated(meeting: Meeting) -> Part:
    said_of = [_line(occasions.part(meeting)), meeting.venue.name if meeting.venue else ""]
    return Part(meeting.uid, one_line(" · ".join(filter(None, said_of))), meeting.link)


def _same_day(known: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether of the only date nothing but the hours changes."""
    days = [[one.partition(" ")[0] for one in each.get("times", ())] for each in (known, now)]
    return days[0] == days[1] and len(days[0]) == 1 and bool(known.get("hours") and now["hours"])


def _times(meeting: Meeting) -> str:
    """« 2026-12-01 10:00:00 13:00:00 America/Toronto »."""
    return f"{meeting.date.isoformat()} {meeting.start_time} {meeting.end_time} {meeting.timezone}"


def _only_hours(meetings: Sequence[Meeting]) -> str:
    """« 13 h à 15 h » of the only date; "" of none, of a whole day, or of several."""
    [hours] = [one.hours for one in map(occasions.part, meetings)] if len(meetings) == 1 else [""]
    return one_line(hours)


def _line(part: occasions.When) -> str:
    return " – ".join(filter(None, (str(part), part.title, part.place)))


def _moment(session: TrainingSession) -> str:
    meetings = session.live_meetings
    if not meetings:
        return session.date_known_as.read(current()).text
    first = _start(meetings[0])
    if len(meetings) == 1:
        return first
    return ngettext("%(first)s (%(n)s date)", "%(first)s (%(n)s dates)", len(meetings), first=first)


def _start(meeting: Meeting) -> str:
    day = f"{dates.weekday_short(meeting.date)} {day_and_month(meeting.date)}"
    if current() == "en":
        day = dates.day_short(meeting.date)
    if not meeting.start_time:
        return day
    return in_zone(f"{day}, {dates.hour(meeting.start_time)}", meeting.timezone, meeting.training_session.timezone)
