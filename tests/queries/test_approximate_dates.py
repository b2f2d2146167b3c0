"""Words that stand for a date, put in their place."""

from datetime import UTC, datetime

import pytest

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
