"""Meeting: one dated part of a session; AgendaItem: a line inside it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resal.models.base import Base
from resal.models.facilitator import Facilitator
from resal.models.localized import Localized
from resal.models.organization import Organization
from resal.models.venue import Venue

if TYPE_CHECKING:
    from resal.models.training_session import TrainingSession

PARTS = ("morning", "afternoon", "evening", "all day")

agenda_facilitators = Table(
    "agenda_facilitators",
    Base.metadata,
    Column("agenda_item_id", ForeignKey("agenda_items.id", ondelete="CASCADE"), primary_key=True),
    Column("facilitator_id", ForeignKey("facilitators.id"), primary_key=True),
    Column("role", String, nullable=False, server_default="speaker", default="speaker"),
)
agenda_organizations = Table(
    "agenda_organizations",
    Base.metadata,
    Column("agenda_item_id", ForeignKey("agenda_items.id", ondelete="CASCADE"), primary_key=True),
    Column("organization_id", ForeignKey("organizations.id"), primary_key=True),
)


class Meeting(Base):
    """A local date and, when known, hours; one calendar entry with its own UID for life.

    `starts_at` and `ends_at` are derived by `place_in_time`. `sequence` and `revised_at` move
    together exactly when what the calendar shows changes (`content_hash`, RFC 5545 3.8.7).
    """

    __tablename__ = "meetings"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    training_session_id: Mapped[int] = mapped_column(ForeignKey("training_sessions.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[Localized]
    date: Mapped[date]
    start_time: Mapped[time | None]
    end_time: Mapped[time | None]
    timezone: Mapped[str]
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"), index=True)
    link: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    revised_at: Mapped[datetime]
    content_hash: Mapped[str] = mapped_column(default="")
    removed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    training_session: Mapped["TrainingSession"] = relationship(back_populates="meetings")
    venue: Mapped[Venue | None] = relationship()

    @property
    def all_day(self) -> bool:
        return self.start_time is None

    def place_in_time(self) -> None:
        """Derive the instants from the local date and hours, in the meeting's own zone.

        Without hours the whole local day; without an end, one hour is assumed for ordering only.
        """
        zone = ZoneInfo(self.timezone)
        first = datetime.combine(self.date, self.start_time or time(0), zone)
        self.starts_at = first.astimezone(UTC)
        self.ends_at = self._local_end(zone).astimezone(UTC)

    def _local_end(self, zone: ZoneInfo) -> datetime:
        if self.start_time is None:
            return datetime.combine(self.date + timedelta(days=1), time(0), zone)
        if self.end_time is None:
            return (self.starts_at + timedelta(hours=1)).astimezone(zone)
        past_midnight = timedelta(days=1 if self.end_time <= self.start_time else 0)
        return datetime.combine(self.date + past_midnight, self.end_time, zone)


class AgendaItem(Base):
    """A timed or untimed line, of one meeting or of the whole session, led by people or bodies."""

    __tablename__ = "agenda_items"

    training_session_id: Mapped[int] = mapped_column(ForeignKey("training_sessions.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    part: Mapped[str | None]
    start_time: Mapped[time | None]
    end_time: Mapped[time | None]
    text: Mapped[Localized]
    track: Mapped[str] = mapped_column(default="")

    training_session: Mapped["TrainingSession"] = relationship(back_populates="agenda")
    meeting: Mapped[Meeting | None] = relationship()
    facilitators: Mapped[list[Facilitator]] = relationship(secondary=agenda_facilitators)
    organizations: Mapped[list[Organization]] = relationship(secondary=agenda_organizations)
