"""Entry: who did what, when. Nothing personal but the name of the member of the team."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resal.models.account import Account
from resal.models.base import Base


class Entry(Base):
    """One line of the journal, written in the transaction of the deed itself."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_subject", "subject_type", "subject_id"),)

    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    deed: Mapped[str]
    subject_type: Mapped[str] = mapped_column(default="")
    subject_id: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)

    account: Mapped[Account | None] = relationship()
