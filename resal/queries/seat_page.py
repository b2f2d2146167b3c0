"""« Ma place »: the state now and what comes next, from a registration or from a receipt."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select

from resal import clock
from resal.addresses import path
from resal.calendars import links
from resal.calendars.entry import BadEntry
from resal.db import db
from resal.language import current, dates, gettext, ordinal
from resal.models import Registration, TrainingSession
from resal.models.base import table_of
from resal.models.registration import LIVE, SEATED
from resal.models.resource import AUDIENCES
from resal.queries import answers, line, occasions, presence, session_content
from resal.queries.calendar_entries import entry, for_mode, session_path
from resal.queries.line import UNDO, position
from resal.queries.registering_page import is_full, takes_others
from resal.queries.remembered import remembered
from resal.queries.session_content import Document

_PLACES = table_of(Registration).c
_LIT = select(func.count(), func.count().filter(_PLACES.arrival <= bindparam("arrival"))).where(
    _PLACES.training_session_id == bindparam("session"), _PLACES.state.in_(SEATED)
)


@dataclass(frozen=True)
class Step:
    """A line of what comes next."""

    time: str
    title: str
    note: str = ""
    dark: bool = False
    datetime: str | None = None
    lang: str | None = None


@dataclass(frozen=True)
class _Words:
    """What the page says of its session, whoever reads it."""

    title: str
    title_lang: str | None
    href: str
    when: list[occasions.When]
    where: list[str]
    google: str | None
    reason: str
    moment: str
    first_day: str
    first_iso: str


@dataclass(frozen=True)
class SeatPage:
    """What the page shows. `state`: confirmed, waiting, requested, … or cancelled with the session.

    `policy`: how the line moves; `until`: the end of an offer; `takeable`: a seat may be taken now;
    `lined_up`: whoever let an offer run out may come back; `others`: where to register colleagues;
    `together`: how many others have seats only when this person has one.
    """

    state: str
    heading: str
    lead: str
    title: str
    title_lang: str | None
    session_href: str
    when: list[occasions.When]
    where: list[str]
    taken: int
    total: int
    mine: int | None
    name: str
    organization: str
    email: str
    reference: str
    steps: list[Step] = field(default_factory=list)
    google: str | None = None
    online_link: str = ""
    link_from: str = ""
    dated: bool = False
    changeable: bool = False
    asks: bool = False
    owes_answers: bool = False
    undo_until: str | None = None
    reason: str = ""
    documents: tuple[Document, ...] = ()
    policy: list[str] = field(default_factory=list)
    until: str = ""
    takeable: bool = False
    lined_up: bool = False
    others: str = ""
    together: int = 0


def of_registration(registration: Registration, base_url: str) -> SeatPage:
    """The page of somebody's real seat."""
    session, now = registration.training_session, clock.now()
    place = position(registration) if registration.state == "waiting" else None
    taken, rank = _taken(session, registration.arrival)
    return _page(
        session, _state(registration), place, registration.participant.name,
        registration.participant.organization_name, registration.participant.email, registration.reference,
        base_url, registration.mode,
        taken=taken, mine=rank if registration.state == "confirmed" else None, **_joining(registration, now),
        changeable=registration.live and not session.cancelled and not session.over(now),
        undo_until=_undo_until(registration, now), documents=_documents(registration),
        owes_answers=answers.owed(registration), **_line(registration, now),
    )  # fmt: skip


def of_receipt(session: TrainingSession, receipt: dict[str, Any], base_url: str) -> SeatPage:
    """The page of a receipt: only what was just typed, whatever the real seat is."""
    taken, _rank = _taken(session)
    return _page(
        session, receipt["state"], receipt["position"], receipt["name"], receipt["organization"],
        receipt["email"], receipt["reference"], base_url, receipt.get("mode"), changeable=True,
        taken=taken, mine=(receipt["position"] is None and taken) or None,
        policy=line.policy(session, clock.now()) if receipt["state"] == "waiting" else [],
    )  # fmt: skip


def _line(registration: Registration, now: datetime) -> dict[str, Any]:
    """What somebody who waits, is offered a seat, or let it go, may do, while the session is to come."""
    session = registration.training_session
    if session.cancelled or session.started(now):
        return {}
    if registration.state == "waiting":
        first = line.phase(session, now) == "first come" and not is_full(session, registration.mode)
        together = line.others(registration)
        told = [*line.policy(session, now), *([line.together()] if together else [])]
        return {"policy": told, "takeable": first, "together": together}
    if registration.state == "offered" and registration.offered_until:
        return {"until": line.said(registration.offered_until, session), "takeable": True}
    return {"lined_up": registration.state == "lapsed"}


def _page(
    session: TrainingSession, state: str, place: int | None, name: str, organization: str, email: str,
    reference: str, base_url: str, mode: str | None, **more: Any,
) -> SeatPage:  # fmt: skip
    own = mode if session.mode == "hybrid" else session.mode
    words = remembered(("seat", session.id, base_url, own), lambda: _words(session, base_url, own))
    return SeatPage(
        state=state, heading=_heading(state, name), lead=_lead(words, state, place), title=words.title,
        title_lang=words.title_lang, session_href=words.href, when=words.when, where=words.where,
        total=session.capacity or 0, name=name, organization=organization, email=email, reference=reference,
        steps=_steps(own, words, state, email), google=words.google, dated=words.first_day != "",
        reason=words.reason, asks=bool(session.asks), others=_others(session, state, organization), **more,
    )  # fmt: skip


