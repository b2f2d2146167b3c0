"""Two organizations become one: all that pointed to the one that goes points to the one that stays."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, String, Table, cast, select

from resal.actions import Actor
from resal.actions.journal import note
from resal.actions.merging.holding import hold_sessions, refuse_unless_two, written
from resal.actions.merging.ledger import Ledger
from resal.db import db, hold_all, transaction
from resal.language.typography import fold
from resal.models import Base, Facilitation, Merge, Organization, Participant, localized
from resal.models.base import pointing_at

PLAIN = ("acronym", "kind", "city", "website")
NAME = "name_"  # before the language, in the name of a field


@transaction
def merge_organizations(kept: Organization, gone: Organization, chosen: Mapping[str, str], actor: Actor) -> Merge:
    """Make them one. `chosen`: by field (`name_fr`, `acronym`…), "gone" where the one that goes says it better.

    The names given up become aliases, so that what people type goes on being recognized. Raises
    `Refusal` for one and the same, or what is merged already.
    """
    hold_sessions()
    hold_all(Organization, (kept.id, gone.id))
    refuse_unless_two(kept, gone)
    ledger = Ledger()
    for table, column in pointing_at(Organization):
        _turn(ledger, table, column, kept.id, gone.id)
    _turn_affiliations(ledger, kept.id, gone.id)
    _above_and_below(ledger, kept, gone)
    _words(ledger, kept, gone, chosen)
    ledger.set([gone], merged_into_id=kept.id)
    _recognize(ledger, kept)
    merge = written("organization", kept.id, gone.id, ledger.lines, actor)
    note(actor, "organization.merged", kept)
    db.session.expire_all()
    return merge


def options(kept: Organization, gone: Organization) -> dict[str, tuple[str, str]]:
    """By field, what each of them says."""
    languages = dict.fromkeys([*kept.name.languages(), *gone.name.languages()])
    names = {f"{NAME}{code}": tuple(row.name.in_language(code) for row in (kept, gone)) for code in languages}
    plain = {name: (getattr(kept, name), getattr(gone, name)) for name in PLAIN}
    return {**names, **plain}


def preferred(pair: tuple[str, str], choice: str | None) -> str:
    """The side that was chosen; where nothing was, the one that stays, unless it says nothing."""
    first, second = pair
    return second if choice == "gone" or (choice is None and not first) else first


def _turn(ledger: Ledger, table: Table, column: Column[Any], kept: int, gone: int) -> None:
    if "id" in table.c:
        model = next(one.class_ for one in Base.registry.mappers if one.local_table is table)
        rows = db.session.scalars(select(model).where(column == gone).order_by(table.c.id)).all()
        ledger.set(rows, **{column.name: kept})
        return
    [other] = [one for one in table.c if one.name != column.name]
    ties = {row[0] for row in db.session.execute(select(other).where(column == kept))}
    for (tied,) in db.session.execute(select(other).where(column == gone).order_by(other)).all():
        ledger.drop(table, {other.name: tied, column.name: gone})
        if tied not in ties:
            ledger.add(table, {other.name: tied, column.name: kept})


def _turn_affiliations(ledger: Ledger, kept: int, gone: int) -> None:
    """Sessions keep the titles of their day; the organization they lead to is the one that stays."""
    named = cast(Facilitation.affiliations, String).contains(f'"organization_id": {gone}')
    for row in db.session.scalars(select(Facilitation).where(named)).all():
        turned = [
            {**one, "organization_id": kept} if one.get("organization_id") == gone else one for one in row.affiliations
        ]
        if turned != row.affiliations:
            ledger.set([row], affiliations=turned)


def _above_and_below(ledger: Ledger, kept: Organization, gone: Organization) -> None:
    """What was a part of the one that goes is a part of the one that stays, which is no part of itself."""
    if _is_above(gone, kept) or (kept.parent_id is None and not _is_above(kept, gone)):
        ledger.set([kept], parent_id=gone.parent_id)
    below = select(Organization).where(Organization.parent_id == gone.id, Organization.id != kept.id)
    ledger.set(db.session.scalars(below).all(), parent_id=kept.id)
    earlier = select(Organization).where(Organization.merged_into_id == gone.id)
    ledger.set(db.session.scalars(earlier).all(), merged_into_id=kept.id)


def _is_above(one: Organization, other: Organization) -> bool:
    """Whether `other` is a part of `one`, or of a part of it."""
    seen: set[int] = set()
    above = other.parent
    while above is not None and above.id not in seen:
        if above.id == one.id:
            return True
        seen.add(above.id)
        above = above.parent
    return False


def _words(ledger: Ledger, kept: Organization, gone: Organization, chosen: Mapping[str, str]) -> None:
    said = {name: preferred(pair, chosen.get(name)) for name, pair in options(kept, gone).items()}
    every = [*kept.names(), *gone.names()]
    name = localized(
        {field.removeprefix(NAME): text for field, text in said.items() if field.startswith(NAME) and text}, kept.name
    )
    shown = {fold(text) for text in (*map(name.in_language, name.languages()), said["acronym"]) if text}
    aliases = {fold(text): text for text in reversed([*kept.aliases, *every]) if fold(text) not in shown}
    ledger.set([kept], name=name)
    for field in PLAIN:
        ledger.set([kept], **{field: said[field]})
    ledger.set([kept], aliases=list(reversed(aliases.values())))
    ledger.set([kept], territories=list(dict.fromkeys([*kept.territories, *gone.territories])))
    ledger.set([kept], hidden=kept.hidden or gone.hidden)
    if kept.latitude is None:
        ledger.set([kept], latitude=gone.latitude, longitude=gone.longitude)


def _recognize(ledger: Ledger, kept: Organization) -> None:
    """Who typed one of its names before anybody knew it belongs to it too."""
    names = {fold(name) for name in kept.names()}
    strays = select(Participant).where(Participant.organization_id.is_(None), Participant.organization_name != "")
    ledger.set(
        [row for row in db.session.scalars(strays).all() if fold(row.organization_name) in names],
        organization_id=kept.id,
    )
