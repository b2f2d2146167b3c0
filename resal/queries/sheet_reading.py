"""What a list typed from a paper means: numbers of the sheet, names however they are spelled, addresses.

Only what can mean one person alone is understood; what resembles somebody is asked about; the rest is given back.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from resal.language.typography import fold

MOST_LINES = 600
LONGEST_LINE = 300
_NUMBERS = re.compile(r"[0-9]{1,4}(?: ?(?:-|–|à|to) ?[0-9]{1,4})?(?:[ ,;]+[0-9]{1,4}(?: ?(?:-|–|à|to) ?[0-9]{1,4})?)*")
_RANGE = re.compile(r"([0-9]+) ?(?:-|–|à|to) ?([0-9]+)|([0-9]+)")
_NUMBERED = re.compile(r"^ *[0-9]{1,4}[.):]? +(?=[^0-9])")
_SEPARATORS = re.compile(r"[;\t,]")
_HEADS = {
    "no", "nom", "name", "numero", "number", "courriel", "email", "e-mail", "organisme", "organization",
    "prenom et nom", "full name",
}  # fmt: skip
_ADDRESS = re.compile(r"[^\s<>;,\"'()]{1,100}@[^\s<>;,\"'()]{1,200}")
_ALIKE = 0.6
MOST_ALIKE = 6


@dataclass(frozen=True)
class Stranger:
    """Somebody of the paper who is not on the list, with an address."""

    name: str
    email: str
    organization: str


@dataclass(frozen=True)
class Doubt:
    """A line that may be somebody: the registrations it resembles, the likeliest first."""

    line: str
    people: tuple[int, ...]


@dataclass
class Reading:
    """`people`: the registrations that are meant; the rest in the order of the lines."""

    people: set[int] = field(default_factory=set)
    doubts: list[Doubt] = field(default_factory=list)
    strangers: list[Stranger] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def read(text: str, rows: Sequence[Any]) -> Reading:
    """What the lines of a text mean. `rows`: those of the sheet at their places, None for an empty one."""
    known, reading = _Known(rows), Reading()
    for line in (" ".join(one.split()) for one in re.split(r"[\r\n]+", text)):
        if line and not _is_a_head(line):
            _read(line, known, reading)
    return reading


def too_long(text: str) -> bool:
    """Whether this is more than a paper holds."""
    lines = text.splitlines()
    return len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines)


class _Known:
    """The people of the sheet, found by number, address, or words of their name."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self.by_number: Mapping[int, int] = {number: row.id for number, row in enumerate(rows, 1) if row is not None}
        self.names: dict[int, str] = {row.id: _in_order(row.name) for row in rows if row is not None}
        self.words = {id_: set(name.split()) for id_, name in self.names.items()}
        self.pairs = {id_: _pairs(name) for id_, name in self.names.items()}
        self.by_name, self.by_email, self.by_initial = _lists(), _lists(), _lists()
        for row in (row for row in rows if row is not None):
            self.by_name[self.names[row.id]].append(row.id)
            self.by_email[row.email.casefold()].append(row.id)
            for initial in {word[0] for word in self.names[row.id].split()}:
                self.by_initial[initial].append(row.id)

    def alike(self, name: str) -> list[int]:
        """Whose names resemble this one, or hold all its words; the likeliest first."""
        words, pairs = set(name.split()), _pairs(name)
        near = dict.fromkeys(id_ for word in words for id_ in self.by_initial.get(word[0], ()))
        scored = {id_: 1.0 if words <= self.words[id_] else _likeness(pairs, self.pairs[id_]) for id_ in near}
        return sorted((id_ for id_ in near if scored[id_] >= _ALIKE), key=lambda id_: -scored[id_])[:MOST_ALIKE]


def _read(line: str, known: _Known, reading: Reading) -> None:
    if _NUMBERS.fullmatch(line):
        _read_numbers(line, known, reading)
        return
    address = _ADDRESS.search(line)
    email = address[0] if address else ""
    words = _NUMBERED.sub("", line.replace(email, ";") if email else line)
    parts = [part.strip(" <>\"'()") for part in _SEPARATORS.split(words)]
    others = [part for part in parts if part and not part.isdecimal()]
    found = known.by_email.get(email.casefold(), []) if email else []
    if not found and email:
        _read_stranger(line, email, others, reading)
    elif found:
        named = [id_ for id_ in found if others and known.names[id_] == _in_order(others[0])]
        _settle(line, named or found, reading)
    else:
        _read_name(line, others, known, reading)


def _read_numbers(line: str, known: _Known, reading: Reading) -> None:
    for first, last, alone in _RANGE.findall(line):
        start, end = (int(alone), int(alone)) if alone else (int(first), int(last))
        asked = range(start, min(end, start + 9999) + 1)
        meant = {known.by_number[number] for number in asked if number in known.by_number}
        reading.people |= meant
        if len(meant) < len(asked) or not asked:
            reading.unknown.append(alone or f"{first}-{last}")


def _read_name(line: str, parts: Sequence[str], known: _Known, reading: Reading) -> None:
    """« Ana Silva », « Silva, Ana », « Ana Silva; Maison des jeunes »."""
    candidates = dict.fromkeys(_in_order(name) for name in (*parts[:1], " ".join(parts[:2])))
    for name in candidates:
        if name in known.by_name:
            _settle(line, known.by_name[name], reading)
            return
    near = [id_ for name in candidates if name for id_ in known.alike(name)]
    if near:
        reading.doubts.append(Doubt(line, tuple(dict.fromkeys(near))))
    else:
        reading.unknown.append(line)


def _read_stranger(line: str, email: str, others: Sequence[str], reading: Reading) -> None:
    if not others:
        reading.unknown.append(line)
        return
    reading.strangers.append(Stranger(others[0], email, others[1] if len(others) > 1 else ""))


def _settle(line: str, found: Sequence[int], reading: Reading) -> None:
    """One is meant; of several somebody has to say which."""
    if len(found) == 1:
        reading.people.add(found[0])
    else:
        reading.doubts.append(Doubt(line, tuple(found)))


def _in_order(name: str) -> str:
    """The words of a name, whichever comes first: « Silva Ana » is « Ana Silva »."""
    return " ".join(sorted(re.findall(r"\w+", fold(name))))


def _pairs(name: str) -> frozenset[str]:
    return frozenset(name[at : at + 2] for at in range(len(name) - 1))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How many pairs of letters two names share, from 0 to 1 (Dice): a typo spoils two or three."""
    return 2 * len(one & other) / ((len(one) + len(other)) or 1)


def _is_a_head(line: str) -> bool:
    parts = [fold(part.strip()) for part in _SEPARATORS.split(line)]
    return len(parts) > 1 and all(part in _HEADS for part in parts if part)


def _lists() -> "defaultdict[str, list[int]]":
    return defaultdict(list)
