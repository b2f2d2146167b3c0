"""Announcement: a change that people are told of; Publication: a session as it was shown on a day."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from resal.models.base import Base
from resal.models.localized import Localized

ANNOUNCED = ("moved", "cancelled", "restored", "changed", "dated", "announced")


class Announcement(Base):
    """What was changed and is being told; its letters leave at `leaves_at` unless somebody stops them.

    Of one session, or of a whole series at once. Stopping takes back the letters, not the change.
    """

    __tablename__ = "announcements"
    __table_args__ = (CheckConstraint(f"kind IN {ANNOUNCED}", name="kind_known"),)

    kind: Mapped[str]
    training_session_id: Mapped[int | None] = mapped_column(
        ForeignKey("training_sessions.id", ondelete="CASCADE"), index=True
    )
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    leaves_at: Mapped[datetime] = mapped_column(index=True)
    stopped_at: Mapped[datetime | None]
    stopped_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    def may_be_stopped(self, now: datetime) -> bool:
        return self.stopped_at is None and now < self.leaves_at


class Publication(Base):
    """The dates and the agenda of a session as everybody could read them from `at` on.

    `content` is that, as plain JSON; `changes`: what is new, moved or removed since the one before.
    """

    __tablename__ = "publications"
    __table_args__ = (UniqueConstraint("training_session_id", "number"),)

    training_session_id: Mapped[int] = mapped_column(ForeignKey("training_sessions.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    comment: Mapped[Localized]
    content: Mapped[dict[str, Any]]
    changes: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
