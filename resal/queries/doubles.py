"""Who and what may be written twice: found by keys they share, never by comparing each with all others.

Of people, the database picks those who share a name or an address with somebody; the rest is said in
one pass over these few. What the team has told apart is not suggested again.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select

from resal.db import db
from resal.language import lazy
from resal.language.typography import fold
from resal.models import Distinct, Organization, Participant
from resal.queries.remembered import remembered

ORGANIZATION, PARTICIPANT = "organization", "participant"
LONG_ENOUGH = 6  # letters, for one of them to be a slip of the finger
WHY = {
    "same name": lazy("Même nom, ou même sigle"),
    "same words": lazy("Les mêmes mots, dans un autre ordre"),
    "typo": lazy("Une lettre de différence"),
    "name and organization": lazy("Même nom, même organisme"),
    "name and address": lazy("Même nom, adresses qui se ressemblent"),
    "address": lazy("Même adresse, noms qui se ressemblent"),
}
_SMALL = frozenset(["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "of", "the", "and"])
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_DIGITS = re.compile(r"\d+")
Keyed = Iterable[tuple[int, str, Any]]  # id, why, key


class Pair(NamedTuple):
    """Two that may be one, the smaller id first, and why: a key of `WHY`."""

    first: int
    second: int
    why: str


def of_both() -> dict[str, list[Pair]]:
    """By kind: organizations that share a name, an acronym or an alias, or nearly so; people who share a
    name and something else, or an address and nearly a name.
    """
    apart = select(Distinct.kind, Distinct.first_id, Distinct.second_id)
    decided = {(kind, first, second) for kind, first, second in db.session.execute(apart)}
    found = {ORGANIZATION: remembered("doubles of organizations", _organizations), PARTICIPANT: _people()}
    return {kind: [pair for pair in pairs if (kind, *pair[:2]) not in decided] for kind, pairs in found.items()}


def number() -> int:
    """How many there are of both."""
    return sum(len(pairs) for pairs in of_both().values())


def _organizations() -> tuple[Pair, ...]:
    known = select(Organization.id, Organization.name, Organization.aliases, Organization.folded_names)
    rows = db.session.execute(known.where(Organization.merged_into_id.is_(None)).order_by(Organization.id)).all()
    return tuple(_pairs(chain.from_iterable(_keys_of_organization(*row) for row in rows)))


def _keys_of_organization(id_: int, name: Any, aliases: Sequence[str], folded: str) -> Keyed:
    for one in folded.split("|"):
        if one:
            yield id_, "same name", one
    written = {fold(name.in_language(language)) for language in name.languages()} | {fold(one) for one in aliases or ()}
    yield from _nearly(id_, written, ())


def _people() -> tuple[Pair, ...]:
    people, alive = Participant, (Participant.merged_into_id.is_(None), Participant.erased_at.is_(None))
    address = func.replace(people.email_key, ".", "")
    names = select(people.name_key).where(*alive, people.name_key != "").group_by(people.name_key)
    addresses = select(address).where(*alive, people.email_key != "").group_by(address)
    rows = db.session.execute(
        select(
            people.id, people.name_key, people.email_key, people.organization_id, people.organization_name,
            people.example,
        )
        .where(*alive, or_(
            people.name_key.in_(names.having(func.count() > 1)), address.in_(addresses.having(func.count() > 1))
        ))
        .order_by(people.id)
    ).all()  # fmt: skip
    return tuple(_pairs(chain.from_iterable(_keys_of_person(*row) for row in rows)))


def _keys_of_person(
    id_: int, name: str, email: str, organization_id: int | None, organization: str, example: bool
) -> Keyed:
    local, whole = email.partition("@")[0].partition("+")[0].replace(".", ""), email.replace(".", "")
    for body in filter(None, (organization_id, fold(organization))):
        yield id_, "name and organization", (example, name, body)
    if local:
        yield id_, "name and address", (example, name, local)
        yield from ((one, "address", key) for one, _why, key in _nearly(id_, {name}, (example, whole)))


def _nearly(id_: int, names: Iterable[str], within: tuple[Any, ...]) -> Iterator[tuple[int, str, Any]]:
    """Keys that two names share when they have the same words, or differ by one letter."""
    for name in names:
        words = sorted(word for word in _NOT_LETTERS.split(name) if word and word not in _SMALL)
        if len(words) > 1:
            yield id_, "same words", (*within, " ".join(words))
        letters, numbers = _NOT_LETTERS.sub("", name), tuple(_DIGITS.findall(name))
        if len(letters) >= LONG_ENOUGH:
            for key in {letters, *(letters[:at] + letters[at + 1 :] for at in range(len(letters)))}:
                yield id_, "typo", (*within, numbers, key)


def _pairs(keyed: Keyed) -> list[Pair]:
    """The first that has a key, with each of the others that have it: as many pairs as rows, not their square."""
    first: dict[tuple[str, Any], int] = {}
    reasons: dict[tuple[int, int], str] = {}
    for id_, why, key in keyed:
        other = first.setdefault((why, key), id_)
        if other != id_:
            reasons.setdefault((min(other, id_), max(other, id_)), why)
    return [Pair(*ids, why) for ids, why in sorted(reasons.items())]
