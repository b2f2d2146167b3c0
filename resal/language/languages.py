"""The languages of the interface, and the one spoken at this moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

SOURCE = "fr"
"""The language of the words in the code and the templates."""

NAMES = {"fr": "Français", "en": "English"}
"""Each language of the interface, named in itself."""

_LOCALES = {"fr": "fr_CA", "en": "en_CA"}
_current: ContextVar[str] = ContextVar("language", default=SOURCE)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Make `language` the current one inside the block, for this thread or task only.

    Raises ValueError for a language that the interface does not have.
    """
    token = _current.set(known(language))
    try:
        yield
    finally:
        _current.reset(token)


def speak(language: str) -> None:
    """Make `language` the current one from here on, for this thread or task only.

    For whoever answers one request after another in the same thread and says it each time.
    Raises ValueError for a language that the interface does not have.
    """
    _current.set(known(language))


def known(language: str) -> str:
    """The language itself. Raises ValueError when the interface does not have it."""
    if language not in NAMES:
        raise ValueError(f"The interface does not speak {language!r}.")
    return language


def current() -> str:
    """The language spoken now: "fr" unless inside `speaking`."""
    return _current.get()


def locale_of(language: str) -> str:
    """The locale as CLDR names it: "fr_CA", "en_CA"; another language stands for itself."""
    return _LOCALES.get(language, language)


def html_lang(language: str) -> str:
    """The tag for `lang` attributes and calendars (RFC 5646): "fr-CA", "en-CA"."""
    return locale_of(language).replace("_", "-")
