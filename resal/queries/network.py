"""The network itself: its names and addresses as pages show them."""

from dataclasses import dataclass

from sqlalchemy import select

from resal.db import db
from resal.language import current
from resal.language.typography import typo
from resal.models import Localized, Network, TrainingSession
from resal.queries.remembered import remembered


@dataclass(frozen=True)
class About:
    """Who runs this site."""

    name: str
    acronym: str
    coordinator: str
    concern: str
    email: str
    phone: str
    postal_address: str
    privacy_officer: str
    privacy_email: str
    hosting: str
    retention_months: int
    support_numbers: tuple[dict[str, str], ...]


NAME = Localized(
    fr="Réseau d'échange et de soutien aux actions locales", en="Local Action Exchange and Support Network"
)


def about() -> About:
    """The network of this installation, or RÉSAL's bare name before it is set up."""
    return remembered("network", _about)


def _about() -> About:
    row = db.session.scalars(select(Network).order_by(Network.id).limit(1)).first() or _unnamed()
    return About(
        typo((row.name or NAME).read(current()).text, current()), row.acronym, row.coordinator,
        row.concern.read(current()).text,
        row.email, row.phone, row.postal_address, row.privacy_officer, row.privacy_email, row.hosting,
        row.retention_months, tuple(row.support_numbers),
    )  # fmt: skip


def _unnamed() -> Network:
    return Network(
        name=NAME, acronym="RÉSAL", coordinator="", concern=Localized(), email="", phone="", postal_address="",
        privacy_officer="", privacy_email="", hosting="", retention_months=24, support_numbers=[],
    )  # fmt: skip


def has_example() -> bool:
    """Whether invented sessions are still there, so that pages say so."""
    example = select(TrainingSession.id).where(TrainingSession.example).limit(1)
    return remembered("example", lambda: db.session.scalar(example) is not None)
