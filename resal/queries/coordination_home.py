"""The coordination's home: what is on today, where to begin, and when nothing is to be done."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from resal import clock
from resal.db import db
from resal.language import dates, gettext, ngettext
from resal.models import Account, Meeting, Network, Organization, Registration, Series, TrainingSession
from resal.models.registration import SEATED
from resal.queries import occasions
from resal.queries.readings import shown
from resal.queries.todo import Task, local, path
from resal.queries.words import in_zone

S = TrainingSession


@dataclass(frozen=True)
class Today:
    """A session that has a meeting today."""

    id: int
    title: str
    hours: str
    line: str


def today(zone: str) -> list[Today]:
    """The sessions with a meeting today, in the order of the day. `zone`: of the network."""
    query = (
        select(Meeting)
        .join(Meeting.training_session)
        .where(
            Meeting.date == clock.today(zone), Meeting.removed_at.is_(None), S.published_at.is_not(None),
            S.cancelled_at.is_(None),
        )
        .options(selectinload(Meeting.training_session).selectinload(S.meetings), selectinload(Meeting.venue),
                 selectinload(Meeting.training_session).joinedload(S.venue))
        .order_by(Meeting.starts_at, Meeting.id)
    )  # fmt: skip
    meetings = db.session.scalars(query).all()
    people = _people([meeting.training_session_id for meeting in meetings])
    return [_today(meeting, people.get(meeting.training_session_id, {})) for meeting in meetings]


def first_steps() -> list[Task]:
    """The list of a first run, empty once the network is named and has a session."""
    network = db.session.scalars(select(Network).limit(1)).first()
    named = network is not None and bool(network.email)
    some = {model: db.session.scalar(select(model.id).limit(1)) is not None for model in (Organization, Series, S)}
    if network is not None and some[S]:
        return []
    colleagues = db.session.scalar(select(func.count(Account.id)).where(Account.removed_at.is_(None))) or 0
    organization = path("coordination.organization_edit", id="nouveau")
    return [
        Task(gettext("Nom et courriel d'envoi"), "", path("coordination.settings"), named),
        Task(gettext("Ajouter les organismes"), "", organization, some[Organization]),
        Task(gettext("Première série"), "", path("coordination.series_edit", id="nouvelle"), some[Series]),
        Task(gettext("Première rencontre"), "", path("coordination.new_session"), some[S]),
        Task(gettext("Inviter une collègue"), "", path("coordination.team"), colleagues > 1),
    ]  # fmt: skip


def nothing_to_do() -> str:
    """« Rien à faire aujourd'hui. Prochaine rencontre dans 8 jours. »"""
    coming = (S.published_at.is_not(None), S.cancelled_at.is_(None), S.starts_at > clock.now())
    query = select(S.starts_at, S.timezone).where(*coming).order_by(S.starts_at).limit(1)
    found = db.session.execute(query).first()
    if found is None or found[0] is None:
        return gettext("Rien à faire aujourd'hui.")
    days = (local(found[0], found[1]) - clock.today(found[1])).days
    if days == 0:
        return gettext("Rien à faire aujourd'hui, sauf la rencontre.")
    return ngettext(
        "Rien à faire aujourd'hui. Prochaine rencontre demain.",
        "Rien à faire aujourd'hui. Prochaine rencontre dans %(n)s jours.", days,
    )  # fmt: skip


def _people(ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many people have a seat or wait, by session and state."""
    query = (
        select(Registration.training_session_id, Registration.state, func.count(Registration.id))
        .where(Registration.training_session_id.in_(ids), Registration.state.in_((*SEATED, "waiting")))
        .group_by(Registration.training_session_id, Registration.state)
    )
    people: dict[int, dict[str, int]] = {}
    for id_, state, number in db.session.execute(query) if ids else ():
        people.setdefault(id_, {})[state] = number
    return people


def _today(meeting: Meeting, people: dict[str, int]) -> Today:
    session = meeting.training_session
    venue = meeting.venue or session.venue
    place = (venue.borough or venue.name) if venue else (occasions.where(session) or [""])[0]
    seated, waiting = sum(people.get(state, 0) for state in SEATED), people.get("waiting", 0)
    counts = [
        ngettext("%(n)s personne inscrite", "%(n)s personnes inscrites", seated),
        gettext("%(n)s en attente", n=waiting) if waiting else "",
    ]
    hours = dates.hours(meeting.start_time, meeting.end_time) if meeting.start_time else ""
    hours = in_zone(hours, meeting.timezone, session.timezone)
    return Today(session.id, shown(session.title).text, hours, " · ".join(filter(None, (place, *counts))))
