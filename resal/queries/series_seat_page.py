"""« Ma série »: each session with where one stands, from a registration to the whole or from a receipt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from resal import clock
from resal.addresses import path, slug
from resal.db import db
from resal.language import current, gettext, ordinal
from resal.models import Registration, Series, SeriesRegistration, TrainingSession
from resal.queries import occasions, questions
from resal.queries.line import position
from resal.queries.readings import shown

PILLS = {"confirmed": "ok", "offered": "soon", "waiting": "full", "requested": "soon"}


@dataclass(frozen=True)
class Place:
    """Where one stands in a session. `id`: the session's; `asks`: it has questions one may answer."""

    id: int
    title: str
    title_lang: str | None
    line: str
    pill: str | None
    state: str
    asks: bool = False


@dataclass(frozen=True)
class SeriesSeatPage:
    """`heading` is what happened; `leavable`: there is something left to leave."""

    heading: str
    lead: str
    title: str
    title_lang: str | None
    href: str
    places: list[Place]
    name: str
    organization: str
    email: str
    leavable: bool

    @property
    def asks(self) -> bool:
        return any(place.asks for place in self.places)


def of_registration(whole: SeriesRegistration) -> SeriesSeatPage:
    """The page of somebody who comes, or came, to a whole series."""
    person = whole.participant
    return _page(
        whole.series, _places(whole), whole.withdrawn_at is None,
        (person.name, person.organization_name, person.email),
    )  # fmt: skip


def of_receipt(series: Series, receipt: dict[str, Any]) -> SeriesSeatPage:
    """The page of a receipt: only what was just typed, and what somebody new would have got."""
    numbers = [id_ for id_, _state, _position in receipt["places"]]
    asked = select(TrainingSession).where(TrainingSession.id.in_(numbers))
    sessions = {row.id: row for row in db.session.scalars(asked.options(selectinload(TrainingSession.meetings)))}
    now = clock.now()
    places = [_place(sessions[id_], state, place, now) for id_, state, place in receipt["places"] if id_ in sessions]
    return _page(series, places, True, (receipt["name"], receipt["organization"], receipt["email"]))


def place_in(whole: SeriesRegistration, session_id: int) -> Registration | None:
    """The place of this person in a session of the whole: the one that lives, else the last."""
    return next((one for one in _registrations(whole) if one.training_session_id == session_id), None)


def whole_of(registration: Registration) -> SeriesRegistration | None:
    """The whole that a place belongs to, while it holds."""
    id_ = registration.series_registration_id
    whole = db.session.get(SeriesRegistration, id_) if id_ is not None else None
    return whole if whole is not None and whole.withdrawn_at is None else None


def _page(series: Series, places: Sequence[Place], live: bool, person: tuple[str, str, str]) -> SeriesSeatPage:
    title, first = shown(series.title), (person[0].split() or [person[0]])[0]
    heading = gettext("Vous venez à toute la série, %(name)s.", name=first) if live else gettext("Série quittée.")
    lead = gettext("Une rencontre s'ajoute? Vous y avez aussi une place, et on vous écrit.") if live else ""
    return SeriesSeatPage(
        heading, lead, title.text, title.lang, path("public.series", current(), id=series.id, slug=slug(title.text)),
        list(places), *person, leavable=live,
    )  # fmt: skip


def _places(whole: SeriesRegistration) -> list[Place]:
    now = clock.now()
    once: dict[int, Registration] = {}
    for one in _registrations(whole):
        once.setdefault(one.training_session_id, one)
    in_order = sorted(once.values(), key=lambda one: (one.training_session.starts_at or now, one.training_session_id))
    return [
        _place(one.training_session, one.state, position(one) if one.state == "waiting" else None, now)
        for one in in_order
    ]


def _registrations(whole: SeriesRegistration) -> Iterable[Registration]:
    """Those of the whole, and later ones of the same person in its sessions; who lives first, then the latest."""
    sessions = select(Registration.training_session_id).where(Registration.series_registration_id == whole.id)
    asked = (
        select(Registration)
        .where(
            Registration.participant_id == whole.participant_id, Registration.training_session_id.in_(sessions)
        )
        .options(joinedload(Registration.training_session).selectinload(TrainingSession.meetings))
        .order_by(Registration.id.desc())
    )  # fmt: skip
    return sorted(db.session.scalars(asked), key=lambda one: not one.live)


def _place(session: TrainingSession, state: str, place: int | None, now: datetime) -> Place:
    title = shown(session.title)
    pill, words = stands(session, state, place, now)
    asks = bool(session.asks) and questions.may_change(session)
    return Place(session.id, title.text, title.lang, occasions.line(session), pill, words, asks)


def stands(session: TrainingSession, state: str, place: int | None, now: datetime) -> tuple[str | None, str]:
    """Where somebody stands in a session: the colour of the pill and its words; `place`: in line."""
    if session.cancelled:
        return "off", gettext("Annulée")
    if session.over(now):
        return None, gettext("Terminée")
    if place:
        return "full", gettext("En attente, %(place)s", place=ordinal(place))
    words = {"confirmed": gettext("Place confirmée"), "offered": gettext("Place offerte"),
             "requested": gettext("Demande reçue"), "declined": gettext("Demande refusée")}  # fmt: skip
    return PILLS.get(state), words.get(state) or gettext("Place libérée")
