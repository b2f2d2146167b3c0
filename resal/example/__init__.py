"""The example programme: RÉSAL's own past as the facts give it, and an invented near future."""

import json
from importlib import resources
from typing import Any


def facts() -> Any:
    """What really took place, as a programme file."""
    return packaged("programme.json")


def packaged(name: str) -> Any:
    """A JSON file of this package."""
    return json.loads((resources.files(__name__) / name).read_text("utf-8"))
