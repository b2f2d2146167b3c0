"""Letter: an e-mail that is owed to somebody; its state says how far it went."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resal.models.base import Base, personal
from resal.models.participant import Subscription
from resal.models.registration import Registration

LETTER_STATES = (
    "queued", "sending", "data_sent", "sent", "failed", "uncertain", "cancelled", "missed",
)  # fmt: skip


class Letter(Base):
    """Written in the transaction that owes it; rendered and sent later by the worker.

    `facts` is what the letter says, as JSON, without any secret: links are filled in just before
    it leaves. `unique_key` (rule, person, subject, version) keeps it from being owed twice.
    """

    __tablename__ = "letters"
    __table_args__ = (
        CheckConstraint(f"state IN {LETTER_STATES}", name="state_known"),
        Index("ix_letters_due", "state", "due_at"),
    )

    kind: Mapped[str]
    unique_key: Mapped[str] = mapped_column(unique=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    to_name: Mapped[str] = mapped_column(default="", info=personal("to send it", "30 days after"))
    to_email: Mapped[str] = mapped_column(info=personal("to send it", "30 days after"))
    language: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(info=personal("to write it", "30 days after"))
    revision: Mapped[int] = mapped_column(default=1)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id", ondelete="SET NULL"), index=True)
    training_session_id: Mapped[int | None] = mapped_column(
        ForeignKey("training_sessions.id", ondelete="SET NULL"), index=True
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    subscription_id: Mapped[int | None] = mapped_column(ForeignKey("subscriptions.id", ondelete="SET NULL"), index=True)
    announcement_id: Mapped[int | None] = mapped_column(ForeignKey("announcements.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(default="queued")
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]

    registration: Mapped[Registration | None] = relationship()
    subscription: Mapped[Subscription | None] = relationship()


class Outbox(Base):
    """One row: whether letters may leave (a restored copy starts paused), and until when to wait."""

    __tablename__ = "outbox"

    paused: Mapped[bool] = mapped_column(default=False)
    wait_until: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")
