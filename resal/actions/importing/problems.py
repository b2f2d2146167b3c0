"""What is wrong with a programme file: each problem with its place, the reason in a sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from resal.actions import Refusal
from resal.language import gettext, lazy

LONGEST_SHOWN = 60
MOST_HINTS = 50  # looking for what was perhaps meant takes time, and a file may be wrong everywhere


@dataclass(frozen=True)
class Problem:
    """`place`: where, such as `events[3].takeaways[1].kind`, or nothing for the file as a whole.

    `message` is French source text for gettext, with `%(name)s` for `values`.
    """

    place: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def reason(self, language: str | None = None) -> str:
        """The reason, as a sentence in `language` (the current one if not said)."""
        return gettext(self.message, language, **self.values)

    def __str__(self) -> str:
        return f"{self.place}: {self.reason()}" if self.place else self.reason()


class BadProgramme(Refusal):
    """A programme that is not taken in; `problems` are all those that were found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__(lazy("Rien n'a été importé : voici ce qui est à corriger."))
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join([gettext(self.message), *map(str, self.problems)])


@dataclass(frozen=True)
class Findings:
    """What a reading gathers on its way: problems, and the references to look up at the end."""

    problems: list[Problem] = field(default_factory=list)
    references: list["Reference"] = field(default_factory=list)
    places: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Spot:
    """A place in the file, where problems are told."""

    findings: Findings
    path: str = ""

    def key(self, name: str) -> "Spot":
        return Spot(self.findings, f"{self.path}.{name}" if self.path else name)

    def item(self, index: int) -> "Spot":
        return Spot(self.findings, f"{self.path}[{index}]")

    def say(self, message: str, /, **values: object) -> None:
        """Tell a problem; only the first one of a place is kept."""
        if self.path not in self.findings.places:
            self.findings.places.add(self.path)
            self.findings.problems.append(Problem(self.path, message, values))

    def nearest(self, word: str, candidates: Iterable[str]) -> str | None:
        """Which of these was perhaps meant, while few problems were found."""
        if len(self.findings.problems) > MOST_HINTS:
            return None
        return next(iter(get_close_matches(word[:LONGEST_SHOWN], list(candidates), 1)), None)

    def refer(self, key: str, nouns: tuple[str, ...], must_exist: bool = True) -> None:
        """Remember that something of one of these nouns is named here by its key."""
        self.findings.references.append(Reference(self, key, nouns, must_exist))


@dataclass(frozen=True)
class Reference:
    """A key that names something of one of these nouns."""

    spot: Spot
    key: str
    nouns: tuple[str, ...]
    must_exist: bool


def shown(value: object) -> str:
    """What somebody wrote, fit for a message: one line, nothing invisible, not too long."""
    text = "".join(c if c.isprintable() else "�" for c in str(value)[: LONGEST_SHOWN + 1])
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
