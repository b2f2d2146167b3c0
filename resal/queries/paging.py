"""Lists that are narrowed by links and shown a page at a time."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Filter:
    """A way to narrow a list, and how many it would show (None: not counted)."""

    text: str
    href: str
    count: int | None
    current: bool


@dataclass(frozen=True)
class Pages:
    """Where one is in a list, from 1, and the way to the pages beside it."""

    number: int
    count: int
    previous: str | None
    next: str | None

    @property
    def exists(self) -> bool:
        return 1 <= self.number <= self.count


def pages(total: int, size: int, number: int, href: Callable[[int], str]) -> Pages:
    """The pages of a list of `total` rows, `size` to a page; an empty list has one page."""
    count = max(-(-total // size), 1)
    return Pages(number, count, href(number - 1) if number > 1 else None, href(number + 1) if number < count else None)


def offset(number: int, size: int) -> int:
    """How many rows come before a page; a page that cannot be is asked for as the first."""
    return max(number - 1, 0) * size
