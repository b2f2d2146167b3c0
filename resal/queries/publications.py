"""A session as it was shown on a day, and what has changed since: plain JSON, without names of people.

A line is {"id", "meeting": uid or None, "day", "start", "end", "part", "track", "text": {lang: text},
"people": [[id, role]], "bodies": [id]}; a meeting {"uid", "day", "start", "end", "title"}. A change
is {"kind": one of KINDS, "what": "line" or "meeting", "before": …, "after": …}.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from resal.db import db
from resal.models import AgendaItem, Meeting, Publication, TrainingSession
from resal.queries.agenda import items

Plain = dict[str, Any]
KINDS = ("new", "moved", "changed", "removed")
_PLACE = {"line": ("meeting", "start", "end", "part", "track"), "meeting": ("day", "start", "end")}
_WORDS = {"line": ("text", "people", "bodies"), "meeting": ("title",)}
_NOBODY_SAYS = "99:99"  # after every hour of its day


def content(session: TrainingSession) -> Plain:
    """What everybody can read now of its dates and its agenda."""
    return {
        "meetings": [_meeting(meeting) for meeting in session.live_meetings],
        "lines": [_line(item) for item in items(session) if item.meeting is None or item.meeting.removed_at is None],
    }


def last(session: TrainingSession) -> Publication | None:
    """The last state that was announced."""
    return db.session.scalars(_of(session).limit(1)).first()


def log(session: TrainingSession) -> Sequence[Publication]:
    """All that were announced, the newest first; the very first tells of no change."""
    return [one for one in db.session.scalars(_of(session)) if one.changes or one.comment]


def pending(session: TrainingSession) -> list[Plain]:
    """What has changed since the last one; nothing when none was kept."""
    before = last(session)
    return differences(before.content, content(session)) if before else []


def differences(before: Plain, after: Plain) -> list[Plain]:
    """The changes from one content to the next, in the order of time."""
    found = [
        *_compared("meeting", before["meetings"], after["meetings"], "uid"),
        *_compared("line", before["lines"], after["lines"], "id"),
    ]
    return sorted(found, key=_moment)


def people_of(change: Plain) -> set[int]:
    """The facilitators, by id, of a line before or after it changed."""
    return {id_ for side in ("before", "after") for id_, _ in (change[side] or {}).get("people", ())}


def _of(session: TrainingSession) -> Any:
    return (
        select(Publication)
        .where(Publication.training_session_id == session.id)
        .order_by(Publication.number.desc())
    )  # fmt: skip


def _compared(what: str, before: list[Plain], after: list[Plain], key: str) -> list[Plain]:
    old, new = ({one[key]: one for one in side} for side in (before, after))
    pairs = [(old.get(id_), new.get(id_)) for id_ in {**old, **new}]
    return [
        {"kind": kind, "what": what, "before": was, "after": is_}
        for was, is_ in pairs
        if (kind := _kind(what, was, is_))
    ]


def _kind(what: str, was: Plain | None, is_: Plain | None) -> str:
    if was is None or is_ is None:
        return "new" if was is None else "removed"
    if any(was[name] != is_[name] for name in _PLACE[what]):
        return "moved"
    return "changed" if any(was[name] != is_[name] for name in _WORDS[what]) else ""


def _moment(change: Plain) -> tuple[str, str, int]:
    here = change["after"] or change["before"]
    return here["day"] or "", here["start"] or _NOBODY_SAYS, here.get("id", 0)


def _meeting(meeting: Meeting) -> Plain:
    return {
        "uid": meeting.uid, "day": meeting.date.isoformat(), "start": _hour(meeting.start_time),
        "end": _hour(meeting.end_time), "title": _texts(meeting.title),
    }  # fmt: skip


def _line(item: AgendaItem) -> Plain:
    return {
        "id": item.id, "meeting": item.meeting.uid if item.meeting else None,
        "day": item.meeting.date.isoformat() if item.meeting else None, "start": _hour(item.start_time),
        "end": _hour(item.end_time), "part": item.part, "track": item.track, "text": _texts(item.text),
        "people": sorted([led.facilitator_id, led.role] for led in item.leaders),
        "bodies": sorted(body.id for body in item.organizations),
    }  # fmt: skip


def _texts(text: Any) -> dict[str, str]:
    return {language: text[language] for language in text.languages()}


def _hour(at: Any) -> str | None:
    return at.strftime("%H:%M") if at else None
