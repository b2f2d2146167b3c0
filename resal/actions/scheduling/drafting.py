"""Writing a session down: a draft first, corrected as often as one likes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from resal import clock, tokens
from resal.actions import Actor, Refusal
from resal.actions.journal import note
from resal.actions.registering.enrolling import enrol, hold_in_series
from resal.actions.registering.promoting import promote
from resal.actions.registering.seats import set_capacity
from resal.actions.revising import revise
from resal.actions.scheduling.dates import MeetingPlan, place, reread_venues
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.models import (
    Facilitation,
    Facilitator,
    Localized,
    Organization,
    Registration,
    Theme,
    TrainingSession,
    localized,
)
from resal.queries import approximate


@dataclass(frozen=True)
class SessionPlan:
    """What a coordinator writes of a session. Texts are {language: text}; ids are of the directory.

    `leaders`: (facilitator id, role) in the order shown.
    """

    title: dict[str, str]
    summary: dict[str, str] = field(default_factory=dict)
    objectives: dict[str, str] = field(default_factory=dict)
    audience: dict[str, str] = field(default_factory=dict)
    prerequisites: dict[str, str] = field(default_factory=dict)
    instructions: dict[str, str] = field(default_factory=dict)
    date_known_as: dict[str, str] = field(default_factory=dict)
    kind: str = "training"
    mode: str | None = "in person"
    languages: tuple[str, ...] = ("fr",)
    series_id: int | None = None
    number_in_series: int | None = None
    edition_number: int | None = None
    venue_id: int | None = None
    city: str = ""
    link: str = ""
    link_before: int | None = None
    capacity: int | None = None
    capacity_online: int | None = None
    registration: str = "open"
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    waiting_list: str = "auto"
    first_come_hours: int = 24
    offer_hours: int = 12
    organization_cap: int | None = None
    minimum: int | None = None
    minimum_by: date | None = None
    visibility: str = "public"
    external_url: str = ""
    timezone: str = "America/Toronto"
    meetings: Sequence[MeetingPlan] = ()
    leaders: Sequence[tuple[int, str]] = ()
    theme_ids: Sequence[int] = ()
    organizer_ids: Sequence[int] = ()
    funder_ids: Sequence[int] = ()


TEXTS = ("title", "summary", "objectives", "audience", "prerequisites", "instructions", "date_known_as")
PLAIN = (
    "kind", "series_id", "number_in_series", "edition_number", "registration", "opens_at",
    "closes_at", "waiting_list", "first_come_hours", "offer_hours", "organization_cap", "minimum", "minimum_by",
    "visibility", "link_before", "external_url",
)  # fmt: skip
WHEN_AND_WHERE = ("timezone", "venue_id", "city", "link")


@transaction
def draft(plan: SessionPlan, actor: Actor) -> TrainingSession:
    """Write down a new session, seen by the team alone. Raises `Refusal` for what makes no sense."""
    session = TrainingSession(
        title=Localized(), access_nonce=tokens.new_nonce(), created_at=clock.now(),
        created_by_id=actor.account_id, cancelled_reason=Localized(), revision=1, meetings=[],
    )  # fmt: skip
    db.session.add(session)
    _write(session, plan)
    _write_when_and_where(session, plan)
    db.session.flush()
    revise([session])
    note(actor, "session.drafted", session)
    return session


@transaction
def edit(session: TrainingSession, plan: SessionPlan, revision: int, actor: Actor) -> TrainingSession:
    """Correct a session. Once it is published, dates, places and mode change by `reschedule` alone.

    `revision`: the one the form was filled in from. Raises `Refusal` when somebody else has
    changed the session meanwhile (trust, K10), or for fewer seats than people.
    """
    hold_in_series(session, plan.series_id)
    refuse_older(session, revision)
    _write(session, plan)
    if not session.published:
        _write_when_and_where(session, plan)
    session.revision += 1
    revise([session])
    promote(session)
    enrol(session)
    note(actor, "session.edited", session)
    return session


@transaction
def delete_draft(session: TrainingSession, actor: Actor) -> None:
    """Throw away a draft nobody has seen. Raises `Refusal` for anything that was published."""
    hold(session)
    used = db.session.query(Registration.id).filter_by(training_session_id=session.id).first()
    if session.published or session.unpublished_at is not None or used:
        raise Refusal(lazy("Seul un brouillon jamais publié peut être supprimé : annulez plutôt la rencontre."))
    note(actor, "session.deleted", session)
    db.session.delete(session)


def refuse_older(session: TrainingSession, revision: int) -> None:
    """Raises `Refusal` when the form was filled in from an older state of the session."""
    if session.revision != revision:
        raise Refusal(
            lazy("Quelqu'un a changé cette rencontre pendant que vous écriviez. Comparez, puis enregistrez de nouveau.")
        )


def affiliations(facilitator: Facilitator) -> list[dict[str, object]]:
    """The titles and organizations of today, kept with the session for good."""
    return [
        {
            "title": dict(role.title),
            "organization": dict(role.organization.name) if role.organization else {},
            "organization_id": role.organization_id,
        }
        for role in facilitator.roles
    ]


def _write(session: TrainingSession, plan: SessionPlan) -> None:
    if not plan.title.get("fr", "").strip():
        raise Refusal(lazy("Donnez un titre en français."), field="title_fr")
    seats_before = (session.mode, session.capacity, session.capacity_online)
    for name in TEXTS:
        setattr(session, name, localized(dict(getattr(plan, name)), getattr(session, name)))
    session.date_known_until = approximate.last_day(session.date_known_as)
    for name in PLAIN:
        setattr(session, name, getattr(plan, name))
    if not session.published:
        session.mode = plan.mode
    session.languages = list(plan.languages)
    seats = _seats(plan, session.mode)
    if (session.mode, *seats) != seats_before:  # people let in by hand may outnumber them
        set_capacity(session, *seats)
    session.themes = _chosen(Theme, plan.theme_ids)
    session.organizers = _chosen(Organization, plan.organizer_ids)
    session.funders = _chosen(Organization, plan.funder_ids)
    write_leaders(session, plan.leaders)


def _seats(plan: SessionPlan, mode: str | None) -> tuple[int | None, int | None]:
    """A session that is only online has one number of seats, whichever of the two it was written as."""
    if mode == "online" and plan.capacity is None:
        return plan.capacity_online, None
    return plan.capacity, plan.capacity_online


def _write_when_and_where(session: TrainingSession, plan: SessionPlan) -> None:
    for name in WHEN_AND_WHERE:
        setattr(session, name, getattr(plan, name))
    place(session, plan.meetings)
    reread_venues(session)


def write_leaders(session: TrainingSession, leaders: Sequence[tuple[int, str]]) -> None:
    """Keep the facilitations that stay, with the titles of their day; add the new, drop the rest."""
    before = {(led.facilitator_id, led.role): led for led in session.facilitations or []}
    kept = [before.get(leader) or _led_by(*leader) for leader in dict.fromkeys(leaders)]
    for position, facilitation in enumerate(kept):
        facilitation.position = position
    session.facilitations = kept


def _led_by(facilitator_id: int, role: str) -> Facilitation:
    facilitator = db.session.get(Facilitator, facilitator_id)
    if facilitator is None:
        raise Refusal(lazy("Cette personne n'est plus au répertoire."), field="leaders")
    return facilitation(facilitator, role, 0)


def facilitation(facilitator: Facilitator, role: str, position: int) -> Facilitation:
    return Facilitation(
        facilitator=facilitator, facilitator_id=facilitator.id, role=role, position=position,
        affiliations=affiliations(facilitator),
    )  # fmt: skip


def _chosen(model: Any, ids: Sequence[int]) -> list[Any]:
    return db.session.query(model).filter(model.id.in_(ids)).order_by(model.id).all() if ids else []
