"""The programme: what is to come, what is over, a month, a session, a series."""

from dataclasses import asdict
from datetime import date
from typing import Any

from flask import abort, request
from werkzeug.wrappers import Response

from resal import addresses, clock, language
from resal.language import gettext
from resal.queries import directory, library, programme, session_page, subscribing
from resal.queries import month as months
from resal.queries.programme import Filters, Page
from resal.web import doors
from resal.web.page_cache import cached_page
from resal.web.public.answering import (
    FilterItem,
    asked,
    beside,
    both,
    found,
    listed,
    listed_in_both,
    named,
    page_number,
    possible,
    settled,
    show,
)
from resal.web.routing import PUBLIC, route

RECENT = 2


@route("public.home", access=(PUBLIC,))
@cached_page
def home() -> str:
    filters, number = _filters(), page_number()
    page = _existing(programme.upcoming(filters, number))
    chosen = asdict(filters)
    return show(
        "public/home.html", listed_in_both("public.home", chosen, number), listing=page, filters=filters,
        filter_items=_filter_items(filters, "public.home"), counts=programme.counts(), recent=library.recent(RECENT),
        grid=months.grid(_month_shown(page, filters), _today(), _narrowing(filters)), calendar=_every_session(),
        **beside("public.home", chosen, number, page.more),
    )  # fmt: skip


@route("public.past", access=(PUBLIC,))
@cached_page
def past() -> str:
    number = page_number()
    page = _existing(programme.past(number))
    here = listed_in_both("public.past", {}, number)
    return show("public/past.html", here, listing=page, **beside("public.past", {}, number, page.more))


@route("public.month", access=(PUBLIC,))
@cached_page
def month(year: int, month: int) -> str | Response:
    if year not in months.YEARS or not 1 <= month <= 12:
        abort(404)
    filters, place = _filters(), {"year": year, "month": f"{month:02}"}
    chosen = asdict(filters)
    here = {code: listed("public.month", chosen, 1, code, **place) for code in language.NAMES}
    page = months.month_page(date(year, month, 1), _today(), _narrowing(filters))
    return settled(both("public.month", **place)) or show(
        "public/month.html", here, month=page, filter_items=_filter_items(filters, "public.month", **place),
        list_url=listed("public.home", chosen),
    )  # fmt: skip


@route("public.session", access=(PUBLIC,))
@route("public.session_short", access=(PUBLIC,))
@cached_page
def session(id: int, slug: str = "") -> str | Response:  # noqa: A002 - the word of the address
    row = doors.public_session(id)
    if not row.listed:
        doors.secret_page()
    here = {code: _session_path(id, row.title.read(code).text, code) for code in language.NAMES}
    moved = settled(here)
    if moved:
        return moved
    page = session_page.of(row, doors.settings().base_url, {"cle": request.args.get("cle", "")})
    return show("public/session.html", here, session=page)


@route("public.agenda", access=(PUBLIC,))
@cached_page
def agenda(id: int) -> str:  # noqa: A002 - the word of the address
    """The agenda alone, to be read or printed."""
    row = doors.public_session(id)
    if not row.listed:
        doors.secret_page()
    page = session_page.of(row, doors.settings().base_url, {"cle": request.args.get("cle", "")})
    return show("public/agenda.html", both("public.agenda", id=id), session=page)


@route("public.series", access=(PUBLIC,))
@route("public.series_short", access=(PUBLIC,))
@cached_page
def series(id: int, slug: str = "") -> str | Response:  # noqa: A002 - the word of the address
    page = found(directory.series_page(possible(id)))
    here = page.paths._asdict()
    return settled(here) or show("public/series.html", here, series=page)


def _existing(page: Page) -> Page:
    return page if page.exists else abort(404)


def _filters() -> Filters:
    return Filters(*(asked(name) for name in ("theme", "series", "language", "mode", "q")))


def _narrowing(filters: Filters) -> months.Narrowing:
    """What the month shows of them, and how its addresses say so."""
    conditions = tuple(programme.narrowed(filters, clock.now()))
    return months.Narrowing(conditions, named(asdict(filters), language.current()))


def _filter_items(filters: Filters, page: str, **place: Any) -> list[FilterItem]:
    """All, then each filter that would find something: beside the others chosen; those chosen stay pressed."""
    chosen = asdict(filters)

    def item(chip: programme.Chip) -> FilterItem:
        pressed = chosen[chip.name] == chip.value
        without = {**chosen, chip.name: "" if pressed else chip.value}
        return FilterItem(chip.words, listed(page, without, **place), pressed)

    everything = FilterItem(gettext("Toutes"), listed(page, {}, **place), not filters)
    return [everything, *(item(chip) for chip in programme.chips())]


def _month_shown(page: Page, filters: Filters) -> date:
    """The month of the next session, else this one."""
    first = next((row.first for row in page.rows if row.first), None)
    upcoming = first if first and not filters and page.number == 1 else _today()
    return months.month_of(max(upcoming, _today()))


def _every_session() -> subscribing.Links:
    return subscribing.links_to(doors.settings().base_url, addresses.path("feeds.all", language.current()))


def _session_path(id_: int, title: str, code: str) -> str:
    return addresses.path("public.session", code, id=id_, slug=addresses.slug(title))


def _today() -> date:
    return clock.today(doors.settings().timezone)
