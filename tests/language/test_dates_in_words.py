"""Dates and times as people read them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resal.language import dates, speaking

DAY = date(2026, 12, 2)
FIRST = date(2026, 5, 1)
MOMENT = datetime(2026, 12, 2, 18, 30, tzinfo=UTC)
EVERY_DAY = [date(1970, 1, 1) + timedelta(n) for n in range((date(2101, 1, 1) - date(1970, 1, 1)).days)]
LANGUAGES = st.sampled_from(["fr", "en"])
CENTURY = st.dates(EVERY_DAY[0], EVERY_DAY[-1])


@pytest.mark.parametrize(
    ("write", "d", "french", "english"),
    [
        (dates.day_long, DAY, "mercredi 2~décembre~2026", "Wednesday, December 2, 2026"),
        (dates.day_long, FIRST, "vendredi 1er~mai~2026", "Friday, May 1, 2026"),
        (dates.day_running, DAY, "le mercredi 2~décembre~2026", "Wednesday, December 2, 2026"),
        (dates.day_medium, DAY, "2~décembre~2026", "December 2, 2026"),
        (dates.day_medium, FIRST, "1er~mai~2026", "May 1, 2026"),
        (dates.day_short, DAY, "mer. 2~déc.", "Wed., Dec. 2"),
        (dates.day_short, FIRST, "ven. 1er~mai", "Fri., May 1"),
        (dates.weekday_short, DAY, "mer.", "Wed."),
        (dates.month_short, DAY, "déc.", "Dec."),
        (dates.month_short, FIRST, "mai", "May"),
        (dates.month_long, DAY, "décembre~2026", "December 2026"),
        (dates.month_title, DAY, "Décembre~2026", "December 2026"),
    ],
)
def test_a_day_reads_as_its_language_writes_it(write: Callable[..., str], d: date, french: str, english: str) -> None:
    assert write(d) == french.replace("~", "\u00a0")
    assert write(d, "en") == english
    with speaking("en"):
        assert write(d) == english


def test_tables_and_files_get_numbers_only() -> None:
    assert [dates.day_numeric(d) for d in (DAY, MOMENT, date(987, 1, 2))] == [
        *("2026-12-02", "2026-12-02", "0987-01-02")
    ]


@pytest.mark.parametrize(
    ("t", "french", "english"),
    [
        (time(13, 30), "13~h~30", "1:30 p.m."),
        (time(9), "9~h", "9 a.m."),
        (time(9, 5), "9~h~05", "9:05 a.m."),
        (time(0, 15), "0~h~15", "12:15 a.m."),
        (time(12), "12~h", "12 p.m."),
    ],
)
def test_an_hour_drops_what_is_zero(t: time, french: str, english: str) -> None:
    assert (dates.hour(t), dates.hour(t, "en")) == (french.replace("~", "\u00a0"), english)


def test_hours_say_start_and_end_in_a_list_and_in_a_sentence() -> None:
    afternoon = time(13, 30), time(16, 30)
    assert [
        dates.hours(*afternoon),
        dates.hours(time(9), None),
        dates.hours_running(*afternoon),
        dates.hours_running(time(9)),
    ] == [
        "13\u00a0h\u00a030 à 16\u00a0h\u00a030",
        "9\u00a0h",
        "de 13\u00a0h\u00a030 à 16\u00a0h\u00a030",
        "à 9\u00a0h",
    ]
    with speaking("en"):
        assert [
            dates.hours(*afternoon),
            dates.hours(time(9), None),
            dates.hours_running(*afternoon),
            dates.hours_running(time(9)),
        ] == ["1:30 p.m. to 4:30 p.m.", "9 a.m.", "from 1:30 p.m. to 4:30 p.m.", "at 9 a.m."]


@pytest.mark.parametrize(
    ("first", "last", "french", "english"),
    [
        ("2022-10-11", None, "11~octobre~2022", "October 11, 2022"),
        ("2022-10-11", "2022-10-11", "11~octobre~2022", "October 11, 2022"),
        ("2022-10-11", "2022-10-12", "11 et 12~octobre~2022", "October 11 and 12, 2022"),
        ("2022-10-11", "2022-10-14", "du 11 au 14~octobre~2022", "October 11 to 14, 2022"),
        ("2026-05-01", "2026-05-03", "du 1er au 3~mai~2026", "May 1 to 3, 2026"),
        ("2026-04-30", "2026-05-01", "30~avril et 1er~mai~2026", "April 30 and May 1, 2026"),
        (
            *("2026-11-30", "2026-12-02"),
            *("du 30~novembre au 2~décembre~2026", "November 30 to December 2, 2026"),
        ),
        (
            *("2026-12-30", "2027-01-02"),
            *("du 30~décembre~2026 au 2~janvier~2027", "December 30, 2026, to January 2, 2027"),
        ),
        (
            *("2026-12-31", "2027-01-01"),
            *("31~décembre~2026 et 1er~janvier~2027", "December 31, 2026, and January 1, 2027"),
        ),
    ],
)
def test_days_in_a_row_are_said_as_short_as_they_can(first: str, last: str | None, french: str, english: str) -> None:
    span = date.fromisoformat(first), date.fromisoformat(last) if last else None
    assert (dates.days(*span), dates.days(*span, "en")) == (french.replace("~", "\u00a0"), english)


@given(CENTURY, CENTURY, LANGUAGES)
def test_days_name_the_last_day_in_full_or_refuse_to_go_backwards(first: date, last: date, language: str) -> None:
    if last < first:
        with pytest.raises(ValueError, match="is before"):
            dates.days(first, last, language)
        return
    written = dates.days(first, last, language)
    assert str(last.year) in written
    assert str(first.day) in written


def test_a_moment_is_told_by_the_clocks_of_its_zone() -> None:
    told = (dates.moment_long, dates.moment_running, dates.moment_short)
    assert [tell(MOMENT, "America/Toronto", "fr") for tell in told] == [
        "mercredi 2\u00a0décembre\u00a02026, 13\u00a0h\u00a030",
        "le mercredi 2\u00a0décembre\u00a02026, à 13\u00a0h\u00a030",
        "mer. 2\u00a0déc., 13\u00a0h\u00a030",
    ]
    assert [tell(MOMENT, "Asia/Tokyo", "en") for tell in told] == [
        "Thursday, December 3, 2026, 3:30 a.m.",
        "Thursday, December 3, 2026, at 3:30 a.m.",
        "Thu., Dec. 3, 3:30 a.m.",
    ]


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        dates.moment_long(MOMENT.replace(tzinfo=None), "America/Toronto")


def test_every_day_of_the_century_can_be_read_back() -> None:
    weekdays = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
    months = ["janvier", "février", "mars", "avril", "mai", "juin"]
    months += ["juillet", "août", "septembre", "octobre", "novembre", "décembre"]

    def read(written: str) -> date:
        weekday, day, month, year = written.split()
        found = date(int(year), months.index(month) + 1, int(day.removesuffix("er")))
        assert weekdays[found.weekday()] == weekday
        return found

    assert [read(dates.day_long(d, "fr")) for d in EVERY_DAY] == EVERY_DAY


def test_english_days_of_the_century_are_those_of_the_c_locale() -> None:
    assert [dates.day_long(d, "en") for d in EVERY_DAY] == [f"{d:%A, %B} {d.day}, {d.year}" for d in EVERY_DAY]


@given(st.times(), LANGUAGES)
def test_every_minute_of_the_day_is_told_apart(t: time, language: str) -> None:
    later = (datetime.combine(DAY, t) + timedelta(minutes=1)).time()
    assert dates.hour(t, language) != dates.hour(later, language)
    assert f"{t.minute:02}" in dates.hour(t, language) or t.minute == 0
