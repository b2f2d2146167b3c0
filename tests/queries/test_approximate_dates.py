"""Words that stand for a date, put in their place."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resal.models import Localized, localized
from resal.queries import approximate


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("automne 2021, avant le 28 octobre; une journée entière", (2021, 10, 28)),
        ("octobre 2025", (2025, 10, 1)),
        ("Été 2024", (2024, 7, 1)),
        ("2019", (2019, 1, 1)),
        ("le 31 janvier 2020", (2020, 1, 1)),
    ],
)
def test_the_beginning_of_the_time_spoken_of(words: str, expected: tuple[int, int, int]) -> None:
    assert approximate.moment(localized({"fr": words})) == datetime(*expected, tzinfo=UTC)


def test_words_without_a_year_are_long_ago() -> None:
    assert approximate.moment(localized({"fr": "bientôt"})) == approximate.UNKNOWN == approximate.moment(Localized())


def test_english_words_do_when_there_is_no_french() -> None:
    assert approximate.moment(localized({"en": "Spring 2022"})) == datetime(2022, 4, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("le 28 octobre 2021", (2021, 10, 28)),
        ("le 31 janvier 2020", (2020, 1, 31)),
        ("février 2024", (2024, 2, 29)),
        ("31 février 2023", (2023, 2, 28)),
        ("automne 2021, avant le 28 octobre; une journée entière", (2021, 12, 31)),
        ("date à venir, au printemps 2027", (2027, 6, 30)),
        ("Été 2024", (2024, 9, 30)),
        ("2019", (2019, 12, 31)),
        ("du 3 mai au 5 juin 2027", (2027, 6, 5)),
        ("automne 2026 ou hiver 2027", (2027, 3, 31)),
        ("hiver 2027, sinon printemps", (2027, 6, 30)),
        ("hiver 2026-2027", (2027, 3, 31)),
        ("hiver 2026–27", (2027, 3, 31)),
        ("1999-2000", (2000, 12, 31)),
        ("à partir de mars 2027", (2027, 12, 31)),
        ("pas avant mars 2027", (2027, 12, 31)),
    ],
)
def test_the_last_day_of_the_time_spoken_of(words: str, expected: tuple[int, int, int]) -> None:
    assert approximate.last_day(localized({"fr": words})) == date(*expected)


@pytest.mark.parametrize("words", ["", "bientôt", "au printemps", "le 28 octobre", "en 1850", "en 9999", "an 0001"])
def test_words_without_a_year_end_nowhere(words: str) -> None:
    assert approximate.last_day(localized({"fr": words})) is None


@given(st.text(), st.integers(1900, 2099), st.text())
def test_whatever_is_written_around_a_year_ends_no_sooner_than_it_began(before: str, year: int, after: str) -> None:
    words = localized({"fr": f"{before} {year} {after}"})
    assert approximate.last_day(words) >= approximate.moment(words).date()
