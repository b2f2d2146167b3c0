"""The team has looked at two that resemble each other: they are not the same, and nobody asks again."""

from sqlalchemy import select

from resal import clock
from resal.actions import Actor, Refusal
from resal.actions.journal import note
from resal.db import db, hold_all, transaction
from resal.language import lazy
from resal.models import Distinct, Organization, Participant


@transaction
def keep_apart(one: Organization | Participant, other: Organization | Participant, actor: Actor) -> Distinct:
    """Remember that they are two. Twice is once. Raises `Refusal` for one and the same, or what is merged already."""
    kind = "organization" if isinstance(one, Organization) else "participant"
    hold_all(type(one), (one.id, other.id))
    if one.id == other.id or one.merged_into_id is not None or other.merged_into_id is not None:
        raise Refusal(lazy("Ces deux fiches n'en font déjà plus qu'une."))
    first, second = sorted((one.id, other.id))
    same = select(Distinct).where(Distinct.kind == kind, Distinct.first_id == first, Distinct.second_id == second)
    found = db.session.scalars(same).one_or_none()
    if found is not None:
        return found
    apart = Distinct(kind=kind, first_id=first, second_id=second, at=clock.now(), by_id=actor.account_id)
    db.session.add(apart)
    note(actor, f"{kind}.kept_apart", one if kind == "organization" else None)
    return apart
