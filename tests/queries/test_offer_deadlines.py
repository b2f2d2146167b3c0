"""An offer runs only in hours when people read their mail."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resal.queries.offers import CLOSES, OPENS, counts, deadline

MONTREAL = ZoneInfo("America/Toronto")
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 1_500_000).map(lambda minutes: FIRST + timedelta(minutes=minutes))
ZONES = st.sampled_from(["America/Toronto", "America/Vancouver", "Europe/Paris", "UTC"])


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=MONTREAL)


def counted(begins, ends, zone):
    """The minutes between two moments in which offers run, one by one."""
    there = ZoneInfo(zone)
    minutes, moment = 0, begins
    while moment < ends:
        here = moment.astimezone(there)
        minutes += counts(here.date()) and OPENS <= here.time() < CLOSES
        moment += timedelta(minutes=1)
    return minutes


@given(MOMENTS, st.integers(1, 14), ZONES)
def test_between_an_offer_and_its_end_there_are_exactly_its_hours_of_day(begins, hours, zone):
    ends = deadline(begins, hours, zone)
    here = ends.astimezone(ZoneInfo(zone))
    assert counts(here.date())
    assert OPENS <= here.time() <= CLOSES
    assert counted(begins, ends, zone) == hours * 60


@given(MOMENTS, MOMENTS, st.integers(1, 36))
def test_whoever_is_offered_a_seat_later_has_until_later(one, other, hours):
    first, second = sorted((one, other))
    assert deadline(first, hours, "America/Toronto") <= deadline(second, hours, "America/Toronto")


@pytest.mark.parametrize(
    ("begins", "hours", "ends"),
    [
        ("2026-11-24T10:00", 4, "2026-11-24T14:00"),
        ("2026-11-24T19:00", 4, "2026-11-25T11:00"),  # the night
        ("2026-11-24T23:00", 12, "2026-11-25T20:00"),
        ("2026-11-27T19:00", 2, "2026-11-30T09:00"),  # Friday evening to Monday
        ("2026-12-24T18:00", 4, "2026-12-28T10:00"),  # Christmas, a Friday
        ("2026-06-23T18:00", 4, "2026-06-25T10:00"),  # the national holiday
        ("2026-03-06T19:00", 2, "2026-03-09T09:00"),  # clocks go forward that weekend
        ("2026-10-30T19:00", 2, "2026-11-02T09:00"),  # and back
    ],
)
def test_nights_weekends_and_days_off_do_not_count(begins, hours, ends):
    assert deadline(local(begins), hours, "America/Toronto") == local(ends)
