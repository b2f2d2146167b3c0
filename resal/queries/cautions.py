"""What to look at twice before a sentence about young people is published: patterns; a person decides.

A number to call, an address, the age of somebody, a school, a full name: each may point at one
young person. The words of an age group (« 12 à 17 ans ») and of a length of time are left alone.
"""

import re
from collections.abc import Iterable

from resal.language import lazy
from resal.language.typography import fold

PHONE = re.compile(r"(?<!\d)(?:\+?1[ .\u00a0-]?)?\(?[2-9]\d{2}\)?[ .\u00a0-]?\d{3}[ .\u00a0-]?\d{4}(?!\d)")
EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.\w{2,}")
AGE = re.compile(
    r"(?<![\d–-])(?<!à )(?<!à\u00a0)(?<!et )(?<!to )(?<!and )(?<!depuis )(?<!il y a )(?<!pendant )"
    r"(?<!moins de )(?<!plus de )"
    r"(?:[6-9]|1\d|2[0-5])(?:[ \u00a0]ans\b(?! d['’](?:expérience|âge et plus))|[ -]years?[ -]old\b)",
    re.IGNORECASE,
)
SCHOOL = re.compile(
    r"\b(?:[ÉéEe]coles?|[Pp]olyvalentes?|[Cc]oll[èe]ges?|[Cc][ée]geps?|[Aa]cad[ée]m(?:ie|y)|[Ss]chool)"
    r"[ \u00a0](?:(?:secondaire|primaire|secondary|primary|de|du|des|la|le|of)[ \u00a0])*[A-ZÀ-Þ]",
)
_WORD = r"[A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-ZÀ-Þ]?[a-zà-ÿ]+)*"
# looked for from each word on, so that « Quand Yacine Aït-Saïd » is seen whole
NAME = re.compile(rf"\b(?=(({_WORD})[ \u00a0](?:(?:de|du|des|la|le)[ \u00a0])*({_WORD})))(?<![\w-])")
# First or second words of what is not somebody: places, bodies, the first word of a sentence.
NOT_A_NAME = frozenset(
    re.findall(
        r"\w+",
        "au aux avec bas cafe carrefour centre centres ces cette chaque cite comment conseil dans de deux des "
        "du elle elles en entre equipe est et eux fondation grand haut hopital il ils institut jeunes la "
        "laval le les leur loisirs longueuil loi maison maisons mais mercier metro mieux mont montreal ne "
        "nord nos notre nous on ou ouest par parc pas petite plan plus police pour projet quand que quebec "
        "qui reseau rive rosemont saint sainte sans service services ses si six son st sud sur table toute "
        "toutes tous travail trois un une universite villa ville villeray vous a an and are at centre ask by "
        "city for from house if in it its keep no not of our street the they this to two university we when "
        "with you youth",
    )
)
CAUTIONS = (
    (PHONE, lazy("un numéro de téléphone")),
    (EMAIL, lazy("une adresse courriel")),
    (AGE, lazy("l'âge d'une personne")),
    (SCHOOL, lazy("le nom d'une école")),
)
A_NAME = lazy("un nom complet")


def of_text(text: str, known: Iterable[str] = ()) -> tuple[str, ...]:
    """What this text seems to hold, as French source words. `known`: names that are public already."""
    found = [words for pattern, words in CAUTIONS if pattern.search(text)]
    return (*found, A_NAME) if _names_somebody(text, known) else tuple(found)


def _names_somebody(text: str, known: Iterable[str]) -> bool:
    public = {fold(name) for name in known}
    return any(_is_a_name(match) and fold(match[1]) not in public for match in NAME.finditer(text))


def _is_a_name(match: re.Match[str]) -> bool:
    words = {fold(word) for word in (match[2], match[3])}
    return not {*words, *(word.partition("-")[0] for word in words)} & NOT_A_NAME
