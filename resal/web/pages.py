"""Loads every module that declares routes."""

from importlib import import_module
from importlib.util import find_spec

MODULES = (
    "machines",
    "feeds",
    "registration",
    "account",
    "public.programme",
    "public.library",
    "public.about",
    "coordination.home",
    "coordination.scheduling",
    "coordination.announcing",
    "coordination.roster",
    "coordination.door",
    "coordination.capture",
    "coordination.directory",
    "coordination.programme",
    "coordination.letters",
    "coordination.team",
    "coordination.office",
)


def load() -> None:
    """Import them all: a module that is missing stops the start."""
    for module in MODULES:
        if find_spec(f"resal.web.{module}"):  # TEMPORARY while modules are being written
            import_module(f"resal.web.{module}")
