"""The words of the interface in French and English: messages, dates, numbers, typography."""

from resal.language.catalogue import gettext, lazy, ngettext, pgettext, translations
from resal.language.languages import (
    NAMES,
    SOURCE,
    current,
    html_lang,
    known,
    locale_of,
    speak,
    speaking,
)
from resal.language.numerals import number, ordinal
from resal.language.sentences import Sentence

__all__ = [
    "NAMES",
    "SOURCE",
    "Sentence",
    "current",
    "gettext",
    "html_lang",
    "known",
    "lazy",
    "locale_of",
    "ngettext",
    "number",
    "ordinal",
    "pgettext",
    "speak",
    "speaking",
    "translations",
]
