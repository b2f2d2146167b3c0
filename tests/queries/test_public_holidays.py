"""The days when Québec is closed."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from resal.language import speaking
from resal.language.catalogue import gettext
from resal.queries.holidays import holiday

IN_2027 = {
    date(2027, 1, 1): "le jour de l'An", date(2027, 3, 26): "le Vendredi saint",
    date(2027, 3, 29): "le lundi de Pâques", date(2027, 5, 24): "la Journée nationale des patriotes",
    date(2027, 6, 24): "la fête nationale", date(2027, 7, 1): "la fête du Canada",
    date(2027, 9, 6): "la fête du Travail", date(2027, 10, 11): "l'Action de grâces", date(2027, 12, 25): "Noël",
}  # fmt: skip


def of_year(year):
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    return {day: holiday(day) for day in days if day.year == year and holiday(day)}


def test_the_holidays_of_a_year_are_known():
    assert of_year(2027) == IN_2027


def test_christmas_is_not_put_off_but_canada_day_and_the_national_holiday_are():
    assert (holiday(date(2027, 12, 27)), holiday(date(2027, 12, 26))) == (None, None)
    assert holiday(date(2029, 7, 2)) == "le congé reporté de la fête du Canada"
    assert holiday(date(2029, 6, 25)) == "le congé reporté de la fête nationale"


@given(st.integers(2003, 2100))
def test_every_year_has_nine_of_them_and_easter_is_in_spring(year):
    found = {name: day for day, name in of_year(year).items() if "reporté" not in name}
    assert len(found) == 9
    assert found["le Vendredi saint"].weekday() == 4
    easter = found["le lundi de Pâques"] - timedelta(days=1)
    assert date(year, 3, 22) <= easter <= date(year, 4, 25)


@given(st.dates())
def test_any_day_at_all_may_be_asked_about(day):
    name = holiday(day)
    with speaking("en"):
        assert name is None or gettext(name) != ""
