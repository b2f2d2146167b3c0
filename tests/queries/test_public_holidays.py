"""The days when Québec is closed."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from resal.queries.holidays import holiday

IN_2027 = {
    date(2027, 1, 1): "le jour de l'An", date(2027, 3, 26): "le Vendredi saint",
    date(2027, 3, 29): "le lundi de Pâques", date(2027, 5, 24): "la Journée nationale des patriotes",
    date(2027, 6, 24): "la fête nationale", date(2027, 7, 1): "la fête du Canada",
    date(2027, 9, 6): "la fête du Travail", date(2027, 10, 11): "l'Action de grâces", date(2027, 12, 25): "Noël",
}  # fmt: skip


def test_the_holidays_of_a_year_are_known():
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    assert {day: holiday(day) for day in days if holiday(day)} == IN_2027


@given(st.integers(1900, 2199))
def test_every_year_has_nine_of_them_and_easter_is_in_spring(year):
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    found = {holiday(day): day for day in days if day.year == year and holiday(day)}
    assert len(found) == 9
    assert found["le Vendredi saint"].weekday() == 4
    easter = found["le lundi de Pâques"] - timedelta(days=1)
    assert date(year, 3, 22) <= easter <= date(year, 4, 25)
