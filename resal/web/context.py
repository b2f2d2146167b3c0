"""What every template may use: words, addresses, icons, the network's name, who is signed in."""

from functools import lru_cache
from typing import Any

from flask import Flask, get_flashed_messages, request
from lucide import _render_icon as lucide_icon
from markupsafe import Markup

from resal import addresses, front, language
from resal.language import dates, gettext, ngettext
from resal.queries import network, words
from resal.web import doors
from resal.web.drawing import house, lit_of_ten
from resal.web.routing import declared


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        _=gettext, gettext=gettext, ngettext=ngettext, dates=dates, words=words, icon=icon, page=page,
        html_lang=language.html_lang, static_url=front.static_url, house=house, lit_of_ten=lit_of_ten,
    )  # fmt: skip
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(_everywhere)


@lru_cache(256)
def icon(name: str) -> Markup:
    """An icon of the Lucide set, for the eye only: the words are beside it."""
    options = {"class": "icon", "aria-hidden": "true", "focusable": "false"}
    return Markup(lucide_icon(name, None, **options))  # noqa: S704 - the library's own drawing


def page(name: str, /, **values: Any) -> str:
    """The path of a page in the language being spoken."""
    return addresses.path(name, language.current(), **values)


def other_language_path() -> str | None:
    """The same page in the other language, when it has one."""
    here = declared(request.endpoint)
    if here is None or here.name not in addresses.PAGES:
        return None
    other = "en" if language.current() == "fr" else "fr"
    return addresses.path(here.name, other, query=request.args, **(request.view_args or {}))


def _everywhere() -> dict[str, Any]:
    if "resal.bare" in request.environ:
        return {"language": language.current()}
    person = doors.account() if request.cookies else None
    flashes = get_flashed_messages(with_categories=True) if request.cookies else []
    return {
        "language": language.current(),
        "network": network.about(),
        "account": person,
        "flashes": flashes,
        "other_language_url": other_language_path(),
        "example_present": network.has_example(),
        "example_clear_url": page("coordination.clear_example") if person and person.role == "coordinator" else None,
        "base_url": doors.settings().base_url,
    }
