"""One site for all the tests that look at pages, served once in each process."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from stage import Stage, set_up

TUESDAY = "2026-11-24T10:00:00-05:00"
expect.set_options(timeout=20_000)  # a machine that does other things as well is no failure


@pytest.fixture(scope="session")
def stage(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The example programme, with a seat, a place in line, and the coordination signed in."""
    with set_up(chromium, tmp_path_factory.mktemp("stage"), RESAL_NOW=TUESDAY) as ready:
        yield ready
