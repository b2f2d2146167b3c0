"""Texts of the programme as pages show them: set for print, in the page's language or another."""

import re
from typing import NamedTuple

from resal.language import current, gettext, html_lang, lazy
from resal.language.typography import typo
from resal.models import Localized

ONLY_IN = {
    "fr": lazy("En français seulement"),
    "en": lazy("En anglais seulement"),
    "es": lazy("En espagnol seulement"),
}
_BETWEEN_PARAGRAPHS = re.compile(r"\n\s*\n")


class Shown(NamedTuple):
    """A text and, when it is not in the page's language, the tag of the one it is in ("fr-CA")."""

    text: str = ""
    lang: str | None = None

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def note(self) -> str:
        """« En français seulement » under a text that the page's language does not have, else nothing."""
        code = (self.lang or "").partition("-")[0]
        return gettext(ONLY_IN[code]) if code in ONLY_IN else ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in _BETWEEN_PARAGRAPHS.split(self.text) if part.strip())

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.text.splitlines() if line.strip())


def shown(value: Localized | None) -> Shown:
    """The text in the current language, else in French, else in any other."""
    text, language = (value or Localized()).read(current())
    if language is None:
        return Shown()
    return Shown(typo(text, language), None if language == current() else html_lang(language))


def outgoing(url: str) -> str:
    """An address of the web that a page may link to; nothing for any other scheme (trust, E2)."""
    return url if url.lower().startswith(("https://", "http://")) else ""
