"""How many people came to sessions that are over: counted at the door, else estimated."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from resal.db import db
from resal.language import gettext, ngettext, number
from resal.models import Attendance, Participant, Registration, TrainingSession

CAME = ("present", "partial")


@dataclass(frozen=True)
class Presence:
    """`people` were counted; else `low` to `high` is what somebody estimated, None when nobody did."""

    people: int = 0
    organizations: int = 0
    low: int | None = None
    high: int | None = None

    def __str__(self) -> str:
        """« 38 personnes, 21 organismes », « environ 15 personnes », « 40 à 60 personnes », or nothing."""
        if self.people:
            return ", ".join([_people(self.people), *_organizations(self.organizations)])
        if self.low is None:
            return ""
        if self.high and self.high > self.low:
            return gettext("%(low)s à %(high)s personnes", low=number(self.low), high=number(self.high))
        return gettext("environ %(people)s", people=_people(self.low))


def of_sessions(sessions: Iterable[TrainingSession]) -> dict[int, Presence]:
    """Who came to each session, by its id; a person who came several days counts once."""
    asked = {session.id: session for session in sessions}
    counted = {id_: (people, bodies) for id_, people, bodies in db.session.execute(_counts(asked))} if asked else {}
    return {
        id_: Presence(*counted.get(id_, (0, 0)), session.attendance_low, session.attendance_high)
        for id_, session in asked.items()
    }


def _counts(ids: Iterable[int]) -> Select[int, int, int]:
    return (
        select(
            Registration.training_session_id,
            func.count(Attendance.registration_id.distinct()),
            func.count(Participant.organization_id.distinct()),
        )
        .join(Attendance.registration)
        .join(Registration.participant)
        .where(Registration.training_session_id.in_(ids), Attendance.status.in_(CAME))
        .group_by(Registration.training_session_id)
    )


def _people(n: int) -> str:
    return ngettext("%(n)s personne", "%(n)s personnes", n)


def _organizations(n: int) -> list[str]:
    return [ngettext("%(n)s organisme", "%(n)s organismes", n)] if n else []


def attended(participant_id: int | None, session_id: int | None) -> bool:
    """Whether this person came to at least a part of this session."""
    came = (
        select(Attendance.id)
        .join(Registration, Registration.id == Attendance.registration_id)
        .where(Registration.participant_id == participant_id, Registration.training_session_id == session_id)
        .where(Attendance.status.in_(CAME))
    )
    return db.session.scalar(came.limit(1)) is not None
