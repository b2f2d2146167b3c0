"""Who registered for a session: a page of the list, the counts behind its filters, one registration.

What people need is read only for those who may see it (`with_needs`): nothing to hide in a template.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, literal, select

from resal.addresses import path
from resal.db import db
from resal.language import current, dates, gettext, lazy, ngettext, ordinal
from resal.models import Localized, Organization, Participant, Registration, TrainingSession
from resal.models.registration import SEATED, STATES
from resal.queries import actors, line, seats, words
from resal.queries.directory import FAMILIES
from resal.queries.paging import Filter, Pages, offset, pages
from resal.queries.readings import shown

PAGE = 100
# what the address says: (words of the filter, states it keeps)
FILTERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "": (lazy("Toutes"), tuple(state for state in STATES if state != "merged")),
    "confirmees": (lazy("Confirmées"), SEATED),
    "demandes": (lazy("À approuver"), ("requested",)),
    "attente": (lazy("En attente"), ("waiting",)),
    "desistees": (lazy("Désistées"), ("withdrawn", "cancelled", "declined", "lapsed")),
}
PILLS = {"confirmed": "ok", "offered": "soon", "requested": "soon", "declined": "off", "cancelled": "off"}
R = Registration


@dataclass(frozen=True)
class Row:
    """A registration in the list; `email` and `needs` are empty for whoever may not see them."""

    id: int
    name: str
    organization: str
    organization_lang: str | None
    day: str
    state: str
    pill: str | None
    state_text: str
    mode: str
    email: str
    needs: str
    over_capacity: bool


@dataclass(frozen=True)
class Kind:
    """How many people with a seat come from a kind of organization."""

    label: str
    count: int


@dataclass(frozen=True)
class Roster:
    """A page of the list; `capacity` is None without limit; `together`: how groups wait, if some here do."""

    rows: tuple[Row, ...]
    filters: tuple[Filter, ...]
    kinds: tuple[Kind, ...]
    taken: int
    waiting: int
    capacity: int | None
    pages: Pages
    together: str = ""


@dataclass(frozen=True)
class Change:
    """A line of the history of a registration."""

    moment: str
    state_text: str
    who: str
    reason: str


@dataclass(frozen=True)
class Details:
    """One registration, with its history. `by_colleague`: somebody else typed it; `together`: it waits with others."""

    row: Row
    reference: str
    live: bool
    requested: bool
    offered_until: str
    by_colleague: bool
    together: bool
    history: tuple[Change, ...]


def of_session(session: TrainingSession, code: str, number: int, with_needs: bool, zone: str) -> Roster:
    """A page of the roster, from 1; `code` is one of `FILTERS`; `zone`, the team's own, tells the days."""
    states = _states(session)
    stock = seats.whole(seats.of_session(session))
    found = db.session.execute(_page(session, code, number, with_needs)).all()
    places = places_in_line(session, [row.id for row in found if row.state == "waiting"])
    groups = _groups(session, found)
    return Roster(
        tuple(_row(row, zone, places, groups) for row in found), _filters(session, states, code), _kinds(session),
        stock.taken, stock.waiting, stock.capacity,
        pages(_count(states, code), PAGE, number, partial(_href, session, code)),
        line.together() if groups else "",
    )  # fmt: skip


def of_registration(registration: Registration, zone: str) -> Details:
    """One registration for a coordinator; `zone`, the team's own, tells the hours."""
    session = registration.training_session
    chosen = _columns(with_needs=True).where(R.id == registration.id)
    row = db.session.execute(chosen).one()
    places = places_in_line(session, [row.id] if row.state == "waiting" else [])
    return Details(
        _row(row, zone, places, _groups(session, [row])), registration.reference, registration.live,
        registration.state == "requested",
        line.said(registration.offered_until, session) if registration.offered_until else "",
        registration.source == "colleague", registration.waits_with is not None,
        _history(registration, zone),
    )  # fmt: skip


def _page(session: TrainingSession, code: str, number: int, with_needs: bool) -> Select[*tuple[Any, ...]]:
    states = FILTERS[code][1]
    chosen = _columns(with_needs).where(R.training_session_id == session.id)
    if states:
        chosen = chosen.where(R.state.in_(states))
    in_order = chosen.order_by(R.arrival) if code == "attente" else chosen.order_by(Participant.name_key, R.id)
    return in_order.offset(offset(number, PAGE)).limit(PAGE)


def _columns(with_needs: bool) -> Select[*tuple[Any, ...]]:
    nothing = literal("")
    return (
        select(
            R.id, R.state, R.mode, R.waits_with, R.created_at, R.over_capacity, Participant.name,
            Participant.organization_name, Organization.name.label("known_as"),
            (Participant.email if with_needs else nothing).label("email"),
            (R.needs if with_needs else nothing).label("needs"),
        )
        .join(R.participant)
        .outerjoin(Participant.organization)
    )  # fmt: skip


