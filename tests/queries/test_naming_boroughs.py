"""A borough is known by any of the names people write."""

import pytest

from resal.boroughs import BOROUGHS, of


@pytest.mark.parametrize(
    ("written", "borough"),
    [
        ("Rosemont", "Rosemont–La Petite-Patrie"),
        ("La Petite-Patrie", "Rosemont–La Petite-Patrie"),
        ("villeray-st-michel-parc-extension", "Villeray–Saint-Michel–Parc-Extension"),
        ("  Saint Michel ", "Villeray–Saint-Michel–Parc-Extension"),
        ("MONTREAL NORD", "Montréal-Nord"),
        ("L’Île-Bizard", "L'Île-Bizard–Sainte-Geneviève"),
        ("NDG", "Côte-des-Neiges–Notre-Dame-de-Grâce"),
        ("Hochelaga", "Mercier–Hochelaga-Maisonneuve"),
        ("Laval", "Laval"),
        ("Montréal", "Montréal"),
        ("", ""),
    ],
)
def test_a_name_people_use_says_which_borough_is_meant(written, borough):
    assert of(written) == borough


def test_the_nineteen_boroughs_are_themselves_in_order():
    assert (len(set(BOROUGHS)), [of(name) for name in BOROUGHS]) == (19, list(BOROUGHS))
