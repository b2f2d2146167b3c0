"""Who acted, in words: histories and the journal keep `account:12`, `participant` or `system`."""

from collections.abc import Iterable

from sqlalchemy import select

from resal.db import db
from resal.language import gettext, lazy
from resal.models import Account

OTHERS = {
    "participant": lazy("la personne inscrite"),
    "system": lazy("le système"),
    "account": lazy("une personne de l'équipe"),
}


def said(actors: Iterable[str]) -> dict[str, str]:
    """The words for each of these actors, in one statement; somebody of the team by name."""
    wanted = set(actors)
    ids = {number: actor for actor in wanted if (number := _account_id(actor))}
    found = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(ids))) if ids else ()
    names = {ids[id_]: name for id_, name in found}
    return {actor: names.get(actor) or _other(actor) for actor in wanted}


def _account_id(actor: str) -> int | None:
    kind, _, number = actor.partition(":")
    return int(number) if kind == "account" and number.isdecimal() else None


def _other(actor: str) -> str:
    kind = actor.partition(":")[0]
    return gettext(OTHERS[kind]) if kind in OTHERS else actor
