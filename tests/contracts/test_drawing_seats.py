"""A façade lights a window per seat; a gauge never says full while a seat is free, nor empty once one is taken."""

import re

from hypothesis import given
from hypothesis import strategies as st

from resal.web.drawing import house, lit_of_ten

SEATS = st.integers(1, 60)


def windows(path: str) -> list[str]:
    return re.findall(r"M[^z]*z", path)


@given(SEATS, st.integers(0, 70), st.integers(1, 20))
def test_as_many_windows_are_lit_as_seats_are_taken_and_each_is_drawn_once(total, taken, columns):
    drawn = house(taken, total, columns, "facade")
    lit, dark = windows(drawn.lit), windows(drawn.dark)
    assert (len(lit), len({*lit, *dark})) == (min(taken, total), total)


@given(SEATS.flatmap(lambda total: st.tuples(st.just(total), st.integers(0, total - 1))), st.integers(1, 20))
def test_one_more_registration_lights_one_more_window_and_moves_none(seats, columns):
    total, taken = seats
    before, after = (windows(house(number, total, columns, "facade").lit) for number in (taken, taken + 1))
    assert after[:-1] == before


@given(SEATS.flatmap(lambda total: st.tuples(st.just(total), st.integers(1, total), st.integers(1, total))))
def test_ones_own_window_is_one_of_the_lit_ones(seats):
    total, taken, mine = seats
    drawn = house(taken, total, 10, "facade", mine)
    assert windows(drawn.mine) == (windows(drawn.lit)[mine - 1 : mine] if mine <= taken else [])


@given(st.integers(1, 100_000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_ten_windows_are_all_lit_only_when_full_and_none_only_when_empty(seats):
    taken, total = seats
    lit = lit_of_ten(taken, total)
    assert (lit == 10, lit == 0) == (taken == total, taken == 0)
