"""What visitors read most: the home page and the page of a session."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks import seeding
from benchmarks.comparing import Bench, Line
from benchmarks.load import Failed, Page, Visit, get

PEOPLE = 8
TARGET = 0.4
ROWS = Page("/rows")
HOME = "home"
SESSION = "session page"
FLAT = (HOME, SESSION)
_numbers = itertools.count()


@dataclass(frozen=True)
class Anew:
    """A page under an address nobody has asked for yet: no memory of pages can help."""

    path: str

    def __call__(self) -> Visit:
        answer = yield get(f"{self.path}?n={next(_numbers)}")
        if answer.status != 200:
            raise Failed(f"{self.path} answered {answer.status}")


def lines(bench: Bench) -> Iterator[Line]:
    session = seeding.session_path(seeding.READ)
    yield bench.line(HOME, Page("/"), "30 ORM rows", ROWS, PEOPLE, TARGET)
    yield bench.line(SESSION, Page(session), "30 ORM rows", ROWS, PEOPLE, TARGET)
    yield bench.line("home, made anew", Anew("/"), "30 ORM rows", ROWS, PEOPLE)
    yield bench.line("session page, made anew", Anew(session), "30 ORM rows", ROWS, PEOPLE)
