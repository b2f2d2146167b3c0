"""Seats drawn as the windows of a house; pages print what is computed here, once per set of numbers."""

from functools import lru_cache
from typing import NamedTuple

TEN = 10  # windows that stand for the whole of a large house, or of a gauge


class Measures(NamedTuple):
    """In pixels: a window, the gap between two, the wall around them."""

    across: int
    down: int
    gap: int
    wall: int


class House(NamedTuple):
    """A drawing of so many pixels; windows as paths of SVG. `mine`: one's own, or nothing."""

    width: int
    height: int
    dark: str
    lit: str
    mine: str


MEASURES = {"facade": Measures(13, 17, 4, 6), "gauge": Measures(6, 10, 2, 4)}


@lru_cache(2048)
def house(taken: int, total: int, columns: int, kind: str, mine: int | None = None) -> House:
    """A window per seat, as many lit as are taken; `mine`: the rank of one's own among the taken, from 1.

    Which are lit depends only on the numbers: one more registration lights one more and moves none.
    """
    columns, taken, measures = min(columns, total), min(taken, total), MEASURES[kind]
    windows = [_window(seat, columns, measures) for seat in _order(total)]
    rows = -(-total // columns)
    own = windows[mine - 1] if mine and 0 < mine <= taken else ""
    return House(
        columns * (measures.across + measures.gap) - measures.gap + 2 * measures.wall,
        rows * (measures.down + measures.gap) - measures.gap + 2 * measures.wall + 3,
        "".join(windows[taken:]), "".join(windows[:taken]), own,
    )  # fmt: skip


def lit_of_ten(taken: int, total: int) -> int:
    """Never ten while a seat is free, never none once one is taken."""
    if taken <= 0:
        return 0
    return TEN if taken >= total else min(max(int(TEN * taken / total + 0.5), 1), TEN - 1)


def _order(total: int) -> list[int]:
    """In which order windows light up: scattered like a real street, yet always the same."""
    return sorted(range(total), key=lambda seat: ((seat * 37 + seat // 10 * 19) % 101, seat))


def _window(seat: int, columns: int, measures: Measures) -> str:
    across, down, gap, wall = measures
    left, top = wall + seat % columns * (across + gap), wall + seat // columns * (down + gap)
    return f"M{left} {top}h{across}v{down}h-{across}z"