def _others(session: TrainingSession, state: str, organization: str) -> str:
    if state not in LIVE or not takes_others(session):
        return ""
    return path("registration.several", current(), query={"organization": organization}, id=session.id)


def _words(session: TrainingSession, base_url: str, mode: str | None) -> _Words:
    title, meetings = session.title.read(current()), session.live_meetings
    first = meetings[0] if meetings else None
    timed = first is not None and not first.all_day
    return _Words(
        title=title.text, title_lang=None if title.language == current() else title.language,
        href=session_path(session, current()), when=occasions.when(session), where=occasions.where(session, mode),
        google=_google(session, base_url, mode), reason=session.cancelled_reason.read(current()).text,
        moment=dates.moment_running(first.starts_at, first.timezone) if first and timed else "",
        first_day=_day(first.date) if first else "", first_iso=first.date.isoformat() if first else "",
    )  # fmt: skip


def _state(registration: Registration) -> str:
    session = registration.training_session
    if session.cancelled:
        return "session cancelled"
    return "over" if registration.live and session.over(clock.now()) else registration.state


def _heading(state: str, name: str) -> str:
    first = name.split(maxsplit=1)[0] if name.split() else name
    headings = {
        "confirmed": gettext("C'est confirmé, %(name)s.", name=first),
        "waiting": gettext("Vous êtes sur la liste, %(name)s.", name=first),
        "offered": gettext("Une place vous est offerte, %(name)s.", name=first),
        "lapsed": gettext("Le délai pour prendre la place est passé."),
        "requested": gettext("Votre demande est reçue, %(name)s.", name=first),
        "withdrawn": gettext("Votre place est libérée."),
        "declined": gettext("Votre demande n'a pas été retenue."),
        "session cancelled": gettext("Cette rencontre est annulée."),
        "over": gettext("Cette rencontre est terminée."),
    }
    return headings.get(state) or gettext("Vous n'avez plus de place à cette rencontre.")


def _lead(words: _Words, state: str, place: int | None) -> str:
    if state == "waiting":
        return gettext(
            "Vous êtes %(place)s sur la liste. On vous écrit dès qu'une place se libère.", place=ordinal(place or 1)
        )
    if state == "confirmed":
        if words.moment:
            return gettext("Une lumière de plus. On vous attend %(moment)s.", moment=words.moment)
        return gettext("Une lumière de plus. On vous attend.")
    if state == "requested":
        return gettext("La coordination vous répond par courriel.")
    if state == "offered":
        return gettext("Elle est à vous si vous la prenez à temps.")
    if state == "lapsed":
        return gettext("Vous n'êtes plus sur la liste.")
    if state == "withdrawn":
        return gettext("Merci : une autre personne l'aura.")
    return ""


def _steps(mode: str | None, words: _Words, state: str, email: str) -> list[Step]:
    if state not in ("confirmed", "waiting", "requested"):
        return []
    steps = [Step(gettext("Maintenant"), gettext("Un courriel est parti"), gettext("À %(email)s", email=email))]
    if state == "confirmed" and words.first_day:
        online = gettext("Le lien est sur cette page")
        arrive = online if mode == "online" else gettext("À l'arrivée, dites votre nom")
        steps.append(Step(words.first_day, arrive, gettext("Rien à imprimer"), datetime=words.first_iso))
    if state == "waiting":
        steps.append(
            Step(gettext("Ensuite"), gettext("Une place se libère"), gettext("On vous écrit tout de suite"), dark=True)
        )
    return steps


def _day(day: Any) -> str:
    return f"{day.day} {dates.month_short(day)}" if current() == "fr" else f"{dates.month_short(day)} {day.day}"


def _google(session: TrainingSession, base_url: str, mode: str | None) -> str | None:
    if len(session.live_meetings) != 1:
        return None
    try:
        one = entry(session.live_meetings[0], current(), base_url)
        return links.google_add(for_mode(one, session, mode, current()))
    except BadEntry:
        return None


def _joining(registration: Registration, now: datetime) -> dict[str, str]:
    """The link to join, or when it will be shown, for whoever has a seat and takes part online."""
    session = registration.training_session
    online = session.mode == "online" or registration.mode == "online"
    if registration.state != "confirmed" or not online or session.cancelled:
        return {}
    link, shown_from = session.next_link(now)
    if not link or shown_from is None or shown_from <= now:
        return {"online_link": link}
    return {"link_from": dates.moment_running(shown_from, session.timezone)}


def _documents(registration: Registration) -> tuple[Document, ...]:
    """What whoever has a seat may read, and what is for those who came once they did."""
    session = registration.training_session
    if registration.state not in SEATED:
        return ()
    kept = remembered(("documents", session.id), lambda: session_content.documents_for_all(session))
    some = any(audience == "present" for audience, _ in kept)
    came = some and presence.attended(registration.participant_id, session.id)
    return tuple(document for audience, document in kept if came or audience in AUDIENCES[:2])


def _taken(session: TrainingSession, arrival: int = 0) -> tuple[int, int]:
    """How many windows are lit, and how many of them by people who came before `arrival` or then."""
    taken, rank = db.session.execute(_LIT, {"session": session.id, "arrival": arrival}).one()
    return taken, rank


def _undo_until(registration: Registration, now: datetime) -> str | None:
    session = registration.training_session
    until = registration.changed_at + UNDO
    if registration.state != "withdrawn" or until <= now or session.cancelled or session.started(now):
        return None
    return dates.moment_short(until - timedelta(seconds=until.second), session.timezone)
