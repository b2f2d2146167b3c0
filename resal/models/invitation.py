"""Invitation: a link by which some people may register to a session that is by invitation."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resal.models.base import Base
from resal.models.training_session import TrainingSession


class Invitation(Base):
    """`label`: the team's word for whom it is for; `most`: how many registrations it gives, in all.

    `nonce` makes its secret link; a use given up is a use.
    """

    __tablename__ = "invitations"
    __table_args__ = (CheckConstraint("most > 0", name="most_positive"),)

    training_session_id: Mapped[int] = mapped_column(ForeignKey("training_sessions.id", ondelete="CASCADE"), index=True)
    label: Mapped[str]
    most: Mapped[int]
    ends_at: Mapped[datetime | None]
    nonce: Mapped[str] = mapped_column(unique=True)
    revoked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    training_session: Mapped[TrainingSession] = relationship()
