"""Durations as people type them at a door."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resal.language import dates, durations


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("45 min", 45), ("45", 45), ("45min.", 45), ("90 minutes", 90), ("1 h 30", 90), ("1h30", 90), ("1:30", 90),
        ("1 h", 60), ("2 heures", 120), ("1 heure 5", 65), ("1 h 30 min", 90), ("1,5 h", 90), ("0.25 h", 15),
        ("2 hours", 120), ("1\u00a0h\u00a030", 90), ("  3   h ", 180), ("0 min", 0), ("999 h", 59_940),
    ],
)  # fmt: skip
def test_a_duration_is_read_however_it_is_written(written, minutes):
    assert durations.minutes(written) == minutes


@pytest.mark.parametrize(
    "written", ["", "2", "-45 min", "1 h 75", "1:75", "toute la journée", "h", "1e3 h", "٣ h", "99999 min", "1 h 30 h"]
)
def test_what_says_no_duration_is_no_duration(written):
    assert durations.minutes(written) is None


@given(st.integers(1, 999 * 60), st.sampled_from(["fr", "en"]))
def test_what_the_pages_write_is_read_back(minutes, language):
    assert durations.minutes(dates.duration(minutes, language)) == minutes


@given(st.text())
def test_any_text_is_read_or_is_not(text):
    found = durations.minutes(text)
    assert found is None or 0 <= found <= 999 * 60 + 59
