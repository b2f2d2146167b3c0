"""Programmes to test with, and their leaves."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

SMALL: dict[str, Any] = {
    "network": {"name_fr": "Réseau", "timezone": "America/Toronto"},
    "themes": [{"key": "gangs", "label_fr": "Gangs"}, {"key": "haine", "label_fr": "Haine en ligne"}],
    "organizations": [{"key": "ville", "name_fr": "Ville"}, {"key": "mdj", "name_fr": "Maison", "parent": "ville"}],
    "venues": [{"key": "salle", "name": "Grande salle", "capacity": 40}],
    "people": [{"key": "ana", "name": "Ana Silva", "roles": [{"org": "mdj", "title_fr": "Animatrice"}]}],
    "series": [{"key": "cycle", "title_fr": "Cycle", "funders": ["ville"]}],
    "events": [
        {
            "key": "atelier", "title_fr": "Atelier", "title_en": "Workshop", "series": "cycle", "themes": ["gangs"],
            "date": "2027-03-01", "start_time": "13:30", "end_time": "16:30", "venue": "salle", "capacity": 12,
            "facilitators": ["ana"], "agenda": [{"fr": "Accueil", "led_by": ["ana", "mdj"]}],
            "takeaways": [{"kind": "practice", "fr": "Écouter d'abord"}, {"kind": "tool", "fr": "Une carte"}],
            "next_steps": [{"fr": "Se revoir", "owner": "mdj"}, {"fr": "Écrire un guide", "owner": "Camille"}],
            "follow_ups": [{"kind": "clinical supervision", "fr": "Un cercle", "when_fr": "au printemps"}],
            "resources": [{"kind": "guide", "title_fr": "Le guide", "url": "https://guide.example/fr"}],
        },
    ],
}  # fmt: skip


def small(**event: Any) -> dict[str, Any]:
    """The small programme, whose only session has these keys changed."""
    programme = deepcopy(SMALL)
    programme["events"][0].update(event)
    return programme


def leaves(value: Any, place: tuple[object, ...] = ()) -> Iterator[tuple[tuple[object, ...], Any]]:
    """Each value that is something, with its place: things by their key, keys that name several as a set."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from leaves(one, (*place, name))
    elif isinstance(value, list) and value and place[-1] in ("themes", "funders", "organizers", "led_by"):
        if isinstance(value[0], str):
            yield place, frozenset(value)
        else:
            yield from _items(value, place)
    elif isinstance(value, list):
        yield from _items(value, place)
    elif value not in (None, ""):
        yield place, value


def _items(values: list[Any], place: tuple[object, ...]) -> Iterator[tuple[tuple[object, ...], Any]]:
    for number, one in enumerate(values):
        yield from leaves(one, (*place, one["key"] if isinstance(one, dict) and "key" in one else number))
