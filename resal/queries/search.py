"""Words people search with: folded, without their plural, and marked where they are found."""

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape
from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from resal.language.typography import fold

LONGEST = 200
MOST_WORDS = 8
_WORD = re.compile(r"\w+")
# Words that are in every sentence and say nothing of what is looked for.
_EMPTY = frozenset(
    _WORD.findall(
        "a au aux avec ce ces d dans de des du elle en et il ils je l la le les leur on ou par pas pour qu "
        "que qui s se sur un une vous an and are for how in is it of on or the to we what with you"
    )
)


def terms(asked: str) -> tuple[str, ...]:
    """The words to find: « Les haines, en ligne » gives haine, ligne. At most eight, of 200 characters."""
    found = _WORD.findall(fold(asked[:LONGEST]))
    telling = [word for word in found if word not in _EMPTY] or found
    return tuple(dict.fromkeys(_singular(word) for word in telling))[:MOST_WORDS]


def contains(column: InstrumentedAttribute[str], term: str) -> ColumnElement[bool]:
    """Whether a column of folded text has the term; % and _ mean themselves on both engines."""
    return column.contains(term, autoescape=True)


def holds(term: str, texts: Iterable[str]) -> bool:
    """Whether one of the texts has the term."""
    return any(term in fold(text) for text in texts)


def marked(text: str, wanted: Sequence[str]) -> Markup:
    """The text, escaped, with each word that begins with a term inside <mark>."""
    if not wanted:
        return escape(text)
    folded, places = _folded_with_places(text)
    pieces, done = [], 0
    for start, end in _hits(folded, wanted):
        first, last = places[start], places[end]
        pieces += [escape(text[done:first]), Markup("<mark>"), escape(text[first:last]), Markup("</mark>")]
        done = last
    return Markup("").join([*pieces, escape(text[done:])])


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters (and its end) the place of the one it comes from."""
    folded, places = "", []
    for place, character in enumerate(text):
        bare = fold(character) or (" " if character.isspace() else "")
        folded += bare
        places += [place] * len(bare)
    return folded, [*places, len(text)]


def _hits(folded: str, wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Where the terms are; terms that follow one another, small words between, are one hit."""
    one = rf"\b(?:{'|'.join(re.escape(term) for term in wanted)})\w*"
    between = rf"(?:\s+(?:{'|'.join(sorted(_EMPTY))})\b)*\s+"
    return [match.span() for match in re.finditer(rf"{one}(?:{between}{one})*", folded)]


def likeness(one: str, other: str) -> int:
    """How many groups of three letters two texts share, accents and capitals aside."""
    return len(_threes(one) & _threes(other))


def _threes(text: str) -> set[str]:
    folded = f"  {fold(text)} "
    return {folded[start : start + 3] for start in range(len(folded) - 2)}
