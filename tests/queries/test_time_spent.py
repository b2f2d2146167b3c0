"""How long somebody was there: never more than the date lasted, never made up."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from resal.queries.time_spent import minutes

START = datetime(2026, 12, 2, 18, 30, tzinfo=UTC)
LENGTHS = st.integers(1, 24 * 60)
RECORDED = st.none() | st.integers(0, 10**6)
ARRIVALS = st.none() | st.integers(-(10**4), 10**4).map(lambda n: START + timedelta(minutes=n))


@given(st.sampled_from(["present", "partial"]), RECORDED, ARRIVALS, LENGTHS)
def test_nobody_is_there_longer_than_the_date_lasts(status, recorded, arrived, length):
    spent = minutes(status, recorded, arrived, START, START + timedelta(minutes=length), timed=True)
    assert spent is None or 0 <= spent <= length


@given(RECORDED, ARRIVALS, LENGTHS)
def test_whoever_is_marked_present_was_there_all_along_unless_it_was_written_down(recorded, arrived, length):
    spent = minutes("present", recorded, arrived, START, START + timedelta(minutes=length), timed=True)
    assert spent == (length if recorded is None else min(recorded, length))


@given(ARRIVALS, LENGTHS)
def test_in_part_is_from_the_arrival_to_the_end_or_not_known(arrived, length):
    end = START + timedelta(minutes=length)
    spent = minutes("partial", None, arrived, START, end, timed=True)
    if arrived is None or not START <= arrived < end:
        assert spent is None
    else:
        assert spent == (end - arrived) // timedelta(minutes=1) > 0


@given(st.sampled_from(["present", "partial"]), RECORDED, ARRIVALS)
def test_of_a_date_without_hours_only_what_was_written_down_is_known(status, recorded, arrived):
    assert minutes(status, recorded, arrived, START, START + timedelta(hours=1), timed=False) == recorded
