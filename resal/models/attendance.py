"""Attendance: who came to which meeting; the code on the wall, sheets that were printed, corrections asked."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resal.models.base import Base, personal
from resal.models.meeting import Meeting
from resal.models.participant import PERIOD
from resal.models.registration import Registration

STATUSES = ("present", "partial", "excused", "absent")
SOURCES = ("team", "person")
ANSWERS = ("open", "accepted", "declined", "withdrawn")


class Attendance(Base):
    """A registration at a meeting: present since when, for how many minutes, or excused, absent.

    `source`: who says so, the team or the person.
    """

    __tablename__ = "attendances"
    __table_args__ = (
        UniqueConstraint("registration_id", "meeting_id"),
        CheckConstraint(f"status IN {STATUSES}", name="status_known"),
        CheckConstraint("minutes >= 0", name="minutes_positive"),
        CheckConstraint(f"source IN {SOURCES}", name="source_known"),
    )

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    status: Mapped[str]
    arrived_at: Mapped[datetime | None]
    minutes: Mapped[int | None]
    source: Mapped[str] = mapped_column(default="team", server_default="team")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    registration: Mapped[Registration] = relationship()
    meeting: Mapped[Meeting] = relationship()


class ArrivalCode(Base):
    """The code on the wall of one meeting (/p/<code>). One that was replaced is kept, to say so to whoever uses it."""

    __tablename__ = "arrival_codes"
    __table_args__ = (
        Index(
            "uq_arrival_codes_current", "meeting_id", unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship()


class SignInSheet(Base):
    """A sheet that was printed for a meeting: whose line is at which number, in `lines["registrations"]`, by their ids.

    What comes back from the door is read against it, whoever registered or left since.
    """

    __tablename__ = "sign_in_sheets"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"))
    number: Mapped[int]
    lines: Mapped[dict[str, Any]]
    printed_at: Mapped[datetime]

    meeting: Mapped[Meeting] = relationship()


class Correction(Base):
    """Somebody says that what was noted of them at a meeting is not so. One at a time for each meeting."""

    __tablename__ = "corrections"
    __table_args__ = (
        Index(
            "uq_corrections_open", "registration_id", "meeting_id", unique=True,
            sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'"),
        ),
        CheckConstraint(f"state IN {ANSWERS}", name="state_known"),
    )  # fmt: skip

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(default="open")
    words: Mapped[str] = mapped_column(default="", info=personal("to correct their presence", PERIOD))
    answer: Mapped[str] = mapped_column(default="", info=personal("to say why it is not corrected", PERIOD))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship()
    meeting: Mapped[Meeting] = relationship()
