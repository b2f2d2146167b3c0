"""Text in several languages: one JSON value, French required to publish, others followed up."""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

SOURCE = "fr"
_FOLLOWS = "@"


class Reading(NamedTuple):
    """A text as it can be shown: `language` is the one it is really in, None when there is none."""

    text: str
    language: str | None


class Localized(dict[str, str]):
    """`{"fr": …, "en": …, "en@": mark}`: a text per language, and which French each one follows.

    The mark is a digest of the French text the translation was written for: when the French has
    changed since, the translation is outdated. Values are replaced, never changed in place.
    """

    def in_language(self, language: str) -> str:
        """The text in exactly this language, or nothing."""
        return self.get(language, "")

    def read(self, language: str) -> Reading:
        """The text in this language, else in French, else in any other."""
        for candidate in (language, SOURCE, *self.languages()):
            if self.get(candidate):
                return Reading(self[candidate], candidate)
        return Reading("", None)

    def languages(self) -> list[str]:
        return [key for key, text in self.items() if text and _FOLLOWS not in key]

    def status(self, language: str) -> str:
        """`missing`, `current` or `outdated` (the French changed since it was translated)."""
        if not self.get(language):
            return "missing"
        mark = self.get(language + _FOLLOWS)
        return "current" if language == SOURCE or mark in (None, _mark(self)) else "outdated"

    def __bool__(self) -> bool:
        return bool(self.languages())


def localized(texts: dict[str, str | None], before: Localized | None = None) -> Localized:
    """A value from texts by language, dropping empty ones.

    `before`: the value it replaces; a translation left as it was keeps the mark of the French it
    followed, so that it becomes outdated when only the French moves.
    """
    kept = {language: text.strip() for language, text in texts.items() if text and text.strip()}
    value = Localized(kept)
    for language in kept:
        if language != SOURCE:
            value[language + _FOLLOWS] = _follows(value, language, before)
    return value


def _follows(value: Localized, language: str, before: Localized | None) -> str:
    if before and before.get(language) == value[language] and before.get(language + _FOLLOWS):
        return before[language + _FOLLOWS]
    return _mark(value)


def _mark(value: Localized) -> str:
    return hashlib.blake2b(value.get(SOURCE, "").encode(), digest_size=4).hexdigest()


def localized_list(lists: dict[str, Iterable[str]]) -> Localized:
    """Several lines per language (objectives) kept as one text per language, a line each."""
    return localized({language: "\n".join(lines) for language, lines in lists.items()})
