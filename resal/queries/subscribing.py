"""The calendars one may subscribe to, and the words of each choice."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from resal.addresses import FILTERS, path
from resal.calendars import links
from resal.db import db
from resal.language import current, gettext
from resal.language.typography import fold
from resal.models import Series, Theme, TrainingSession
from resal.models.training_session import session_themes
from resal.queries import words
from resal.queries.readings import shown
from resal.queries.visible import listed, shown_series


@dataclass(frozen=True)
class Choice:
    """A calendar: its words, the page with its buttons, whether it is the one shown."""

    text: str
    href: str
    current: bool
    feed: str


class Links(NamedTuple):
    """The address of a calendar, and what each program needs to subscribe to it."""

    url: str
    apple: str
    google: str
    outlook: str


class Calendars(NamedTuple):
    """All the choices by family, and the links of the one chosen."""

    everything: Choice
    themes: tuple[Choice, ...]
    series: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    chosen: Choice
    links: Links


def calendars(base_url: str, theme: str = "", series: str = "", language: str = "") -> Calendars:
    """The choices, one of them chosen by a theme's key, a series' id or a language's code; else everything."""
    themes = tuple(_theme(id_, key, label, theme == key) for id_, key, label in _themes())
    all_series = tuple(_series(id_, title, series == str(id_)) for id_, title in _listed_series())
    languages = tuple(_language(code, language == code) for code in ("fr", "en"))
    picked = [choice for choice in (*themes, *all_series, *languages) if choice.current]
    everything = Choice(
        gettext("Toutes les rencontres"), path("public.subscribe", current()), not picked, path("feeds.all", current())
    )
    chosen = picked[0] if picked else everything
    return Calendars(everything, themes, all_series, languages, chosen, links_to(base_url, chosen.feed))


def links_to(base_url: str, feed: str, name: str = "") -> Links:
    """How to subscribe to the feed at this path; `name`: what Outlook calls it."""
    url = base_url + feed
    name = name or gettext("Rencontres du RÉSAL")
    return Links(url, links.webcal(url), links.google_subscribe(url), links.outlook_subscribe(url, name))


def _theme(id_: int, key: str, label: str, chosen: bool) -> Choice:
    return Choice(label, _page("theme", key), chosen, path("feeds.theme", current(), id=id_))


def _series(id_: int, title: str, chosen: bool) -> Choice:
    return Choice(title, _page("series", str(id_)), chosen, path("feeds.series", current(), id=id_))


def _language(code: str, chosen: bool) -> Choice:
    feed = path("feeds.all", current(), query={_name("language"): code})
    return Choice(words.word(words.LANGUAGES, code), _page("language", code), chosen, feed)


def _page(name: str, value: str) -> str:
    return path("public.subscribe", current(), query={_name(name): value})


def _name(name: str) -> str:
    return FILTERS[name][current() == "en"]


def _themes() -> list[tuple[int, str, str]]:
    """Themes of listed sessions, by name."""
    used = select(session_themes.c.theme_id).join(TrainingSession).where(listed())
    rows = db.session.execute(select(Theme.id, Theme.key, Theme.label).where(Theme.id.in_(used)))
    return sorted(((id_, key, shown(label).text) for id_, key, label in rows), key=lambda theme: fold(theme[2]))


def _listed_series() -> list[tuple[int, str]]:
    rows = db.session.execute(select(Series.id, Series.title).where(shown_series()).order_by(Series.id.desc()))
    return [(id_, shown(title).text) for id_, title in rows]