def _row(row: Any, zone: str, places: Mapping[int, int], groups: Mapping[str, int]) -> Row:
    known_as = shown(row.known_as or Localized())
    return Row(
        id=row.id, name=row.name or gettext("Nom effacé"), organization=known_as.text or row.organization_name,
        organization_lang=known_as.lang, day=dates.day_numeric(row.created_at.astimezone(ZoneInfo(zone)).date()),
        state=row.state, pill=PILLS.get(row.state), state_text=_said(row, places, groups),
        mode=words.word(words.MODES, row.mode), email=row.email, needs=row.needs, over_capacity=row.over_capacity,
    )  # fmt: skip


def _said(row: Any, places: Mapping[int, int], groups: Mapping[str, int]) -> str:
    state = words.word(words.REGISTRATION_STATES, row.state)
    others = groups.get(row.waits_with, 0) - 1
    if others > 0:
        return ngettext(
            "%(state)s, %(place)s, avec une autre personne", "%(state)s, %(place)s, avec %(n)s autres", others,
            state=state, place=ordinal(places[row.id]),
        )  # fmt: skip
    if row.id in places:
        return gettext("%(state)s, %(place)s", state=state, place=ordinal(places[row.id]))
    return state


def _groups(session: TrainingSession, rows: Sequence[Any]) -> dict[str, int]:
    """How many people wait together, by the marks of these rows; nothing is asked when none has one."""
    marks = {row.waits_with for row in rows if row.waits_with}
    if not marks:
        return {}
    counted = select(R.waits_with, func.count()).where(R.training_session_id == session.id, R.waits_with.in_(marks))
    return {mark: number for mark, number in db.session.execute(counted.group_by(R.waits_with)) if mark}


def places_in_line(session: TrainingSession, ids: list[int]) -> dict[int, int]:
    """The place in line of those who wait, among those who wait for the same kind of seat."""
    if not ids:
        return {}
    apart = [R.mode] if session.mode == "hybrid" else []
    place = func.row_number().over(partition_by=apart or None, order_by=R.arrival)
    waiting = (R.training_session_id == session.id, R.state == "waiting")
    line = select(R.id, place.label("place")).where(*waiting).subquery()
    return {row.id: row.place for row in db.session.execute(select(line).where(line.c.id.in_(ids)))}


def _states(session: TrainingSession) -> Counter[str]:
    counted = select(R.state, func.count().label("number")).where(R.training_session_id == session.id).group_by(R.state)
    return Counter({row.state: row.number for row in db.session.execute(counted)})


def _filters(session: TrainingSession, counts: Counter[str], code: str) -> tuple[Filter, ...]:
    """The filters; the one for requests only where there are some."""
    return tuple(
        Filter(gettext(text), _href(session, name), _count(counts, name), name == code)
        for name, (text, _) in FILTERS.items()
        if name != "demandes" or code == name or counts["requested"]
    )


def _count(counts: Counter[str], code: str) -> int:
    states = FILTERS[code][1]
    return sum(counts[state] for state in states) if states else counts.total()


def _href(session: TrainingSession, code: str, number: int = 1) -> str:
    asked = {"etat": code, "page": number if number > 1 else ""}
    return path("coordination.registrations", current(), query=asked, id=session.id)


def _kinds(session: TrainingSession) -> tuple[Kind, ...]:
    """People with a seat by kind of organization, the most first; what is in no family keeps its own word."""
    counted = (
        select(Organization.kind, func.count().label("number"))
        .select_from(R)
        .join(R.participant)
        .outerjoin(Participant.organization)
        .where(R.training_session_id == session.id, R.state.in_(SEATED))
        .group_by(Organization.kind)
    )
    totals: Counter[str] = Counter()
    for row in db.session.execute(counted):
        totals[_family(row.kind)] += row.number
    return tuple(Kind(label, number) for label, number in sorted(totals.items(), key=lambda kind: (-kind[1], kind[0])))


def _family(kind: str | None) -> str:
    families = {word: title for title, of_it in FAMILIES.items() for word in of_it}
    return gettext(families[kind]) if kind in families else kind or gettext("À préciser")


def _history(registration: Registration, zone: str) -> tuple[Change, ...]:
    who = actors.said(change.actor for change in registration.history)
    return tuple(
        Change(
            dates.moment_short(change.at, zone), words.word(words.REGISTRATION_STATES, change.after),
            who[change.actor], change.reason,
        )
        for change in registration.history
    )  # fmt: skip
