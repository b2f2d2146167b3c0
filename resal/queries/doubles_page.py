"""The pages of doubles: those that are suggested, those one may pick, and merges that may still be undone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import func, or_, select

from resal import clock
from resal.addresses import path
from resal.db import db
from resal.language import current, dates, gettext, lazy
from resal.language.typography import fold
from resal.models import Merge, NextStep, Organization, Participant, Registration, TrainingSession
from resal.queries import actors, doubles, words
from resal.queries.doubles import ORGANIZATION, PARTICIPANT, Pair
from resal.queries.paging import Pages, offset, pages
from resal.queries.readings import Shown, shown

# what the address says: the kind
KINDS = {"organismes": ORGANIZATION, "personnes": PARTICIPANT}
NAMES = {kind: name for name, kind in KINDS.items()}
PAGE = 25
RECENT = 20
FOUND = 30
REASONS = {
    "changed": lazy("a changé depuis : laissé comme aujourd'hui"),
    "gone": lazy("n'existe plus"),
    "taken": lazy("autre chose a pris sa place"),
    "registered": lazy("s'est réinscrite depuis : cette inscription-là tient"),
    "full": lazy("la place est prise depuis : remise dans la file, à son rang d'avant"),
}
THINGS = {
    "letters": lazy("Lettre %(id)s"),
    "organizations": lazy("Organisme %(id)s"),
    "participants": lazy("Personne %(id)s"),
    "registrations": lazy("Inscription %(id)s"),
    "next_steps": lazy("Suite %(id)s"),
}


@dataclass(frozen=True)
class One:
    """A row of a list: who or what, and a few words to tell it from another."""

    id: int
    name: Shown
    words: str


@dataclass(frozen=True)
class Suggestion:
    """Two that may be one."""

    first: One
    second: One
    why: str
    compare: str


@dataclass(frozen=True)
class Done:
    """A merge of late. `until`: the day from which it is for good; empty once undone."""

    id: int
    kept: Shown
    gone: Shown
    moment: str
    until: str
    undone: bool


@dataclass(frozen=True)
class Doubles:
    """A page of the suggestions of one kind, how many of each kind there are, and the latest merges."""

    suggestions: tuple[Suggestion, ...]
    counts: dict[str, int]
    done: tuple[Done, ...]
    pages: Pages


@dataclass(frozen=True)
class Merged:
    """One merge: see `Done`; `who` did it; `left`: (what, why) that its undoing could not put back."""

    done: Done
    kind: str
    who: str
    may_be_undone: bool
    left: tuple[tuple[str, str], ...]


def of_kind(name: str, number: int, zone: str) -> Doubles:
    """A page of the suggestions, from 1; `name` is one of `KINDS`."""
    found = doubles.of_both()
    kind, pairs = KINDS[name], found[KINDS[name]]
    here = pairs[offset(number, PAGE) : offset(number, PAGE) + PAGE]
    recent = select(Merge).where(Merge.kind == kind).order_by(Merge.id.desc()).limit(RECENT)
    merges = db.session.scalars(recent).all()
    ids = {id_ for pair in here for id_ in pair[:2]} | {id_ for one in merges for id_ in (one.kept_id, one.gone_id)}
    rows = _rows(kind, ids)
    return Doubles(
        tuple(_suggestion(name, pair, rows) for pair in here if {pair.first, pair.second} <= rows.keys()),
        {NAMES[one]: len(pairs_of) for one, pairs_of in found.items()},
        tuple(_done(one, rows, zone) for one in merges), pages(len(pairs), PAGE, number, partial(_href, name)),
    )  # fmt: skip


def others(name: str, id_: int, asked: str) -> list[One]:
    """Whom or what one may pick besides: those that resemble it, or those a search finds."""
    kind = KINDS[name]
    if asked.strip():
        return [one for one in _searched(kind, asked) if one.id != id_]
    pairs = doubles.of_both()[kind]
    near = {pair.first + pair.second - id_ for pair in pairs if id_ in pair[:2]}
    return sorted(_rows(kind, near).values(), key=lambda one: fold(one.name.text))


def of_merge(merge: Merge, zone: str) -> Merged:
    rows = _rows(merge.kind, (merge.kept_id, merge.gone_id))
    actor = f"account:{merge.by_id}"
    return Merged(
        _done(merge, rows, zone), merge.kind, actors.said([actor])[actor], merge.may_be_undone(clock.now()),
        tuple(_left(merge.left)),
    )  # fmt: skip


def one_row(kind: str, id_: int) -> One:
    return _rows(kind, [id_])[id_]


def _rows(kind: str, ids: Iterable[int]) -> dict[int, One]:
    wanted = set(ids)
    if not wanted:
        return {}
    if kind == ORGANIZATION:
        found: Sequence[Any] = db.session.scalars(select(Organization).where(Organization.id.in_(wanted))).all()
        return {row.id: One(row.id, shown(row.name), _known(row)) for row in found}
    seats = select(func.count(Registration.id)).where(Registration.participant_id == Participant.id).scalar_subquery()
    people = db.session.execute(select(Participant, seats).where(Participant.id.in_(wanted)))
    return {row.id: One(row.id, Shown(row.name), " · ".join(_told(row, number))) for row, number in people}


def _known(row: Organization) -> str:
    return " · ".join(part for part in (row.acronym, row.kind, row.city) if part)


def _told(person: Participant, number: int) -> list[str]:
    some = gettext("%(n)s inscriptions", n=number) if number != 1 else gettext("une inscription")
    return [part for part in (person.email, person.organization_name, some) if part]


def _searched(kind: str, asked: str) -> list[One]:
    wanted = fold(asked)
    if kind == ORGANIZATION:
        named = Organization.folded_names.contains(wanted, autoescape=True)
        query = select(Organization.id).where(Organization.merged_into_id.is_(None), named).order_by(Organization.id)
    else:
        keys = (Participant.name_key, Participant.email_key)
        named = or_(*(key.contains(wanted, autoescape=True) for key in keys))
        alive = (Participant.merged_into_id.is_(None), Participant.erased_at.is_(None))
        query = select(Participant.id).where(named, *alive).order_by(Participant.name_key, Participant.id)
    found = db.session.scalars(query.limit(FOUND)).all()
    return sorted(_rows(kind, found).values(), key=lambda one: (fold(one.name.text), one.id))


def _suggestion(name: str, pair: Pair, rows: dict[int, One]) -> Suggestion:
    compare = path("coordination.merge", current(), kind=name, kept=pair.first, gone=pair.second)
    return Suggestion(rows[pair.first], rows[pair.second], gettext(doubles.WHY[pair.why]), compare)


def _done(merge: Merge, rows: dict[int, One], zone: str) -> Done:
    nobody = Shown(gettext("une fiche effacée"))
    kept, gone = (rows[id_].name if id_ in rows else nobody for id_ in (merge.kept_id, merge.gone_id))
    open_still = merge.may_be_undone(clock.now())
    return Done(
        merge.id, kept, gone, dates.moment_short(merge.at, zone),
        dates.moment_short(merge.undo_until, zone) if open_still else "", merge.undone_at is not None,
    )  # fmt: skip


def _left(left: Sequence[dict[str, Any]]) -> Iterable[tuple[str, str]]:
    """What stayed as it is, by name where it has one, and why."""
    named = _names(left)
    for one in left:
        thing = named.get((one["table"], one["id"])) or gettext(
            THINGS.get(one["table"], lazy("Ligne %(id)s")), id=one["id"]
        )
        yield thing, words.word(REASONS, one["why"])


def _names(left: Sequence[dict[str, Any]]) -> dict[tuple[str, int], str]:
    """In a statement for each kind of thing that has a name."""
    asked: dict[str, Any] = {
        "participants": select(Participant.id, Participant.name),
        "organizations": select(Organization.id, Organization.name),
        "next_steps": select(NextStep.id, NextStep.text),
        "registrations": select(Registration.id, Participant.name, TrainingSession.title)
        .join(Registration.participant)
        .join(Registration.training_session),
    }
    found: dict[tuple[str, int], str] = {}
    for table, query in asked.items():
        ids = {one["id"] for one in left if one["table"] == table}
        if ids:
            rows = db.session.execute(query.where(query.selected_columns[0].in_(ids)))
            found |= {(table, row[0]): ", ".join(map(_text, row[1:])) for row in rows}
    return found


def _text(value: Any) -> str:
    return value if isinstance(value, str) else shown(value).text


def _href(name: str, number: int) -> str:
    asked = {"quoi": name, "page": number if number > 1 else ""}
    return path("coordination.doubles", current(), query=asked)
