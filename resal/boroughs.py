"""The nineteen boroughs of the city of Montréal, by their official names, and the names people use.

Tables keep a borough as somebody wrote it (« Rosemont », « Villeray »); `of` says which one is meant.
"""

from resal.language.typography import fold

CITY = "Montréal"
BOROUGHS = (
    "Ahuntsic-Cartierville",
    "Anjou",
    "Côte-des-Neiges–Notre-Dame-de-Grâce",
    "Lachine",
    "LaSalle",
    "Le Plateau-Mont-Royal",
    "Le Sud-Ouest",
    "L'Île-Bizard–Sainte-Geneviève",
    "Mercier–Hochelaga-Maisonneuve",
    "Montréal-Nord",
    "Outremont",
    "Pierrefonds-Roxboro",
    "Rivière-des-Prairies–Pointe-aux-Trembles",
    "Rosemont–La Petite-Patrie",
    "Saint-Laurent",
    "Saint-Léonard",
    "Verdun",
    "Ville-Marie",
    "Villeray–Saint-Michel–Parc-Extension",
)
_QUARTERS = {
    "Ahuntsic": BOROUGHS[0], "Cartierville": BOROUGHS[0], "NDG": BOROUGHS[2], "Plateau-Mont-Royal": BOROUGHS[5],
    "Plateau Mont-Royal": BOROUGHS[5], "Sud-Ouest": BOROUGHS[6], "Saint-Henri": BOROUGHS[6],
    "Pointe-Saint-Charles": BOROUGHS[6], "Hochelaga": BOROUGHS[8], "Maisonneuve": BOROUGHS[8],
    "Petite-Patrie": BOROUGHS[13], "Centre-Sud": BOROUGHS[17],
}  # fmt: skip


def of(written: str) -> str:
    """The borough meant by a name, or what was written when it is a place outside of the city."""
    return _BY_NAME.get(_plain(written), written.strip())


def _plain(name: str) -> str:
    """What counts when names of places are matched: « Villeray-St-Michel » is « Villeray–Saint-Michel »."""
    words = fold(name).replace("-", " ").replace("–", " ").replace(".", " ").split()
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)


_PARTS = {part: borough for borough in BOROUGHS for part in (borough, *borough.split("–"))}
_BY_NAME = {_plain(name): borough for name, borough in {**_PARTS, **_QUARTERS}.items()}
