"""iCalendar feeds: a header, the rules of the zones, and one rendered entry per meeting.

Entries are rendered once per (meeting, language, revision) in each process; a feed is their join.
No cookie is read or set; an unknown address answers 404 in plain text, never a sign-in page
(some clients read an HTML page as an empty calendar, silently).
"""

import gzip
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, abort, request
from sqlalchemy import ColumnElement, select

from resal import clock, language, tokens
from resal.bounded import Bounded
from resal.calendars import feed
from resal.db import db, words_version
from resal.language import gettext
from resal.models import Base, Facilitator, FeedToken, Organization, Series, Theme, TrainingSession
from resal.queries import feed_bytes, feeds
from resal.queries.feeds import Stamp
from resal.web import doors
from resal.web.routing import PUBLIC, route

_entries: Bounded[bytes] = Bounded(4 * 1024 * 1024)
_finished: Bounded["Finished"] = Bounded(4 * 1024 * 1024)
_making = threading.Lock()
LANGUAGES = ("fr", "en", "es")
NO_MODES: Mapping[int, str] = {}
MODES = {"en-personne": "in person", "en-ligne": "online", "hybride": "hybrid",
         "in-person": "in person", "online": "online", "hybrid": "hybrid"}  # fmt: skip


@route("feeds.all", access=(PUBLIC,))
def everything() -> Response:
    return _public(gettext("Toutes les rencontres"))


@route("feeds.series", access=(PUBLIC,))
def series(id: int) -> Response:  # noqa: A002 - the word of the address
    return _public(_known(Series, id).title.read(language.current()).text, feeds.of_series(id))


@route("feeds.theme", access=(PUBLIC,))
def theme(id: int) -> Response:  # noqa: A002 - the word of the address
    return _public(_known(Theme, id).label.read(language.current()).text, feeds.of_theme(id))


@route("feeds.facilitator", access=(PUBLIC,))
def facilitator(id: int) -> Response:  # noqa: A002 - the word of the address
    return _public(_known(Facilitator, id).name, feeds.of_facilitator(id))


@route("feeds.organization", access=(PUBLIC,))
def organization(id: int) -> Response:  # noqa: A002 - the word of the address
    found = _known(Organization, id)
    while found.merged_into is not None:  # a calendar that reads the old address goes on
        found = found.merged_into
    if not found.public:
        abort(404)
    return _public(found.name.read(language.current()).text, feeds.of_organization(found.id))


@route("feeds.session", access=(PUBLIC,))
def session(id: int) -> Response:  # noqa: A002 - the word of the address
    found = doors.public_session(id)
    if found.visibility != "public":
        name = gettext("Espace clinique") if found.visibility == "confidential" else _title(found)
        return _private(name, feeds.stamps(feeds.of_session(id)), with_links=False)
    return _public(_title(found), feeds.of_session(id))


@route("feeds.participant", access=(PUBLIC,))
def participant(token: str) -> Response:
    """The seats of one person, behind a random token that is kept hashed."""
    doors.secret_page()
    mark = tokens.fingerprint(token)
    known = select(FeedToken).where(FeedToken.token_hash == mark, FeedToken.revoked_at.is_(None))
    found = db.session.scalars(known).one_or_none()
    if found is None:
        abort(404)
    rows = feeds.stamps(feeds.of_participant(found.participant))
    return _private(gettext("Mes rencontres"), rows, with_links=True, modes=feeds.modes_of(found.participant))


def _title(found: TrainingSession) -> str:
    return found.title.read(language.current()).text


def _known(model: type[Base], id: int) -> Any:  # noqa: A002 - the word of the address
    return doors.row(model, id)


@dataclass(frozen=True)
class Finished:
    """A feed ready to be sent, plain and compressed, with what proves its state."""

    etag: str
    revised_at: datetime | None
    body: bytes
    compressed: bytes


def _public(name: str, *conditions: ColumnElement[bool]) -> Response:
    """A public feed; while no word of the programme changes, it is made once an hour, by one thread."""
    key = (request.full_path, words_version(), int(clock.now().timestamp()) // 3600)
    with _making:
        done = _finished.get(key)
        if done is None:
            done = _finish(name, feeds.stamps(feeds.public(), *conditions, *_filters()), private=False)
            _finished.keep(key, done, len(done.body) + len(done.compressed))
    return _answer(done, "public, max-age=300")


def _private(name: str, rows: Sequence[Stamp], with_links: bool, modes: Mapping[int, str] | None = None) -> Response:
    done = _finish(name, rows, private=True, with_links=with_links, modes=modes or {})
    return _answer(done, "private, no-cache")


def _filters() -> list[ColumnElement[bool]]:
    """`?langue=` and `?mode=` on any public feed; other keys are ignored, as clients add their own."""
    spoken = request.args.get("langue") or request.args.get("language")
    mode = request.args.get("mode")
    wanted = [feeds.in_language(spoken)] if spoken in LANGUAGES else []
    return [*wanted, *([feeds.in_mode(MODES[mode])] if mode in MODES else [])]


def _finish(
    name: str, rows: Sequence[Stamp], private: bool, with_links: bool = False, modes: Mapping[int, str] = NO_MODES
) -> Finished:
    """The validator, from ids and revisions alone; and, unless the reader has it, the calendar."""
    base = doors.settings().base_url
    marks = [(row.uid, row.sequence, modes.get(row.meeting_id)) for row in rows]
    etag = feed.validator([feed_bytes.title(name), language.current(), base, with_links, *marks])
    revised_at = max((row.revised_at for row in rows), default=None)
    if private and request.if_none_match.contains_weak(etag):
        return Finished(etag, revised_at, b"", b"")
    here = base + request.full_path.rstrip("?")
    entries = _events(rows, with_links, modes)
    body = feed_bytes.joined(name, rows, entries, doors.settings().timezone, None if private else here)
    return Finished(etag, revised_at, body, gzip.compress(body, 6, mtime=0))


def _answer(done: Finished, caching: str) -> Response:
    """200 or 304, plain or compressed: the weak validator is the same for both."""
    compressed = request.accept_encodings["gzip"] > 0
    answer = Response(done.compressed if compressed else done.body, content_type="text/calendar; charset=utf-8")
    if compressed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.set_etag(done.etag, weak=True)
    answer.last_modified = done.revised_at
    answer.headers["Cache-Control"] = caching
    answer.vary.add("Accept-Encoding")
    answer.make_conditional(request)
    return answer


def _events(rows: Sequence[Stamp], with_links: bool, modes: Mapping[int, str]) -> list[bytes]:
    """The entries in order; only those whose revision is new to this process are rendered."""
    spoken, base = language.current(), doors.settings().base_url
    keys = {
        row.meeting_id: (row.uid, row.sequence, spoken, with_links, base, modes.get(row.meeting_id)) for row in rows
    }
    kept = {id_: _entries.get(key) for id_, key in keys.items()}
    lacking = [id_ for id_, body in kept.items() if body is None]
    for id_, body in feed_bytes.rendered(lacking, base, with_links, modes).items():
        kept[id_] = _entries.keep(keys[id_], body, len(body))
    return [body for body in kept.values() if body]
