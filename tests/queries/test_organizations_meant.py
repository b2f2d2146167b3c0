"""« Est-ce l'un de ceux-ci? »: what a typed name may mean when it is that of no organization."""

import factories
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resal.models import localized
from resal.queries.organization_names import close_to


@pytest.fixture
def network(database):
    for name, more in (
        ("Maison des jeunes La Traverse", {}),
        ("Maison des jeunes L'Escalier", {"aliases": ["MDJ Escalier"]}),
        ("Maison des jeunes du Plateau", {}),
        ("Maison des jeunes Kekpart", {}),
        ("Centre international pour la prévention de la criminalité", {"acronym": "CIPC"}),
        ("Tables de quartier de Verdun", {}),
        ("Éco-quartier Peter-McGill", {}),
        ("Auberge secrète", {"hidden": True}),
    ):
        factories.an_organization(name, name=localized({"fr": name}), **more)


@pytest.mark.parametrize(
    "typed",
    [
        "Maison des jeunes La Traverse", "maison des jeunes la  traverse", "MAISON DES JEUNES LA TRAVERSE", "cipc",
        "mdj escalier", "Eco‑quartier Peter‑McGill", "Auberge secrete",
    ],
)  # fmt: skip
def test_what_is_one_of_ours_whatever_the_accents_and_capitals_is_not_asked(network, typed):
    assert close_to(typed) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Maison des jeunes La Travers", "Maison des jeunes La Traverse"),
        ("Maison de jeunes la traverse", "Maison des jeunes La Traverse"),
        ("La Traverse", "Maison des jeunes La Traverse"),
        ("C.I.P.C.", "Centre international pour la prévention de la criminalité"),
        ("Centre de prévention de la criminalité", "Centre international pour la prévention de la criminalité"),
        ("Eco quartier Peter McGill", "Éco-quartier Peter-McGill"),
        ("TQV", "Tables de quartier de Verdun"),
        ("L'Escalier", "Maison des jeunes L'Escalier"),
    ],
)
def test_a_typing_mistake_a_part_or_an_acronym_is_asked_about(network, typed, meant):
    assert close_to(typed)[0] == meant


@pytest.mark.parametrize(
    "typed", ["", "x", "École secondaire Louis-Riel", "Maison des jeunes", "Police", "Auberge secret"]
)
def test_what_looks_like_nothing_or_like_too_much_is_left_as_it_is(network, typed):
    assert close_to(typed) == []


@given(st.text(max_size=300))
def test_whatever_is_typed_three_public_names_at_most_are_offered(database, typed):
    with database.undoing():
        for name in ("A & b", "Maison (la)", "…", "Refuge"):
            factories.an_organization(name, hidden=name == "Refuge")
        found = close_to(typed)
        assert len(found) <= 3
        assert "Refuge" not in found
