"""Changes that people are being told of: who hears, when the letters leave, whether they were stopped."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from resal import clock
from resal.db import db
from resal.language import dates, gettext, lazy
from resal.models import Announcement, Letter, Registration, Series, TrainingSession
from resal.queries.readings import Shown, shown
from resal.queries.visible import listed
from resal.queries.words import word

KINDS = {
    "moved": lazy("changement de date ou de lieu"),
    "cancelled": lazy("annulation"),
    "restored": lazy("rétablissement"),
    "changed": lazy("changement"),
    "dated": lazy("date fixée"),
    "announced": lazy("nouvelle rencontre"),
}
_WAITING = func.count(Letter.id).filter(Letter.state == "queued")
_STOPPED = func.count(Letter.id).filter(Letter.state == "cancelled")


@dataclass(frozen=True)
class Row:
    """A change being told. `number`: the letters that wait, or were stopped; `hour`: when they leave.

    `state`: "waiting", "stopped", "gone" once they left, or "overtaken" when a later change made them needless.
    """

    id: int
    what: str
    title: Shown
    session_id: int | None
    series_id: int | None
    number: int
    hour: str
    made: str
    state: str


def of(announcement: Announcement, zone: str) -> Row:
    """One change, its hours in a zone."""
    return _row(db.session.execute(_rows().where(Announcement.id == announcement.id)).one(), zone, clock.now())


def of_session(session: TrainingSession, zone: str) -> list[Row]:
    """What is waiting to be told of a session, or was stopped and is still to be told."""
    still_so = Announcement.kind == "cancelled" if session.cancelled else Announcement.kind != "cancelled"
    found = _read(Announcement.training_session_id == session.id, still_so, zone=zone)
    return [row for row in found if row.number and row.state in ("waiting", "stopped")]


def owed(session: TrainingSession, *kinds: str) -> int:
    """How many letters of these kinds wait to tell people of this session, alone or with others of its series."""
    mine = select(Registration.participant_id).where(Registration.training_session_id == session.id)
    waiting = (
        select(Letter.facts, Letter.registration_id)
        .join(Letter.registration)
        .where(Registration.participant_id.in_(mine), Letter.kind.in_(kinds), Letter.state == "queued")
    )
    here = set(db.session.scalars(select(Registration.id).where(Registration.training_session_id == session.id)))
    return sum(
        not here.isdisjoint(facts.get("registrations", [registration_id]))
        for facts, registration_id in db.session.execute(waiting)
    )


def waiting(zone: str) -> list[Row]:
    """Everything that waits to be told, soonest first."""
    soon = (Announcement.stopped_at.is_(None), Announcement.leaves_at > clock.now())
    return [row for row in reversed(_read(*soon, zone=zone)) if row.state == "waiting"]


def _read(*conditions: ColumnElement[bool], zone: str) -> list[Row]:
    """The latest first."""
    now = clock.now()
    return [_row(found, zone, now) for found in db.session.execute(_rows().where(_makes_sense(), *conditions))]


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(Announcement, TrainingSession.title, Series.title, _WAITING, _STOPPED)
        .outerjoin(TrainingSession, TrainingSession.id == Announcement.training_session_id)
        .outerjoin(Series, Series.id == Announcement.series_id)
        .outerjoin(Letter, Letter.announcement_id == Announcement.id)
        .group_by(Announcement.id, TrainingSession.id, Series.id)
        .order_by(Announcement.id.desc())
    )


def _makes_sense() -> ColumnElement[bool]:
    """Who asked to be told is told of nothing that is no more for everybody: those letters will not leave."""
    to_everybody = and_(listed(), TrainingSession.cancelled_at.is_(None))
    return or_(Announcement.kind.not_in(("dated", "announced")), to_everybody)


def _row(found: Any, zone: str, now: datetime) -> Row:
    announcement, session_title, series_title, queued, cancelled = found
    state = "stopped" if announcement.stopped_at else "waiting" if announcement.may_be_stopped(now) else "gone"
    number = cancelled if state == "stopped" else queued
    state = "overtaken" if state != "gone" and not number else state
    return Row(
        id=announcement.id, what=word(KINDS, announcement.kind), title=shown(session_title or series_title),
        session_id=announcement.training_session_id, series_id=announcement.series_id,
        number=number, hour=_hour(announcement.leaves_at, zone),
        made=dates.moment_short(announcement.made_at, zone), state=state,
    )  # fmt: skip


def _hour(moment: datetime, zone: str) -> str:
    return dates.hour(moment.astimezone(ZoneInfo(zone)).time())


def said(row: Row) -> str:
    """« 24 courriels partent à 14 h 17 (changement de date ou de lieu). »"""
    values: dict[str, Any] = {"n": row.number, "hour": row.hour, "what": row.what}
    one = row.number == 1
    if row.state == "waiting":
        return (
            gettext("Un courriel part à %(hour)s (%(what)s).", **values)
            if one
            else gettext("%(n)s courriels partent à %(hour)s (%(what)s).", **values)
        )
    if row.state == "stopped":
        return gettext("L'envoi est arrêté (%(what)s) : personne n'a été prévenu.", **values)
    if row.state == "overtaken":
        return gettext("Un changement plus récent remplace ces courriels (%(what)s) : aucun n'est à envoyer.", **values)
    return gettext("Ces courriels sont partis (%(what)s).", **values)
