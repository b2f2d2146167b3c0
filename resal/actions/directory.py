"""The directory: organizations, venues, facilitators, series, themes, and the network itself.

What sessions show of them is revised with them, so that calendars learn of a new address.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import or_, select

from resal import clock, tokens
from resal.actions import Actor, Refusal
from resal.actions.journal import note
from resal.actions.reflecting import search_text
from resal.actions.revising import revise
from resal.db import db, transaction
from resal.language import lazy
from resal.language.typography import fold
from resal.models import (
    Base,
    Facilitation,
    Facilitator,
    FacilitatorRole,
    Meeting,
    Network,
    Organization,
    Series,
    Takeaway,
    Theme,
    TrainingSession,
    Venue,
    localized,
)

Texts = Mapping[str, str]
T = TypeVar("T", bound=Base)
FEED_WINDOW = timedelta(days=366)


@transaction
def save_organization(row: Organization | None, name: Texts, plain: Mapping[str, Any], actor: Actor) -> Organization:
    """Make or change an organization. `plain`: the other columns by name."""
    _need(name.get("fr"), lazy("Donnez un nom en français."), "name_fr")
    row = row or Organization(created_at=clock.now())
    row.name = localized(dict(name), row.name)
    return _save(row, plain, actor, "organization.saved")


@transaction
def save_venue(row: Venue | None, access: Texts, plain: Mapping[str, Any], actor: Actor) -> Venue:
    """Make or change a venue; the calendars of its sessions follow."""
    _need(plain.get("name"), lazy("Donnez un nom au lieu."), "name")
    row = row or Venue()
    row.access = localized(dict(access), row.access)
    _save(row, plain, actor, "venue.saved")
    here = or_(TrainingSession.venue_id == row.id, TrainingSession.meetings.any(Meeting.venue_id == row.id))
    _revise(here)
    return row


@transaction
def save_facilitator(
    row: Facilitator | None,
    bio: Texts,
    plain: Mapping[str, Any],
    roles: Sequence[tuple[Texts, int | None]],
    actor: Actor,
) -> Facilitator:
    """Make or change a facilitator; `roles`: (title by language, organization id), in order.

    Past sessions keep the titles they were given; those to come take the new ones.
    """
    _need(plain.get("name"), lazy("Donnez un nom."), "name")
    row = row or Facilitator(nonce=tokens.new_nonce())
    row.bio = localized(dict(bio), row.bio)
    row.roles = [
        FacilitatorRole(title=localized(dict(title)), organization_id=organization_id, position=position)
        for position, (title, organization_id) in enumerate(roles)
    ]
    _save(row, plain, actor, "facilitator.saved")
    _revise(TrainingSession.facilitations.any(Facilitation.facilitator_id == row.id))
    return row


@transaction
def save_series(
    row: Series | None, texts: Mapping[str, Texts], plain: Mapping[str, Any], funder_ids: Sequence[int],
    theme_ids: Sequence[int], actor: Actor,
) -> Series:  # fmt: skip
    """Make or change a series. `texts`: title and summary by language."""
    _need(texts["title"].get("fr"), lazy("Donnez un titre en français."), "title_fr")
    row = row or Series()
    row.title = localized(dict(texts["title"]), row.title)
    row.summary = localized(dict(texts["summary"]), row.summary)
    row.funders = list(db.session.scalars(select(Organization).where(Organization.id.in_(funder_ids))))
    row.themes = list(db.session.scalars(select(Theme).where(Theme.id.in_(theme_ids))))
    return _save(row, plain, actor, "series.saved")


@transaction
def save_theme(row: Theme | None, label: Texts, synthesis: Texts, aliases: Sequence[str], actor: Actor) -> Theme:
    """Make or change a theme; searches find takeaways by its new words, calendars show its new name."""
    _need(label.get("fr"), lazy("Donnez un nom en français."), "label_fr")
    row = row or Theme(key=_new_key(label["fr"]))
    row.label = localized(dict(label), row.label)
    if dict(localized(dict(synthesis), row.synthesis)) != dict(row.synthesis or {}):
        row.synthesis, row.synthesis_at = localized(dict(synthesis), row.synthesis), clock.now()
    _save(row, {"aliases": [alias for alias in aliases if alias]}, actor, "theme.saved")
    for takeaway in db.session.scalars(select(Takeaway).where(Takeaway.themes.any(Theme.id == row.id))):
        takeaway.search_text = search_text(takeaway)
    _revise(TrainingSession.themes.any(Theme.id == row.id))
    return row


@transaction
def save_network(texts: Mapping[str, Texts], plain: Mapping[str, Any], actor: Actor) -> Network:
    """Change the names and addresses of the network itself."""
    row = db.session.scalars(select(Network).order_by(Network.id)).first() or Network()
    for field, text in texts.items():
        setattr(row, field, localized(dict(text), getattr(row, field)))
    return _save(row, plain, actor, "network.saved")


def _save(row: T, plain: Mapping[str, Any], actor: Actor, deed: str) -> T:
    for field, value in plain.items():
        setattr(row, field, value)
    db.session.add(row)
    note(actor, deed, row)
    return row


def _revise(condition: Any) -> None:
    """Revise what shows this row and is not long past."""
    since = clock.now() - FEED_WINDOW
    shown = select(TrainingSession).where(
        condition, or_(TrainingSession.ends_at.is_(None), TrainingSession.ends_at > since)
    )
    revise(db.session.scalars(shown).all())


def _need(value: Any, sentence: str, field: str) -> None:
    if not (value or "").strip():
        raise Refusal(sentence, field=field)


def _new_key(label: str) -> str:
    """A key for a theme made by hand: its folded name, made unique."""
    stem = "-".join(fold(label).split())[:50] or "theme"
    taken = set(db.session.scalars(select(Theme.key).where(Theme.key.startswith(stem))))
    return next(key for key in (stem, *(f"{stem}-{n}" for n in range(2, 999))) if key not in taken)
