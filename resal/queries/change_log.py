"""« Ce qui a changé »: what was announced of a session, the newest first, as everybody reads it."""

from dataclasses import dataclass
from datetime import datetime

from resal.language import dates
from resal.models import TrainingSession
from resal.queries import publications, said_changes, words
from resal.queries.readings import Shown, shown
from resal.queries.said_changes import SaidGroup

LONG = 8


@dataclass(frozen=True)
class Announced:
    """One announcement: its day, the word of the team, the changes by kind; `long`: better folded."""

    day: str
    iso: str
    comment: Shown
    groups: tuple[SaidGroup, ...]

    @property
    def long(self) -> bool:
        return sum(len(group.lines) for group in self.groups) > LONG


def of(session: TrainingSession) -> tuple[Announced, ...]:
    """What was announced, in the current language."""
    return tuple(
        Announced(
            _hour(session, one.at), one.at.isoformat(timespec="minutes"), shown(one.comment),
            said_changes.groups(one.changes),
        )
        for one in publications.log(session)
    )  # fmt: skip


def _hour(session: TrainingSession, at: datetime) -> str:
    return words.in_zone(dates.moment_long(at, session.timezone), session.timezone, session.timezone)
