"""Every letter is about rows."""

import pytest


@pytest.fixture(autouse=True)
def _with_database(database: object) -> None:
    """On both engines."""
