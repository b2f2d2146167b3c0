"""What merging two rows promises, counted again: nothing points to a row that was merged into another."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import aliased

from resal.db import db
from resal.language import gettext, lazy
from resal.models import Organization, Participant, Registration
from resal.models.base import pointing_at

WORDS = {
    Organization: lazy("Organisme %(id)s : réuni à un autre, et quelque chose le nomme encore."),
    Participant: lazy("Personne %(id)s : réunie à une autre, et quelque chose lui appartient encore."),
}


def broken() -> Iterator[str]:
    """One sentence per broken promise, naming rows by number, never people."""
    for model in (Organization, Participant):
        yield from _named_still(model)
        yield from _merged_twice(model)
    yield from _set_aside_for_nothing()


def _named_still(model: type[Organization] | type[Participant]) -> Iterator[str]:
    found: set[int] = set()
    for _table, column in pointing_at(model):
        named = select(model.id).where(model.merged_into_id.is_not(None), model.id.in_(select(column)))
        found |= set(db.session.scalars(named))
    for id_ in sorted(found):
        yield gettext(WORDS[model], id=id_)


def _merged_twice(model: type[Organization] | type[Participant]) -> Iterator[str]:
    """Whoever follows a merged row is there at once: the one that stays is not merged itself."""
    other = aliased(model)
    chained = select(model.id).join(other, other.id == model.merged_into_id).where(other.merged_into_id.is_not(None))
    for id_ in db.session.scalars(chained):
        yield gettext("Fiche %(id)s : réunie à une fiche qui l'est aussi.", id=id_)


def _set_aside_for_nothing() -> Iterator[str]:
    """A place set aside leads to the one that stays, in the same session; no other leads anywhere."""
    other = aliased(Registration)
    stray = select(Registration.id).outerjoin(other, other.id == Registration.merged_into_id).where(
        ((Registration.state == "merged") != Registration.merged_into_id.is_not(None))
        | (other.training_session_id != Registration.training_session_id)
    )  # fmt: skip
    for id_ in db.session.scalars(stray):
        yield gettext("Inscription %(id)s : réunie à aucune autre, ou à une autre rencontre.", id=id_)
