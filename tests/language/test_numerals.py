"""Numbers and ranks in words of each language."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resal.language import speaking
from resal.language.numerals import number, ordinal


@pytest.mark.parametrize(
    ("n", "french", "english"),
    [
        (0, "0", "0"),
        (412, "412", "412"),
        (1248, "1\u00a0248", "1,248"),
        (-1234567, "-1\u00a0234\u00a0567", "-1,234,567"),
        (4.5, "4,5", "4.5"),
        (Decimal("1248.50"), "1\u00a0248,50", "1,248.50"),
    ],
)
def test_numbers_are_grouped_by_thousands(n: int | float | Decimal, french: str, english: str) -> None:
    assert (number(n), number(n, "en")) == (french, english)


@given(st.integers())
def test_every_digit_of_a_number_is_written(n: int) -> None:
    assert int(number(n, "fr").replace("\u00a0", "")) == int(number(n, "en").replace(",", "")) == n


def test_ranks_follow_the_language_spoken() -> None:
    places = (1, 2, 3, 4, 11, 12, 13, 21, 22, 103, 111, 1248)
    assert [ordinal(n) for n in places] == [
        *("1re", "2e", "3e", "4e", "11e", "12e", "13e", "21e", "22e", "103e", "111e", "1\u00a0248e")
    ]
    with speaking("en"):
        assert [ordinal(n) for n in places] == [
            *("1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "103rd", "111th"),
            "1,248th",
        ]
