"""The calendars kept whole: whoever moves one byte of them says so in the same change.

What is already in people's calendars moves with it, without a new revision; so bytes change for
a reason, and never by the way.
"""

import pytest
from calendar_samples import GOLDEN, goldens


@pytest.mark.parametrize("name", goldens())
def test_a_calendar_is_written_as_it_always_was(name):
    assert goldens()[name].decode() == (GOLDEN / f"{name}.ics").read_bytes().decode()


def test_every_golden_file_is_compared():
    assert {path.stem for path in GOLDEN.glob("*.ics")} == goldens().keys()
