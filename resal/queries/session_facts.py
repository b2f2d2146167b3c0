"""The facts of a session, before any prose: where it stands, when, where, how to get in, what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from resal import clock
from resal.addresses import path
from resal.language import current, dates, gettext, ngettext
from resal.language.typography import typo
from resal.models import TrainingSession, Venue
from resal.queries import occasions, words
from resal.queries.occasions import When
from resal.queries.presence import Presence
from resal.queries.readings import Shown, outgoing, shown
from resal.queries.seats import Seats, Stocks
from resal.queries.standing import Standing, free_seats

MAP = "https://www.openstreetmap.org/"


class Pill(NamedTuple):
    """A word of state and the colour of its pill."""

    kind: str | None
    text: str


class Place(NamedTuple):
    """A venue in words: its name, its address on one line, a map, how to get in."""

    name: str
    address: str
    map_href: str
    access: Shown


class SeatLine(NamedTuple):
    """One stock of seats: `strong` then `rest`; the façade is drawn when there is a total."""

    label: str
    strong: str
    rest: str
    taken: int
    total: int


class Action(NamedTuple):
    """The one thing to do here, and a word under the button."""

    label: str
    href: str
    note: str = ""
    outside: bool = False


@dataclass(frozen=True)
class Facts:
    """`called_off`: dates that do not take place any more; `moved_from`: the moment it was announced for
    before, in words; `tell_href`: where to ask to be told of the date, when that is not the one thing to
    do; `sticky`: two short lines.
    """

    pills: tuple[Pill, ...]
    when: tuple[When, ...]
    called_off: tuple[When, ...]
    moved_from: str
    places: tuple[Place, ...]
    online: str
    city: str
    languages: str
    seats: tuple[SeatLine, ...]
    presence: str
    tell_needs: bool
    conditions: tuple[str, ...]
    action: Action | None
    tell_href: str
    sticky: tuple[str, str]
    reason: Shown


def facts(
    session: TrainingSession,
    state: Standing,
    stocks: Stocks,
    came: Presence,
    query: Mapping[str, str],
    learned: bool,
) -> Facts:
    """The facts of a session. `query`: what its address carries; `learned`: whether it left something to read."""
    places = _places(session)
    lines = tuple(_seat_line(stock, seats, state) for stock, seats in stocks.items()) if _says_seats(state) else ()
    return Facts(
        pills=_pills(state), when=tuple(occasions.when(session)), moved_from=_moved_from(session, state),
        called_off=() if session.cancelled else tuple(occasions.called_off(session, clock.now())),
        places=places, online=_online(session), city="" if places or session.mode == "online" else session.city,
        languages=words.session_languages(session.languages), seats=tuple(line for line in lines if line.strong),
        presence=str(came) if state.code == "over" else "", tell_needs=state.registrable,
        conditions=tuple(_conditions(session, state)),
        action=_action(session, state, query, learned), tell_href=_tell_href(session, state),
        sticky=_sticky(session, state, stocks),
        reason=shown(session.cancelled_reason) if state.code == "cancelled" else Shown(),
    )  # fmt: skip


def _pills(state: Standing) -> tuple[Pill, ...]:
    moved = [Pill("soon", gettext("Nouvelle date"))] if state.moved else []
    own = [Pill(state.kind, state.pill)] if state.pill and not (moved and state.code == "open") else []
    return (*moved, *own)


def _moved_from(session: TrainingSession, state: Standing) -> str:
    if not state.moved or session.moved_from is None:
        return ""
    return dates.moment_long(session.moved_from, session.timezone)


def _places(session: TrainingSession) -> tuple[Place, ...]:
    """The venues of its meetings in order, else its own; none of what is online."""
    if session.mode == "online":
        return ()
    venues = [meeting.venue or session.venue for meeting in session.live_meetings] or [session.venue]
    return tuple(_place(venue) for venue in dict.fromkeys(venues) if venue)


def _place(venue: Venue) -> Place:
    address = ", ".join(dict.fromkeys(part for part in (venue.address, venue.borough, venue.city) if part))
    return Place(typo(venue.name), typo(address), _map(venue), shown(venue.access))


def _map(venue: Venue) -> str:
    """A map elsewhere, opened only by whoever asks for it."""
    if venue.latitude is not None and venue.longitude is not None:
        point = {"mlat": venue.latitude, "mlon": venue.longitude}
        return f"{MAP}?{urlencode(point)}#map=17/{venue.latitude}/{venue.longitude}"
    return f"{MAP}search?{urlencode({'query': f'{venue.address}, {venue.city}'})}" if venue.address else ""


def _online(session: TrainingSession) -> str:
    return {"online": gettext("En ligne"), "hybrid": gettext("ou en ligne")}.get(session.mode or "", "")


def _says_seats(state: Standing) -> bool:
    return state.registrable or state.code in ("soon", "undated", "closed", "invitation", "draft")


def _seat_line(stock: str | None, seats: Seats, state: Standing) -> SeatLine:
    """« **16 places libres** sur 40 », or how many there are while nobody can register."""
    label = words.word(words.MODES, stock)
    if seats.capacity is None:
        return SeatLine(label, gettext("Sans limite de places") if state.registrable else "", "", 0, 0)
    if not state.registrable:
        return SeatLine(label, ngettext("%(n)s place", "%(n)s places", seats.capacity), "", 0, 0)
    if seats.full:
        waiting = ngettext("%(n)s personne en attente", "%(n)s personnes en attente", seats.waiting)
        rest = ngettext("%(n)s place", "%(n)s places", seats.capacity) + (f", {waiting}" if seats.waiting else "")
        return SeatLine(label, gettext("Complet"), rest, seats.taken, seats.capacity)
    of_all = ngettext("sur %(n)s", "sur %(n)s", seats.capacity)
    return SeatLine(label, free_seats(seats.free or 0), of_all, seats.taken, seats.capacity)


def _conditions(session: TrainingSession, state: Standing) -> list[str]:
    conditions = []
    if state.registrable and session.registration == "approval":
        conditions.append(gettext("La coordination répond à chaque demande."))
    if state.code == "invitation":
        conditions.append(gettext("Le lien pour s'inscrire vient de la personne qui vous invite."))
    if state.registrable and session.organization_cap:
        conditions.append(cap_said(session.organization_cap))
    if session.attended_only and session.follows is not None:
        title = shown(session.follows.title).text
        conditions.append(gettext("Pour les personnes qui ont suivi « %(title)s ».", title=title))
    return conditions


def cap_said(cap: int) -> str:
    """How many people of one organization may come without asking."""
    return ngettext(
        "Une place par organisme; au-delà, la coordination répond à chaque demande.",
        "%(n)s places par organisme; au-delà, la coordination répond à chaque demande.", cap,
    )  # fmt: skip


def _action(session: TrainingSession, state: Standing, query: Mapping[str, str], learned: bool) -> Action | None:
    """The button of each state, in the words of the site."""
    form = path("registration.form", current(), query=query, id=session.id)
    contact = path("public.contact", current())
    free = gettext("Gratuit, sans compte, moins d'une minute")
    line = Action(gettext("M'ajouter à la liste d'attente"), form, gettext("On vous écrit dès qu'une place se libère."))
    write = Action(gettext("Nous écrire"), contact)
    actions = {
        "open": Action(gettext("S'inscrire"), form, free),
        "few": Action(gettext("S'inscrire"), form, free),
        "full": line if session.waiting_list != "none" else write,
        "soon": _tell_me(session, gettext("Un courriel, quand les inscriptions ouvrent.")) or write,
        "undated": _tell_me(session, gettext("Un courriel, dès que la date est fixée.")) or write,
        "closed": write,
        "invitation": write,
        "cancelled": Action(gettext("Voir les autres rencontres"), path("public.home", current())),
        "over": Action(gettext("Lire ce qu'on a appris"), "#appris") if learned else None,
        "none": _elsewhere(session),
    }
    return actions.get(state.code)


def _tell_me(session: TrainingSession, note: str) -> Action | None:
    """Only of a listed session: of another one the letter could not show the page."""
    tell = path("interest.session", current(), id=session.id)
    return Action(gettext("Prévenez-moi"), tell, note) if session.listed else None


def _tell_href(session: TrainingSession, state: Standing) -> str:
    asked_elsewhere = state.code in ("soon", "undated", "cancelled", "over", "none", "draft")
    waits = session.starts_at is None and session.listed and not asked_elsewhere
    return path("interest.session", current(), id=session.id) if waits else ""


def _elsewhere(session: TrainingSession) -> Action | None:
    url = outgoing(session.external_url)
    return Action(gettext("Voir la page de la rencontre"), url, outside=True) if url else None


def _sticky(session: TrainingSession, state: Standing, stocks: Stocks) -> tuple[str, str]:
    """« 2 déc., 13 h 30 » and « 16 places, gratuit »."""
    free = [seats.free for seats in stocks.values() if seats.free is not None]
    places = ngettext("%(n)s place", "%(n)s places", sum(free)) if free else ""
    second = gettext("%(places)s, gratuit", places=places) if state.code in ("open", "few") and places else state.pill
    return _without_weekday(session), second or ""


def _without_weekday(session: TrainingSession) -> str:
    """The first moment, as short as a phone needs it beside a button."""
    moment = occasions.first_moment(session)
    meetings = session.live_meetings
    weekday = dates.weekday_short(meetings[0].date) if meetings else ""
    return moment.removeprefix(f"{weekday}, ").removeprefix(f"{weekday} ") if weekday else moment
