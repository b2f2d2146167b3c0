"""Meeting: one dated part of a session; AgendaItem: a line inside it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resal.models.base import Base
from resal.models.facilitator import Facilitator
from resal.models.localized import Localized
from resal.models.organization import Organization
from resal.models.venue import Venue

if TYPE_CHECKING:
    from resal.models.training_session import TrainingSession

PARTS = ("morning", "afternoon", "evening", "all day")

# in the order a line says them
AGENDA_ROLES = ("keynote", "speaker", "panelist", "facilitator", "co-facilitator", "moderator")
SPEAKER = "speaker"

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


class AgendaLeader(Base):
    """Somebody who leads a line of the agenda, in one role."""

    __tablename__ = "agenda_facilitators"

    id: ClassVar[None] = None  # type: ignore[assignment,misc] # the line and the person say which row it is
    agenda_item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id", ondelete="CASCADE"), primary_key=True)
    facilitator_id: Mapped[int] = mapped_column(ForeignKey("facilitators.id"), primary_key=True)
    role: Mapped[str] = mapped_column(default=SPEAKER, server_default=SPEAKER)

    facilitator: Mapped[Facilitator] = relationship()


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
    leaders: Mapped[list[AgendaLeader]] = relationship(cascade="all, delete-orphan")
    organizations: Mapped[list[Organization]] = relationship(secondary=agenda_organizations, order_by=Organization.id)

    @property
    def facilitators(self) -> list[Facilitator]:
        """Who leads, whatever their role."""
        return [led.facilitator for led in self.in_order]

    @facilitators.setter
    def facilitators(self, people: Iterable[Facilitator]) -> None:
        """Those who stay keep their role; the new ones speak."""
        self.lead(dict.fromkeys(people))

    @property
    def in_order(self) -> list[AgendaLeader]:
        """Who leads, by role and then by name: a line keeps no other order."""
        return sorted(self.leaders, key=lambda led: (_rank(led.role), led.facilitator.name, led.facilitator_id))

    def lead(self, roles: dict[Facilitator, str | None]) -> None:
        """Let these people lead, in these roles; None is the one they had, or to speak."""
        before = {led.facilitator: led for led in self.leaders}
        self.leaders = [before.get(person) or AgendaLeader(facilitator=person, role=SPEAKER) for person in roles]
        for led in self.leaders:
            led.role = roles[led.facilitator] or led.role


def _rank(role: str) -> int:
    return AGENDA_ROLES.index(role) if role in AGENDA_ROLES else len(AGENDA_ROLES)
