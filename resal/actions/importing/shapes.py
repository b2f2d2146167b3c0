"""Objects of the file: which keys they may have and how each is read, as tables.

`Shape.read` turns a JSON object into a `Record` and tells every problem it meets. A key that is
absent says nothing; null says « nothing »: an empty text, an empty list, no value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from resal.actions.importing.problems import Spot, shown
from resal.actions.importing.values import Reader
from resal.language import lazy
from resal.queries.exporting import UNTAGGED
from resal.settings import KNOWN_LANGUAGES

_ABSENT = object()


@dataclass(frozen=True)
class Record:
    """What the file says of one thing: `values` of the keys it gives, `words` by name and language."""

    spot: Spot
    values: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def get(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)

    @property
    def key(self) -> str:
        return str(self.values["key"])


@dataclass(frozen=True)
class Field:
    """How a key is read. `empty`: what null stands for; unless said, null is as good as absent."""

    reader: Reader
    empty: Any = _ABSENT
    required: bool = False


@dataclass(frozen=True)
class Words:
    """A text by language: keys `name_fr`, `name_en`… or, without a name, `fr`, `en`…

    `required`: the language that must be there, or "any". `bare`: the name alone is a key too,
    for a text whose language is not said.
    """

    reader: Reader
    required: str = ""
    bare: bool = False


@dataclass(frozen=True)
class Shape:
    """The keys of one kind of object."""

    fields: Mapping[str, Field] = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)

    def read(self, raw: Any, spot: Spot) -> Record:
        """A record of what could be read; problems are told at their spots."""
        if not isinstance(raw, dict):
            spot.say(lazy("Un objet, entre accolades, est attendu ici."))
            return Record(spot)
        self._refuse_unknown(raw, spot)
        self._ask_for_missing(raw, spot)
        return Record(spot, self._values(raw, spot), self._all_words(raw, spot))

    def _refuse_unknown(self, raw: dict[Any, Any], spot: Spot) -> None:
        known = [*self.fields, *(key for name in self.words for key, _ in self._keys(name))]
        for name in raw:
            if name not in known:
                _refuse(str(name), known, spot)

    def _values(self, raw: dict[str, Any], spot: Spot) -> dict[str, Any]:
        given = {name: one for name, one in self.fields.items() if name in raw}
        read = {name: _value(raw[name], one, spot.key(name)) for name, one in given.items()}
        return {name: value for name, value in read.items() if value is not _ABSENT}

    def _all_words(self, raw: dict[str, Any], spot: Spot) -> dict[str, dict[str, str]]:
        texts: dict[str, dict[str, str]] = {}
        for name, words in self.words.items():
            for key, language in self._keys(name):
                if key in raw:
                    text = _value(raw[key], Field(words.reader, empty=""), spot.key(key))
                    texts.setdefault(name, {})[language] = text or ""
        return texts

    def _ask_for_missing(self, raw: dict[str, Any], spot: Spot) -> None:
        missing = [name for name, one in self.fields.items() if one.required and _blank(raw.get(name))]
        for name, words in self.words.items():
            keys = {language: key for key, language in self._keys(name)}
            wanted = [keys[words.required]] if words.required in keys else list(keys.values())
            if words.required and all(_blank(raw.get(key)) for key in wanted):
                missing.append(keys.get(words.required, keys[KNOWN_LANGUAGES[0]]))
        for name in missing:
            spot.key(name).say(lazy("Il manque « %(key)s »."), key=name)

    def _keys(self, name: str) -> list[tuple[str, str]]:
        keys = [(f"{name}_{language}" if name else language, language) for language in KNOWN_LANGUAGES]
        return [(name, UNTAGGED), *keys] if self.words[name].bare else keys


def nested(shape: Shape) -> Reader:
    """A reader of objects of this shape."""
    return shape.read


def _refuse(name: str, known: list[str], spot: Spot) -> None:
    near = spot.nearest(name, known)
    if near:
        message = lazy("La clé « %(key)s » n'est pas connue ici. Vouliez-vous dire « %(near)s »?")
        spot.key(shown(name)).say(message, key=shown(name), near=near)
    else:
        spot.key(shown(name)).say(lazy("La clé « %(key)s » n'est pas connue ici."), key=shown(name))


def _value(raw: Any, one: Field, spot: Spot) -> Any:
    if raw is None:
        return list(one.empty) if isinstance(one.empty, list) else one.empty
    return one.reader(raw, spot)


def _blank(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())
