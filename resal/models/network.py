"""Network: who runs this site, whom to write to, and the words the law wants shown."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from resal.models.base import Base
from resal.models.localized import Localized


class Network(Base):
    """The one network of this installation: its name, its officer for privacy, its addresses."""

    __tablename__ = "networks"

    name: Mapped[Localized]
    acronym: Mapped[str] = mapped_column(default="")
    coordinator: Mapped[str] = mapped_column(default="")
    territory: Mapped[Localized]
    concern: Mapped[Localized]
    audience: Mapped[list[str]] = mapped_column(default=list)
    timezone: Mapped[str] = mapped_column(default="America/Toronto")
    about: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    postal_address: Mapped[str] = mapped_column(default="")
    privacy_officer: Mapped[str] = mapped_column(default="")
    privacy_email: Mapped[str] = mapped_column(default="")
    support_numbers: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    hosting: Mapped[str] = mapped_column(default="")
    retention_months: Mapped[int] = mapped_column(default=24)


class PolicyVersion(Base):
    """The wording of a policy or of a consent on the day it was shown; consents point at it."""

    __tablename__ = "policy_versions"

    kind: Mapped[str]
    text: Mapped[Localized]
    effective_at: Mapped[datetime]


class ProgrammeVersion(Base):
    """One row, raised by each transaction that changes what public pages show (see `db`).

    `number`: anything at all; `words`: anything but who has a seat or came.
    """

    __tablename__ = "programme_version"

    number: Mapped[int] = mapped_column(default=0)
    words: Mapped[int] = mapped_column(default=0)


class RateLimit(Base):
    """When a caller may come again (GCRA): the key is a keyed digest, never an address."""

    __tablename__ = "rate_limits"

    key: Mapped[str] = mapped_column(unique=True)
    next_at: Mapped[datetime] = mapped_column(index=True)
