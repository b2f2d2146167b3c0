"""Merge: two rows that became one, with all that it takes to undo it; Distinct: two that only look alike."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from resal.models.base import Base, personal

MERGED_KINDS = ("organization", "participant")
UNDO_KEPT = timedelta(days=30)


class Merge(Base):
    """What pointed to `gone_id` points to `kept_id`; both are ids of the table that `kind` names.

    `record`: each change in order, see `resal/actions/merging/ledger.py`; emptied once `undo_until`
    has passed. `left`: what an undo could not put back, [{"table", "id", "why"}].
    """

    __tablename__ = "merges"
    __table_args__ = (
        CheckConstraint(f"kind IN {MERGED_KINDS}", name="kind_known"),
        Index("ix_merges_of", "kind", "kept_id"),
    )

    kind: Mapped[str]
    kept_id: Mapped[int]
    gone_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    record: Mapped[list[dict[str, Any]]] = mapped_column(
        default=list, info=personal("to undo a merge that was a mistake", "30 days after the merge")
    )
    undo_until: Mapped[datetime] = mapped_column(index=True)
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    left: Mapped[list[dict[str, Any]]] = mapped_column(default=list)

    def may_be_undone(self, now: datetime) -> bool:
        return self.undone_at is None and now < self.undo_until


class Distinct(Base):
    """The team has looked: these two are not the same. `first_id` is the smaller of their ids."""

    __tablename__ = "distincts"
    __table_args__ = (
        CheckConstraint(f"kind IN {MERGED_KINDS}", name="kind_known"),
        UniqueConstraint("kind", "first_id", "second_id"),
    )

    kind: Mapped[str]
    first_id: Mapped[int]
    second_id: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
