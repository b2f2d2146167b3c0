"""Loads every module that declares routes."""

from importlib import import_module

MODULES = (
    "machines",
    "feeds",
    "registration",
    "seat",
    "interest",
    "series_registration",
    "several_registration",
    "attestations",
    "arrival",
    "corrections",
    "space",
    "space_address",
    "space_consents",
    "space_data",
    "account",
    "public.programme",
    "public.library",
    "public.about",
    "coordination.home",
    "coordination.listing",
    "coordination.scheduling",
    "coordination.announcing",
    "coordination.announcements",
    "coordination.planning",
    "coordination.demand",
    "coordination.agenda",
    "coordination.ties",
    "coordination.documents",
    "coordination.questions",
    "coordination.series_changes",
    "coordination.roster",
    "coordination.invitations",
    "coordination.door",
    "coordination.wall",
    "coordination.corrections",
    "coordination.sheets",
    "coordination.sheets_taken_in",
    "coordination.attestations",
    "coordination.capture",
    "coordination.directory",
    "coordination.doubles",
    "coordination.programme",
    "coordination.letters",
    "coordination.team",
    "coordination.office",
)


def load() -> None:
    """Import them all: a module that is missing stops the start."""
    for module in MODULES:
        import_module(f"resal.web.{module}")
