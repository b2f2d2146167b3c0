"""What an entry says: its title, place and details. Also what links to other calendars say."""

from html import escape
from typing import NamedTuple

from resal.calendars.entry import BadEntry, Entry
from resal.calendars.values import one_line, paragraphs, web_address

# Outlook complains of longer ones.
TITLE_LENGTH = 255


class _Words(NamedTuple):
    locale: str
    cancelled: str
    join: str
    page: str
    colon: str


# Not in the catalogue: a new translation would move bytes that have no new revision.
_WORDS = {
    "fr": _Words(
        locale="fr-CA",
        cancelled="ANNULÉ – ",
        join="Participer en ligne",
        page="Page de la rencontre",
        colon="\N{NO-BREAK SPACE}: ",
    ),
    "en": _Words(
        locale="en-CA",
        cancelled="CANCELLED – ",
        join="Join online",
        page="Session page",
        colon=": ",
    ),
}


def locale(language: str) -> str:
    """The tag of the text (RFC 5646). Raises BadEntry for a language without words."""
    return _words(language).locale


def title(entry: Entry) -> str:
    """SUMMARY: one line, marked when cancelled (many calendars show no STATUS).

    Raises BadEntry when it is empty.
    """
    words = one_line(entry.summary)
    if not words:
        raise BadEntry("no title")
    whole = _words(entry.language).cancelled + words if entry.cancelled else words
    return whole if len(whole) <= TITLE_LENGTH else whole[: TITLE_LENGTH - 1].rstrip() + "…"


def place(entry: Entry) -> str:
    """LOCATION: one line; the link itself when people meet online only."""
    if entry.online_link and not is_somewhere(entry):
        return web_address(entry.online_link)
    name, address = one_line(entry.location), one_line(entry.address)
    return name if address in name else ", ".join(part for part in (name, address) if part)


def is_somewhere(entry: Entry) -> bool:
    """People can go there: it has an address or a point on the map."""
    return bool(one_line(entry.address)) or entry.latitude is not None


def details(entry: Entry) -> str:
    """DESCRIPTION: the text, then the links, as many calendars show no URL property."""
    colon = _words(entry.language).colon
    links = "\n".join(f"{label}{colon}{link}" for label, link in _links(entry))
    return "\n\n".join(part for part in (paragraphs(entry.description), links) if part)


def details_html(entry: Entry) -> str:
    """The same as HTML, for Outlook. Only our own links are links."""
    text = escape(paragraphs(entry.description)).replace("\n", "<br>")
    links = "<br>".join(f'<a href="{escape(link)}">{escape(label)}</a>' for label, link in _links(entry))
    body = "".join(f"<p>{part}</p>" for part in (text, links) if part)
    return f"<html><body>{body}</body></html>"


def join_label(entry: Entry) -> str:
    """What the link of the online meeting is called."""
    return _words(entry.language).join


def _links(entry: Entry) -> list[tuple[str, str]]:
    words = _words(entry.language)
    labelled = ((words.join, entry.online_link), (words.page, entry.url))
    return [(label, web_address(link)) for label, link in labelled if link]


def _words(language: str) -> _Words:
    try:
        return _WORDS[language]
    except KeyError as missing:
        raise BadEntry(f"no words in {language!r}") from missing
