"""The page of a session: facts before prose, then what ties it to what was learned before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from resal import clock
from resal.addresses import path, slug
from resal.calendars import links
from resal.calendars.entry import BadEntry
from resal.db import db
from resal.language import current, dates, ngettext
from resal.models import AgendaItem, AgendaLeader, Facilitation, Meeting, Series, TrainingSession
from resal.queries import (
    agenda_shown,
    change_log,
    occasions,
    presence,
    seats,
    series_registering,
    session_content,
    session_facts,
    session_ties,
    structured,
    words,
)
from resal.queries.agenda_shown import AgendaPart
from resal.queries.calendar_entries import entry
from resal.queries.change_log import Announced
from resal.queries.network import about
from resal.queries.readings import Shown, outgoing, shown
from resal.queries.session_content import Body, Document, Leader
from resal.queries.session_facts import Facts
from resal.queries.session_rows import said_series, with_edition
from resal.queries.session_ties import Learned, Ties
from resal.queries.standing import standing
from resal.queries.takeaway_rows import Tag, theme_path
from resal.queries.themes import label_of

S = TrainingSession


@dataclass(frozen=True)
class SessionPage:
    """All that its page shows, in the current language. `code`: see `Standing`."""

    id: int
    code: str
    listed: bool
    title: Shown
    series: str
    series_title: str
    series_href: str
    whole_href: str
    first: date | None
    weekday: str | None
    month: str | None
    line: str
    facts: Facts
    summary: Shown
    objectives: Shown
    audience: Shown
    prerequisites: Shown
    instructions: Shown
    themes: tuple[Tag, ...]
    agenda: tuple[AgendaPart, ...]
    href: str
    agenda_href: str
    changes: tuple[Announced, ...]
    leaders: tuple[Leader, ...]
    ties: Ties
    learned: Learned
    organizers: tuple[Body, ...]
    funders: tuple[Body, ...]
    documents: tuple[Document, ...]
    external_url: str
    calendar_href: str
    google_href: str
    structured: dict[str, Any] | None


def of(session: TrainingSession, base_url: str, query: Mapping[str, str]) -> SessionPage:
    """Everything about a session whose door was opened. `query`: what its address carries (`cle`)."""
    session = _whole(session.id)
    stocks, came = seats.of_session(session), presence.of_sessions([session])[session.id]
    held = seats.whole(stocks)
    state = standing(session, held, clock.now())
    own, title = session_ties.learned(session), shown(session.title)
    first = session.live_meetings[0].date if session.live_meetings else None
    led_by, organizers = session_content.leaders(session), session_content.bodies(session.organizers)
    here: dict[str, Any] = {"id": session.id, "slug": slug(title.text)}
    url = base_url + path("public.session", current(), **here)
    addable = session.listed and bool(first) and state.code not in ("over", "cancelled")
    return SessionPage(
        id=session.id, code=state.code, listed=session.listed, title=title,
        series=_series(session), series_title=shown(session.series.title).text if session.series else "",
        series_href=_series_href(session), whole_href=_whole_href(session),
        first=first, weekday=dates.weekday_short(first) if first else None,
        month=dates.month_short(first) if first else None, line=_line(session),
        facts=session_facts.facts(session, state, stocks, came, query, bool(own)),
        summary=shown(session.summary), objectives=shown(session.objectives), audience=shown(session.audience),
        prerequisites=shown(session.prerequisites), instructions=shown(session.instructions),
        themes=tuple(Tag(label_of(theme.label), theme_path(theme.key)) for theme in session.themes),
        agenda=agenda_shown.agenda(session),
        href=path("public.session", current(), query=query, **here),
        agenda_href=path("public.agenda", current(), query=query, id=session.id), changes=change_log.of(session),
        leaders=led_by, ties=session_ties.ties(session), learned=own,
        organizers=organizers, funders=session_content.bodies(_funders(session)),
        documents=session_content.documents(session), external_url=outgoing(session.external_url),
        calendar_href=path("feeds.session", current(), id=session.id) if addable else "",
        google_href=_google(session, base_url) if addable else "",
        structured=structured.event(session, state, held, url, led_by, organizers, about().name),
    )  # fmt: skip


def _whole(id_: int) -> TrainingSession:
    """The session with all that its page says, in a number of statements that does not grow."""
    return db.session.scalars(
        select(S).where(S.id == id_).options(
            joinedload(S.series).selectinload(Series.funders),
            joinedload(S.venue),
            joinedload(S.follows),
            selectinload(S.meetings).joinedload(Meeting.venue),
            selectinload(S.agenda).selectinload(AgendaItem.leaders).joinedload(AgendaLeader.facilitator),
            selectinload(S.agenda).selectinload(AgendaItem.organizations),
            selectinload(S.facilitations).joinedload(Facilitation.facilitator),
            selectinload(S.follow_ups),
            selectinload(S.themes),
            selectinload(S.organizers),
            selectinload(S.funders),
        )
    ).one()  # fmt: skip


def _series(session: TrainingSession) -> str:
    """« Série « Jeunes et numérique », 3 de 4 », else the kind of session; and which edition."""
    size = select(func.count(S.id)).where(
        S.series_id == session.series_id, S.published_at.is_not(None), S.visibility == "public"
    )
    series = session.series.title if session.series else None
    said = said_series(session, series, db.session.scalar(size) or 0) if series else ""
    return with_edition(said or words.word(words.SESSION_KINDS, session.kind), session)


def _series_href(session: TrainingSession) -> str:
    if session.series is None or not session.listed:
        return ""
    title = shown(session.series.title).text
    return path("public.series", current(), id=session.series.id, slug=slug(title))


def _whole_href(session: TrainingSession) -> str:
    """The form for the whole series, from a session that it would give a place in."""
    offered = session.series is not None and session.series.register_whole
    if not offered or not series_registering.joinable(session, clock.now()):
        return ""
    return path("registration.series_form", current(), id=session.series_id)


def _funders(session: TrainingSession) -> list[Any]:
    return [*session.funders, *(session.series.funders if session.series else [])]


def _line(session: TrainingSession) -> str:
    """When and where on one line, for whoever only sees a link."""
    return " · ".join([_days(session), *occasions.where(session)[:1]])


def _days(session: TrainingSession) -> str:
    """Its day and hours; or all its days: « du 2 au 4 décembre 2026 », and how many when they do not follow."""
    found = sorted({meeting.date for meeting in session.live_meetings})
    if len(found) < 2:
        return str(occasions.when(session)[0])
    said = dates.days(found[0], found[-1])
    if (found[-1] - found[0]).days == len(found) - 1:
        return said
    return ngettext("%(days)s (%(n)s date)", "%(days)s (%(n)s dates)", len(found), days=said)


def _google(session: TrainingSession, base_url: str) -> str:
    """Google's form, which holds one entry only."""
    if len(session.live_meetings) != 1:
        return ""
    try:
        return links.google_add(entry(session.live_meetings[0], current(), base_url))
    except BadEntry:
        return ""
