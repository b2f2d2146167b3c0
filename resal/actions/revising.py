"""Calendar revisions: SEQUENCE and LAST-MODIFIED move exactly when what is shown moves.

Every action that changes a session, or a venue, facilitator or theme that sessions show, ends
with `revise`, inside its own transaction. Two GETs of an unchanged feed are then the same bytes,
and no client misses a change (RFC 5545 3.8.7.3, 3.8.7.4).
"""

import secrets
from collections.abc import Iterable

from resal import clock
from resal.actions import Actor
from resal.actions.journal import note
from resal.db import db
from resal.models import Meeting, TrainingSession
from resal.queries.calendar_entries import content_hash

CALENDAR_LANGUAGES = ("fr", "en")


def new_uid() -> str:
    """An identifier for life: random, without host name or personal data."""
    return f"{secrets.token_hex(16)}@resal"


def revise(sessions: Iterable[TrainingSession]) -> list[Meeting]:
    """Re-derive the times of these sessions and stamp the meetings whose content changed.

    Returns the meetings that were stamped.
    """
    db.session.flush()
    changed = []
    for session in sessions:
        session.place_in_time()
        stamped = [meeting for meeting in session.meetings if _stamp(meeting)]
        session.revision += 1 if stamped else 0
        changed += stamped
    return changed


def changed(session: TrainingSession, actor: Actor, deed: str) -> None:
    """Raise the session's revision, let calendars follow, and write the journal."""
    session.revision += 1
    revise([session])
    note(actor, deed, session)


def _stamp(meeting: Meeting) -> bool:
    now = content_hash(meeting, CALENDAR_LANGUAGES)
    if now == meeting.content_hash:
        return False
    first = not meeting.content_hash
    meeting.content_hash = now
    meeting.sequence = 0 if first else meeting.sequence + 1
    meeting.revised_at = clock.now().replace(microsecond=0)
    return True
