"""A feed as bytes: meetings rendered one by one, joined under a header."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from resal import addresses, language
from resal.calendars import feed
from resal.calendars.entry import BadEntry
from resal.calendars.event import render
from resal.calendars.zones import vtimezones
from resal.db import db
from resal.language import gettext
from resal.models import Meeting
from resal.queries import feeds, network
from resal.queries.calendar_entries import entry, for_mode
from resal.queries.feeds import Stamp
from resal.settings import Settings

AT_ONCE = 100
log = logging.getLogger("resal")


def title(name: str) -> str:
    """What the calendar is called where people subscribe to it."""
    return f"{network.about().acronym} – {name}"


def rendered(
    ids: Sequence[int], base_url: str, with_links: bool, modes: Mapping[int, str] | None = None
) -> dict[int, bytes]:
    """The entries of these meetings in the current language, by id; `modes`: how the reader takes part.

    A bad one is left out, empty, and reported: it never blanks a feed.
    """
    bodies: dict[int, bytes] = {}
    for start in range(0, len(ids), AT_ONCE):
        found = feeds.meetings(ids[start : start + AT_ONCE])
        how = modes or {}
        bodies |= {id_: _render(meeting, base_url, with_links, how.get(id_)) for id_, meeting in found.items()}
        if len(ids) > AT_ONCE:  # a large feed is not held in memory whole
            db.session.expunge_all()
    return bodies


def joined(name: str, rows: Sequence[Stamp], entries: Iterable[bytes], zone: str, source: str | None) -> bytes:
    """The whole calendar. `source`: its public address; None for one whose file may be forwarded."""
    header = feed.header(title(name), "", spoken(), source, zone)
    return feed.assemble(header, vtimezones(dict.fromkeys([zone, *(row.zone for row in rows)])), entries)


def public_feed(settings: Settings, series: int | None = None, theme: int | None = None) -> bytes:
    """The public calendar, or a part of it, in the current language."""
    parts = [feeds.of_series(series)] if series else []
    parts += [feeds.of_theme(theme)] if theme else []
    rows = feeds.stamps(feeds.public(), *parts)
    bodies = rendered([row.meeting_id for row in rows], settings.base_url, with_links=False)
    source = settings.base_url + addresses.path("feeds.all", language.current())
    ordered = [bodies[row.meeting_id] for row in rows]
    return joined(gettext("Toutes les rencontres"), rows, ordered, settings.timezone, None if parts else source)


def spoken() -> Literal["fr", "en"]:
    return "en" if language.current() == "en" else "fr"


def _render(meeting: Meeting, base_url: str, with_links: bool, mode: str | None) -> bytes:
    try:
        one = entry(meeting, language.current(), base_url, private=with_links)
        return render(for_mode(one, meeting.training_session, mode, language.current()))
    except BadEntry as problem:
        log.error("meeting %s is left out of the feeds: %s", meeting.id, problem)
        return b""
