"""Every test of a programme needs a database."""

import pytest


@pytest.fixture(autouse=True)
def _with_database(database: object) -> None:
    """On both engines."""
