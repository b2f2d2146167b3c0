"""What a letter says: plain values, in words of the reader's language, fit for JSON, no secret.

Text that people wrote is put on one line or on clean lines here, so that nothing of it can become
a header or a link further on (trust, F3 and F4).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from resal import clock
from resal.addresses import path
from resal.calendars.values import one_line
from resal.db import db
from resal.language import dates, gettext, html_lang, speaking
from resal.language.typography import plain, typo
from resal.letters import invitations
from resal.letters.occasions import said
from resal.models import Localized, Registration, TrainingSession
from resal.queries import line, network, said_changes, words
from resal.queries.calendar_entries import session_path

Facts = dict[str, Any]

LONGEST_NAME = 40
# What a mail client could take for an address or a link (a scheme, Markdown, a domain), or what
# turns the text around it (bidirectional controls, Unicode TR9).
_NO_NAME = re.compile(r"[/\\:@<>()\[\]{}|\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]|www\.|\w\.[^\W\d_]{2}", re.I)


def of_session(session: TrainingSession, language: str) -> Facts:
    """What every letter about this session says, whoever reads it.

    Of a confidential session neither the title nor any text that would tell its theme.
    """
    discreet = session.visibility == "confidential"
    occasion = said(session, language)
    title = (gettext("Espace clinique", language), None) if discreet else read(session.title, language)
    with speaking(language):
        languages = words.session_languages(session.languages)
    return {
        "title": one_line(title[0]), "title_lang": title[1], "discreet": discreet,
        "when": list(occasion.when), "where": list(occasion.where), "moment": occasion.moment, "day": occasion.day,
        "times": list(occasion.times), "hours": occasion.hours, "mode": occasion.mode,
        "languages": languages,
        "network": contact(language),
    }  # fmt: skip


def of_changes(session: TrainingSession, changes: Sequence[Facts], language: str) -> Facts:
    """What changed in the agenda, by kind, and the page that shows it, when anybody may open it."""
    with speaking(language):
        said = said_changes.groups(changes, discreet=session.visibility == "confidential")
    return {
        "changes": [
            {"heading": group.heading, "lines": [one_line(line.text) for line in group.lines], "lang": _shared(group)}
            for group in said
        ],
        "page": path("public.agenda", language, id=session.id) if session.listed else "",
    }


def of_person(registration: Registration) -> Facts:
    """What only this reader is told: who they are to us, and how they stand."""
    return {
        "name": greeting_name(registration.participant.name),
        "state": registration.state,
        "seated": registration.state == "confirmed",
        "reference": registration.reference,
    }


def offered_until(registration: Registration, language: str) -> str:
    """Until when a seat is offered, in words."""
    until = registration.offered_until
    with speaking(language):
        return line.said(until, registration.training_session) if until else ""


def soon(session: TrainingSession) -> str:
    """`today`, `tomorrow`, or nothing: how soon a session begins where it takes place."""
    if session.starts_at is None:
        return ""
    begins = session.starts_at.astimezone(ZoneInfo(session.timezone)).date()
    return {0: "today", 1: "tomorrow"}.get((begins - clock.today(session.timezone)).days, "")


def for_the_seated(session: TrainingSession, registration: Registration, language: str) -> Facts:
    """What somebody with a seat needs on the day: how to get in, what to bring, where the link is."""
    remote = session.mode == "online" or registration.mode == "online"
    venue = next((meeting.venue for meeting in session.live_meetings if meeting.venue), session.venue)
    access = Localized() if remote or venue is None else venue.access
    return {
        "access": list(read(access, language)),
        "instructions": list(read(session.instructions, language)),
        "online": remote and bool(session.link or any(meeting.link for meeting in session.live_meetings)),
        "link_from": _link_from(session, language),
    }


def _link_from(session: TrainingSession, language: str) -> str:
    """From when the page of the seat shows the link, when that is not now."""
    _link, shown_from = session.next_link(clock.now())
    late = shown_from is not None and shown_from > clock.now()
    return dates.moment_running(shown_from, session.timezone, language) if late and shown_from else ""


def for_subscribers(session: TrainingSession, language: str) -> Facts:
    """What somebody without a seat is told of a listed session: when, where, how to register."""
    state = session.registration_state(clock.now())
    with speaking(language):
        opens = dates.moment_long(session.opens_at, session.timezone) if state == "soon" and session.opens_at else ""
    return {
        **of_session(session, language), **invitations.publication(session, language),
        "before": None, "reference": "", "opens": opens, "registrable": state == "open",
        "session": session.id, "path": session_path(session, language),
    }  # fmt: skip


def online(language: str) -> list[str]:
    """The place of whoever takes part from elsewhere."""
    return [gettext("En ligne", language)]


def next_edition(session: TrainingSession, language: str) -> Facts | None:
    """Another edition of the same training that anybody may still come to."""
    if session.visibility != "public":
        return None
    first = session.first_edition_id or session.id
    to_come = select(TrainingSession).where(
        or_(TrainingSession.first_edition_id == first, TrainingSession.id == first),
        TrainingSession.id != session.id, TrainingSession.published_at.is_not(None),
        TrainingSession.cancelled_at.is_(None), TrainingSession.visibility == "public",
        TrainingSession.starts_at > clock.now(),
    )  # fmt: skip
    found = db.session.scalars(to_come.order_by(TrainingSession.starts_at).limit(1)).first()
    return None if found is None else {"moment": said(found, language).moment, "path": session_path(found, language)}


def contact(language: str) -> Facts:
    """The foot of every letter: who writes, and how to reach them."""
    with speaking(language):
        about = network.about()
    return {
        "name": typo(one_line(about.name), language),
        "acronym": one_line(about.acronym),
        "email": one_line(about.email),
        "phone": one_line(about.phone),
        "postal_address": one_line(about.postal_address),
    }


def reason(given: str | Mapping[str, str], language: str) -> str:
    """Why, as somebody of the team wrote it, in one or several languages; no full stop at the end."""
    text, spoken = (given, language) if isinstance(given, str) else Localized(given).read(language)
    return typo(one_line(text), spoken or language).removesuffix(".")


def greeting_name(name: str) -> str:
    """The first name, if it can be nothing but a name: anybody may type anything there.

    What looks like a link or goes on too long is left out, and the letter greets nobody.
    """
    first = one_line(name).partition(" ")[0]
    return "" if len(first) > LONGEST_NAME or _NO_NAME.search(first) else first


def whole_name(name: str) -> str:
    """The whole name under the same condition, to tell apart people who share an address."""
    whole = one_line(name)
    return "" if len(whole) > 2 * LONGEST_NAME or _NO_NAME.search(whole) else whole


def _shared(group: said_changes.SaidGroup) -> str | None:
    """The language of all its lines, when they are all in one that is not the reader's."""
    languages = {line.lang for line in group.lines}
    return languages.pop() if len(languages) == 1 else None


def read(text: Localized, language: str) -> tuple[str, str | None]:
    """The text, and the tag of its language when it is not the reader's."""
    found, spoken = text.read(language)
    if spoken is None:
        return "", None
    return typo(plain(found), spoken), None if spoken == language else html_lang(spoken)
