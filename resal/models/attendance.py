"""Attendance: who came to which meeting."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resal.models.base import Base
from resal.models.meeting import Meeting
from resal.models.registration import Registration

STATUSES = ("present", "partial", "excused", "absent")


class Attendance(Base):
    """A registration at a meeting: present since when, for how many minutes, or excused, absent."""

    __tablename__ = "attendances"
    __table_args__ = (
        UniqueConstraint("registration_id", "meeting_id"),
        CheckConstraint(f"status IN {STATUSES}", name="status_known"),
        CheckConstraint("minutes >= 0", name="minutes_positive"),
    )

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    status: Mapped[str]
    arrived_at: Mapped[datetime | None]
    minutes: Mapped[int | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    registration: Mapped[Registration] = relationship()
    meeting: Mapped[Meeting] = relationship()
