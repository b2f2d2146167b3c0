"""Spaces and apostrophes as Québec prints them, and texts made comparable or safe to keep.

The rules are those of the Office québécois de la langue française (Vitrine linguistique,
"Espacement avant et après les signes de ponctuation"): a no-break space before the colon,
inside guillemets, around the h of hours, before % $ and units; none before ; ! and ?.
"""

import re
import unicodedata

NBSP = "\u00a0"

_SPACE = "[ \u00a0\u2009\u202f]"
_NUMBER = r"(?:(?<=[0-9])|(?<=\)s))"  # a digit, or the end of a placeholder such as %(n)s
_MONTH = (
    "(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|janv\.|févr\.|avr\.|juill\.|sept\.|oct\.|nov\.|déc\.)"
)
_UNIT = (
    "(?:h|min|s|mm|cm|km|m²?|kg|g|ko|Ko|Mo|Go|°C|€|¢|heures?|minutes?|jours?|semaines?|mois|ans?|places?|personnes?)"
)
_UNTOUCHED = re.compile(
    r"((?:[A-Za-z][A-Za-z0-9+.-]{0,15}://|www\.)[^\s<>«»\"]+"  # an address of the web
    r"|[^\s<>«»\"@]{1,64}@[^\s<>«»\"@]+)"  # an e-mail address (local part: RFC 5321 §4.5.3.1.1)
)
_MAY_BE_AN_ADDRESS = re.compile(r"@|://|www\.")

# In each list the order counts: what one rule writes, a later one may need to see. Looking
# back for a space before a run of them keeps a text made of spaces from costing its square.
_MARK = re.compile("[:;!?«»]")
_MARK_RULES = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (rf"(?<=[^\s«]){_SPACE}+(?=[;!?](?!\w))", ""),
        (rf"(?<!{_SPACE}){_SPACE}*»", f"{NBSP}»"),
        (rf"«{_SPACE}*", f"«{NBSP}"),
        (rf"(?<!{_SPACE}){_SPACE}+:(?=\s|$)", f"{NBSP}:"),
        (r"(?<=[\w»”’)\]…%$]):(?=\s|$)", f"{NBSP}:"),
    )
]
_FIGURE = re.compile(r"[0-9]|\)s")
_FIGURE_RULES = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (rf"(?<!\w)([0-9]{{1,3}}){_SPACE}*h{_SPACE}*([0-5][0-9])(?!\w)", rf"\1{NBSP}h{NBSP}\2"),
        (rf"(?<!\w)([0-9]{{1,3}}){_SPACE}*h(?!\w)", rf"\1{NBSP}h"),
        (rf"{_NUMBER}{_SPACE}*(?=%(?![\w(])|\$(?!\w))", NBSP),
        (rf"{_NUMBER}{_SPACE}+(?={_UNIT}(?!\w))", NBSP),
        (rf"(?:(?<=[0-9])|(?<=1er)){_SPACE}+(?={_MONTH}(?!\w))", NBSP),
        (rf"\b((?i:{_MONTH})){_SPACE}+(?=[12][0-9]{{3}}(?!\w))", rf"\1{NBSP}"),
        (rf"(?<![0-9])([0-9]{{1,3}}){_SPACE}(?=[0-9]{{3}}(?![0-9]))", rf"\1{NBSP}"),
    )
]

_APOSTROPHES_AND_HYPHENS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "œ": "oe", "æ": "ae"})
_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def typo(text: str, language: str = "fr") -> str:
    """The text with the spaces and apostrophes of its language, however it was typed.

    French gets the rules above, any other language curly apostrophes only. Web and e-mail
    addresses, times such as 13:30 and %(name)s placeholders stay as they are. Meant for
    plain text, not for markup. Doing it twice changes nothing more.
    """
    set_piece = _french if language == "fr" else _curly
    if not _MAY_BE_AN_ADDRESS.search(text):
        return set_piece(text)
    pieces = _UNTOUCHED.split(text)
    pieces[::2] = [set_piece(piece) for piece in pieces[::2]]
    return "".join(pieces)


def _french(piece: str) -> str:
    piece = _curly(piece)
    if _MARK.search(piece):
        piece = _applied(_MARK_RULES, piece)
    return _applied(_FIGURE_RULES, piece) if _FIGURE.search(piece) else piece


def _applied(rules: list[tuple[re.Pattern[str], str]], piece: str) -> str:
    for pattern, replacement in rules:
        piece = pattern.sub(replacement, piece)
    return piece


def _curly(piece: str) -> str:
    return piece.replace("'", "’")


def fold(text: str) -> str:
    """A text reduced to what counts when names are matched or words searched.

    No capitals, accents, ligatures or curly apostrophes, and single ordinary spaces:
    « L’Œuvre  de Noël » gives "l'oeuvre de noel". Meant to be compared, never shown.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    bare = _without_marks(_without_marks(text).casefold())
    return " ".join(bare.translate(_APOSTROPHES_AND_HYPHENS).split())


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def plain(text: str) -> str:
    """What somebody typed, made safe to keep: NFC, trimmed, no control character but newline.

    Every line end becomes a newline and a tab becomes a space; other controls and lone
    surrogates, which neither database nor e-mail would take, are dropped.
    """
    lines = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return unicodedata.normalize("NFC", _CONTROLS.sub("", lines)).strip()
