"""Which organizations a typed name may mean when it is that of none: spelled otherwise, shortened, or in part."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlalchemy import select

from resal.db import db
from resal.language import current
from resal.language.typography import fold
from resal.models import Organization
from resal.queries.remembered import remembered

OFFERED = 3
CLOSE = 0.86  # of two spellings, by the letters they share in order
SHORTEST = 5  # letters: below, one wrong letter makes another name
RARE = 3  # organizations: a word that more of them share says nothing of which
LONGEST = 200
SMALL_WORDS = frozenset(
    "a au aux d de des du en et l la le les par pour sur un une and at by for in of on the to".split()  # noqa: SIM905
)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class _Spellings:
    """An organization: what it is called today, and all that it is called, folded."""

    shown: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class _Known:
    """`all_names`: of every organization, those that are not shown included; `public`: those that may be offered."""

    all_names: frozenset[str]
    public: tuple[_Spellings, ...]
    shared: Counter[str]


def close_to(typed: str) -> list[str]:
    """The public names that a typed one may mean, the likeliest first; none when it is one of ours exactly."""
    known, name = remembered("spellings of organizations", _read), fold(typed[:LONGEST])
    if name in known.all_names or not known.public:
        return []
    return [*remembered(("organizations like", name), lambda: _likely(known, name))]


def _likely(known: _Known, name: str) -> list[str]:
    scores = {one.shown: max(_likeness(name, other, known.shared) for other in one.names) for one in known.public}
    likely = sorted((shown for shown, score in scores.items() if score), key=lambda shown: -scores[shown])
    return likely[:OFFERED]


def _likeness(typed: str, name: str, shared: Counter[str]) -> float:
    """From 0 (something else) to 1."""
    if _compact(typed) == _compact(name) or _is_short_for(typed, name) or _is_short_for(name, typed):
        return 1.0
    mine, theirs = _words(typed), _words(name)
    common = mine & theirs
    if common in (mine, theirs) and any(shared[word] <= RARE for word in common):
        return 0.9
    if min(len(typed), len(name)) < SHORTEST:
        return 0.0
    matcher = SequenceMatcher(None, typed, name, autojunk=False)
    if matcher.real_quick_ratio() < CLOSE or matcher.quick_ratio() < CLOSE:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= CLOSE else 0.0


def _is_short_for(short: str, name: str) -> bool:
    """Whether these letters begin the words of the name, small words counted or not."""
    letters, words = _compact(short), _WORD.findall(name)
    if len(letters) < 3 or len(_WORD.findall(short.replace(".", ""))) != 1:
        return False
    every, large = "".join(word[0] for word in words), "".join(word[0] for word in words if word not in SMALL_WORDS)
    return letters in (every, large)


def _compact(name: str) -> str:
    return "".join(_WORD.findall(name))


def _words(name: str) -> set[str]:
    return {word for word in _WORD.findall(name) if word not in SMALL_WORDS}


def _read() -> _Known:
    rows = db.session.execute(
        select(Organization.name, Organization.folded_names, Organization.hidden)
        .where(Organization.merged_into_id.is_(None))
        .order_by(Organization.id)
    ).all()
    folded = [tuple(name for name in names.split("|") if name) for _name, names, _hidden in rows]
    public = tuple(
        _Spellings(name.read(current()).text, names)
        for (name, _folded, hidden), names in zip(rows, folded, strict=True)
        if names and not hidden
    )
    shared = Counter(word for one in public for word in {word for name in one.names for word in _words(name)})
    return _Known(frozenset(name for names in folded for name in names), public, shared)
