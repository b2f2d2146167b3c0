"""What the interface says: French as written in the source, English from the catalogue."""

from collections.abc import Mapping
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from resal.language.languages import SOURCE, current, known
from resal.language.numerals import number
from resal.language.typography import typo

CATALOGUE = Path(__file__).parent.parent / "translations" / "en" / "LC_MESSAGES" / "messages.po"

_REMEMBERED = 16_384  # more than all messages, so that each is looked up and set once


def gettext(text: str, /, language: str | None = None, **values: object) -> str:
    """The message in `language` (the current one if not said), `%(name)s` filled in.

    Without values nothing is filled in, so that a % may stand alone.
    Raises KeyError when a placeholder has no value.
    """
    message = _message(text, language or current())
    return _filled(message, values) if values else message


def pgettext(context: str, text: str, /, language: str | None = None, **values: object) -> str:
    """As `gettext`, for a text that means several things: `context` says which."""
    message = _message_in_context(context, text, language or current())
    return _filled(message, values) if values else message


def ngettext(
    singular: str,
    plural: str,
    n: int | float,
    /,
    language: str | None = None,
    **values: object,
) -> str:
    """The form that goes with `n`: in French 0, 1 and 1,5 are singular, in English only 1.

    `%(n)s` is `n` as people write it (« 1 248 », "1,248"). A lone % is written %%.
    """
    spoken = language or current()
    form = _form(singular, plural, min(n, 2), spoken)
    return _filled(form, {"n": number(n, spoken), **values})


def _filled(message: str, values: Mapping[str, object]) -> str:
    """The message with its values; one that brings its full stop (« 9 a.m. », « 2 janv. ») ends the sentence too."""
    for name, value in values.items():
        if isinstance(value, str) and value.endswith(".") and f"%({name})s.." not in message:
            message = message.replace(f"%({name})s.", f"%({name})s")
    return message % values


def lazy(text: str) -> str:
    """Mark a text for the catalogue where it is defined; `gettext` it where it is shown."""
    return text


@lru_cache(_REMEMBERED)
def _message(text: str, language: str) -> str:
    return translations(language).gettext(text)


@lru_cache(_REMEMBERED)
def _message_in_context(context: str, text: str, language: str) -> str:
    return translations(language).pgettext(context, text)


@lru_cache(_REMEMBERED)
def _form(singular: str, plural: str, n: int | float, language: str) -> str:
    # gettext's types ask for a whole number; both classes below take any.
    return translations(language).ngettext(singular, plural, n)  # type: ignore[arg-type]


@cache
def translations(language: str) -> NullTranslations:
    """The messages of a language, read once. Raises ValueError for one we do not have.

    A message that English does not have yet comes out in French.
    """
    return _French() if known(language) == SOURCE else english(CATALOGUE)


def english(catalogue: Path) -> NullTranslations:
    """The messages of a .po file, compiled in memory; fuzzy ones count as not there."""
    compiled = BytesIO()
    with catalogue.open("rb") as file:
        write_mo(compiled, read_po(file, locale="en"))
    compiled.seek(0)
    messages = _English(compiled)
    messages.add_fallback(_French())
    return messages


class _French(NullTranslations):
    """The source itself, set as French is printed."""

    def gettext(self, message: str) -> str:
        return typo(message, "fr")

    def pgettext(self, context: str, message: str) -> str:
        return typo(message, "fr")

    def ngettext(self, msgid1: str, msgid2: str, n: float) -> str:
        return typo(msgid1 if abs(n) < 2 else msgid2, "fr")


class _English(GNUTranslations):
    """The catalogue, set as English is printed."""

    def gettext(self, message: str) -> str:
        return typo(super().gettext(message), "en")

    def pgettext(self, context: str, message: str) -> str:
        return typo(super().pgettext(context, message), "en")

    def ngettext(self, msgid1: str, msgid2: str, n: float) -> str:
        whole = int(n) if n in (0, 1) else 2  # the plural rule takes whole numbers only
        return typo(super().ngettext(msgid1, msgid2, whole), "en")
