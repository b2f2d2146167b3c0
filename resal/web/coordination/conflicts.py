"""Two people at the same form: what somebody else saved meanwhile beside what was typed (trust, K10)."""

from typing import Any, NamedTuple

from resal.models import TrainingSession
from resal.queries import session_hub
from resal.queries.session_hub import Line
from resal.web import doors
from resal.web.forms.differences import Difference, differences


class Conflict(NamedTuple):
    """Who changed the session last and when, and what differs."""

    change: Line | None
    differences: list[Difference]


def conflict(session: TrainingSession, typed: Any, stored: Any, found: list[Difference] | None = None) -> Conflict:
    """Both texts, side by side; saving once more keeps what was typed.

    `typed`, `stored`: the form as sent, and as it would be filled in now; `found`: what differs, for a form that
    compares itself in its own way.
    """
    typed.revision.data = str(session.revision)
    said = differences(typed, stored) if found is None else found
    return Conflict(session_hub.last_change(session, doors.settings().timezone), said)
