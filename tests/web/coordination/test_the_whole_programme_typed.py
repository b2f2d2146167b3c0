"""The packaged example, typed on the pages of the team, is the one that its file brings in."""

from typing import Any

from at_the_desk import Desk
from typing_a_programme import Typist

from resal import clock, example
from resal.actions import SYSTEM
from resal.actions.importing import import_programme
from resal.db import db
from resal.example.coming import coming
from resal.queries.exporting import export_programme

NOUNS = ("themes", "organizations", "venues", "people", "series", "events")


def imported(database: Any) -> dict[str, Any]:
    """What the files bring in, taken out again with all its defaults said; nothing of it stays."""
    with database.undoing():
        import_programme(example.facts(), SYSTEM)
        import_programme(coming(clock.today("America/Toronto")).programme, SYSTEM)
        return export_programme(db.session())


def with_keys_of(programme: dict[str, Any], other: dict[str, Any]) -> Any:
    """The programme, each thing called by the key of the one in its place in the other."""
    keys = {mine["key"]: its["key"] for noun in NOUNS for mine, its in zip(programme[noun], other[noun], strict=True)}

    def called(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: called(one) for name, one in value.items()}
        if isinstance(value, list):
            return [called(one) for one in value]
        return keys.get(value, value) if isinstance(value, str) else value

    return called(programme)


def test_the_programme_typed_on_the_pages_equals_its_import(database, signed_in):
    wanted = imported(database)
    Typist(Desk(signed_in), wanted).type_all()
    typed = export_programme(db.session())
    assert with_keys_of(typed, wanted) == wanted
