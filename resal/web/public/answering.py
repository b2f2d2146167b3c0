"""What the public views share: one address per page and language, numbers of pages, filters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from resal import addresses, language
from resal.web import doors

# Ways of taking part, as French and English addresses write them.
MODES = {
    "in person": ("en-personne", "in-person"),
    "online": ("en-ligne", "online"),
    "hybrid": ("hybride", "hybrid"),
}
CODES = {written: code for code, words in MODES.items() for written in words}
Both = Mapping[str, str]


@dataclass(frozen=True)
class FilterItem:
    """A link of the `filters` macro."""

    text: str
    href: str
    current: bool
    count: int | None = None


def both(name: str, /, **values: Any) -> dict[str, str]:
    """The path of a page in each language."""
    return {code: addresses.path(name, code, **values) for code in language.NAMES}


def show(template: str, here: Both, /, **context: Any) -> str:
    """The page, with its one true address, the same page in the other language, and hreflang both ways."""
    base, spoken = doors.settings().base_url, language.current()
    other = next(code for code in language.NAMES if code != spoken)
    alternates = {code: base + address for code, address in here.items()}
    alternates["x-default"] = alternates[language.SOURCE]
    secret = "resal.secret" in request.environ
    return render_template(
        template, canonical=None if secret else base + here[spoken], alternates={} if secret else alternates,
        noindex=secret, other_language_url=here[other] + (_query() if secret else ""), **context,
    )  # fmt: skip


def settled(here: Both) -> Response | None:
    """A permanent redirection to the page's address when it was written in another way (old slug)."""
    if not request.path.isascii():
        abort(404)
    right = here[language.current()]
    return None if request.path == right else redirect(right + _query(), 301)


def found(page: Any) -> Any:
    """The page, or 404 when there is none."""
    return abort(404) if page is None else page


def possible(id_: int) -> int:
    """The id, or one that no row has when a database could not even hold it."""
    return id_ if id_ < 2**31 else 0


def page_number() -> int:
    """Which page of a list is asked for, from 1; anything that is not a number of page is not found."""
    written = request.args.get("page", "1")
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 0
    return number or abort(404)


def asked(name: str) -> str:
    """The value of a filter, whatever the language its name is written in; a mode as tables know it."""
    french, english = addresses.FILTERS.get(name, (name, name))
    written = request.args.get(french) or request.args.get(english) or ""
    value = written.replace("\0", "").strip()[:200]  # PostgreSQL keeps no NUL in a text
    return CODES.get(value, value) if name == "mode" else value


def listed(name: str, filters: Mapping[str, str], number: int = 1, code: str | None = None, **values: Any) -> str:
    """The address of a page of a list with these filters, named in a language (the current one)."""
    code = code or language.current()
    query = {**named(filters, code), "page": number if number > 1 else ""}
    return addresses.path(name, code, query=query, **values)


def listed_in_both(name: str, filters: Mapping[str, str], number: int = 1) -> dict[str, str]:
    return {code: listed(name, filters, number, code) for code in language.NAMES}


def beside(name: str, filters: Mapping[str, str], number: int, more: bool, **values: Any) -> dict[str, str | None]:
    """The addresses of the pages before and after this one of a list."""
    return {
        "previous_url": listed(name, filters, number - 1, **values) if number > 1 else None,
        "next_url": listed(name, filters, number + 1, **values) if more else None,
    }


def named(filters: Mapping[str, str], code: str) -> dict[str, str]:
    """Names and values of filters as addresses of a language write them."""
    place = 0 if code == language.SOURCE else 1
    return {
        addresses.FILTERS.get(name, (name, name))[place]: MODES.get(value, (value, value))[place]
        for name, value in filters.items()
        if value
    }


def _query() -> str:
    text = request.query_string.decode("ascii", "ignore")
    return f"?{text}" if text else ""
