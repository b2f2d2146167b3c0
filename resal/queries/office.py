"""The team and the network, as the pages of the coordination show them."""

from dataclasses import dataclass

from sqlalchemy import select

from resal.db import db
from resal.language import NAMES
from resal.models import Account, Network
from resal.queries import words


@dataclass(frozen=True)
class Member:
    """Somebody of the team."""

    id: int
    name: str
    email: str
    role: str
    language: str
    me: bool


def team(me: int) -> list[Member]:
    """Those who may work here, by name. `me`: the id of whoever looks."""
    active = select(Account).where(Account.removed_at.is_(None)).order_by(Account.name, Account.id)
    return [
        Member(
            row.id, row.name or row.email, row.email, words.word(words.ACCOUNT_ROLES, row.role),
            NAMES.get(row.language, row.language), row.id == me,
        )
        for row in db.session.scalars(active)
    ]  # fmt: skip


def network() -> Network | None:
    """The row of the settings, once somebody has written it."""
    return db.session.scalars(select(Network).order_by(Network.id).limit(1)).first()
