"""Two people at the same form: what somebody else saved meanwhile beside what was typed (trust, K10)."""

from collections.abc import Callable
from typing import Any, NamedTuple

from resal.actions import Refusal
from resal.models import TrainingSession
from resal.queries import session_hub
from resal.queries.session_hub import Line
from resal.web import doors
from resal.web.forms.base import attach
from resal.web.forms.differences import Difference, differences


class Conflict(NamedTuple):
    """Who changed the session last and when, and what differs."""

    change: Line | None
    differences: list[Difference]


def both_texts(
    refusal: Refusal, session: TrainingSession, typed: Any, stored: Callable[[], Any],
    compare: Callable[[Any, Any], list[Difference]] = differences,
) -> Conflict | None:  # fmt: skip
    """The refusal said in the form; where the form is older than the session, both texts, else None.

    `typed`: the form as sent, which saves what was typed when it is sent once more; `stored`: makes it as it would
    be filled in now; `compare`: for a form that compares itself in its own way.
    """
    attach(typed, refusal)
    if session.revision == typed.seen():
        return None
    typed.revision.data = str(session.revision)
    return Conflict(session_hub.last_change(session, doors.settings().timezone), compare(typed, stored()))
