"""TrainingSession: what people register for, in which edition, led by whom."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resal.models.base import Base, made_here
from resal.models.facilitator import Facilitator
from resal.models.localized import Localized
from resal.models.meeting import AgendaItem, Meeting
from resal.models.organization import Organization
from resal.models.series import Series
from resal.models.theme import Theme
from resal.models.venue import Venue

KINDS = (
    "training", "workshop", "clinical supervision", "seminar", "network day",
    "webinar", "conference", "general meeting", "other",
)  # fmt: skip
MODES = ("in person", "online", "hybrid")
POLICIES = ("open", "approval", "invitation", "closed", "none")
WAITING_LISTS = ("auto", "offer", "none")
VISIBILITIES = ("public", "unlisted", "confidential")
ROLES = ("facilitator", "co-facilitator", "moderator", "speaker", "keynote", "host organization")
TOMBSTONE = timedelta(days=30)
LAST_ZONE = timedelta(hours=-12)  # where a day ends last


def _links(name: str, other: str) -> Table:
    return Table(
        f"session_{name}",
        Base.metadata,
        Column("training_session_id", ForeignKey("training_sessions.id", ondelete="CASCADE"), primary_key=True),
        Column(f"{other}_id", ForeignKey(f"{other}s.id"), primary_key=True, index=True),
    )  # fmt: skip


session_themes = _links("themes", "theme")
session_organizers = _links("organizers", "organization")
session_funders = _links("funders", "organization")


class TrainingSession(Base):
    """One offering of a training. Its state is facts with a time and an author."""

    __tablename__ = "training_sessions"
    __table_args__ = (
        CheckConstraint("capacity > 0", name="capacity_positive"),
        CheckConstraint("capacity_online > 0", name="capacity_online_positive"),
        CheckConstraint("edition_number > 0", name="edition_positive"),
        CheckConstraint("link_before >= 0", name="link_before_positive"),
        CheckConstraint("first_come_hours >= 0", name="first_come_positive"),
        CheckConstraint("offer_hours > 0", name="offer_positive"),
        CheckConstraint("organization_cap > 0", name="organization_cap_positive"),
        CheckConstraint("minimum > 0", name="minimum_positive"),
        Index("ix_training_sessions_shown", "starts_at", "published_at"),
    )

    key: Mapped[str] = mapped_column(unique=True, default=made_here)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"), index=True)
    number_in_series: Mapped[int | None]
    kind: Mapped[str] = mapped_column(default="training")
    mode: Mapped[str | None]
    title: Mapped[Localized]
    summary: Mapped[Localized]
    objectives: Mapped[Localized]
    audience: Mapped[Localized]
    prerequisites: Mapped[Localized]
    instructions: Mapped[Localized]
    languages: Mapped[list[str]] = mapped_column(default=list)
    timezone: Mapped[str] = mapped_column(default="America/Toronto")
    date_known_as: Mapped[Localized]
    date_known_until: Mapped[date | None]  # derived: the last day of what these words name
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"), index=True)
    city: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    link_before: Mapped[int | None]  # minutes before the start from which the link is shown; None: always
    external_url: Mapped[str] = mapped_column(default="")

    capacity: Mapped[int | None]
    capacity_online: Mapped[int | None]
    registration: Mapped[str] = mapped_column(default="open")
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    waiting_list: Mapped[str] = mapped_column(default="auto")
    # so long before the start, a seat that comes free goes to whoever answers first, not to the first in line
    first_come_hours: Mapped[int] = mapped_column(default=24, server_default="24")
    offer_hours: Mapped[int] = mapped_column(default=12, server_default="12")  # nights and days off aside
    organization_cap: Mapped[int | None]  # from so many people of one organization on, the others ask
    minimum: Mapped[int | None]  # people it takes to run; nothing is cancelled by itself
    minimum_by: Mapped[date | None]  # when the team decides whether it runs
    asks: Mapped[str | None]  # the mark of its questions, another at each change; None: nobody looks for any
    visibility: Mapped[str] = mapped_column(default="public")
    access_nonce: Mapped[str] = mapped_column(unique=True)

    edition_number: Mapped[int | None]
    first_edition_id: Mapped[int | None] = mapped_column(ForeignKey("training_sessions.id"), index=True)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("training_sessions.id"), index=True)
    attended_only: Mapped[bool] = mapped_column(default=False)
    attendance_low: Mapped[int | None]
    attendance_high: Mapped[int | None]

    starts_at: Mapped[datetime | None] = mapped_column(index=True)
    ends_at: Mapped[datetime | None] = mapped_column(index=True)
    publish_at: Mapped[datetime | None] = mapped_column(index=True)
    publish_announces: Mapped[bool] = mapped_column(default=False, server_default=false())
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    unpublished_at: Mapped[datetime | None]
    moved_at: Mapped[datetime | None]
    moved_from: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    cancelled_reason: Mapped[Localized]
    attendance_closed_at: Mapped[datetime | None]
    attestation_rule: Mapped[dict[str, Any] | None]  # see queries/attestation_rules.py; None: as the series
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    example: Mapped[bool] = mapped_column(default=False, index=True)

    series: Mapped[Series | None] = relationship()
    venue: Mapped[Venue | None] = relationship()
    meetings: Mapped[list[Meeting]] = relationship(
        order_by=Meeting.position, cascade="all, delete-orphan", back_populates="training_session"
    )
    agenda: Mapped[list[AgendaItem]] = relationship(
        order_by=AgendaItem.position,
        cascade="all, delete-orphan",
        back_populates="training_session",
    )
    facilitations: Mapped[list["Facilitation"]] = relationship(
        order_by="Facilitation.position",
        cascade="all, delete-orphan",
        back_populates="training_session",
    )
    follow_ups: Mapped[list["FollowUp"]] = relationship(
        order_by="FollowUp.position", cascade="all, delete-orphan",
        foreign_keys="FollowUp.training_session_id",
    )  # fmt: skip
    themes: Mapped[list[Theme]] = relationship(secondary=session_themes, order_by=Theme.id)
    organizers: Mapped[list[Organization]] = relationship(secondary=session_organizers, order_by=Organization.id)
    funders: Mapped[list[Organization]] = relationship(secondary=session_funders, order_by=Organization.id)
    first_edition: Mapped["TrainingSession | None"] = relationship(
        foreign_keys=[first_edition_id], remote_side="TrainingSession.id"
    )
    follows: Mapped["TrainingSession | None"] = relationship(
        foreign_keys=[follows_id], remote_side="TrainingSession.id"
    )

    @property
    def live_meetings(self) -> list[Meeting]:
        """The dated parts that still stand, in order."""
        return [meeting for meeting in self.meetings if meeting.removed_at is None]

    def place_in_time(self) -> None:
        """Derive when it starts and ends from its meetings, so that lists need no join."""
        for meeting in self.live_meetings:
            meeting.place_in_time()
        self.starts_at = min((meeting.starts_at for meeting in self.live_meetings), default=None)
        self.ends_at = max((meeting.ends_at for meeting in self.live_meetings), default=None)

    @property
    def published(self) -> bool:
        return self.published_at is not None

    @property
    def cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def listed(self) -> bool:
        return self.published and self.visibility == "public"

    def started(self, now: datetime) -> bool:
        return self.starts_at is not None and self.starts_at <= now

    def over(self, now: datetime) -> bool:
        """Whether its last meeting has ended; without a date, whether the period that its words name has,
        or an estimate of who came says so."""
        if self.ends_at is not None:
            return self.ends_at <= now
        passed = self.date_known_until is not None and self.date_known_until < last_today(now)
        return passed or self.attendance_low is not None

    def next_link(self, now: datetime) -> tuple[str, datetime | None]:
        """The link of the meeting that goes on or comes next, and from when it may be shown (None: always)."""
        coming = next((meeting for meeting in self.live_meetings if meeting.ends_at > now), None)
        if coming is None:
            return "", None
        hidden_until = None if self.link_before is None else coming.starts_at - timedelta(minutes=self.link_before)
        return coming.link or self.link, hidden_until

    def awaited(self, now: datetime) -> bool:
        """Whether people may ask to be told of what is to come: its date, or the opening of registration."""
        if not self.listed or self.cancelled or self.over(now) or self.registration == "none":
            return False
        return self.starts_at is None or self.registration_state(now) == "soon"

    def first_come_at(self) -> datetime | None:
        """From when a seat that comes free goes to whoever answers first; None without a date."""
        return self.starts_at and self.starts_at - timedelta(hours=self.first_come_hours)

    def seats(self, mode: str | None) -> int | None:
        """How many seats there are for a way of taking part; None is no limit."""
        online_apart = self.mode == "hybrid" and mode == "online"
        return self.capacity_online if online_apart else self.capacity

    def registration_state(self, now: datetime, invited: bool = False) -> str:
        """Where the registration stands, seats apart: none, draft, cancelled, over, soon, closed, open.

        `invited`: for somebody with an invitation, where one is needed.
        """
        if self.registration == "none" or not self.published:
            return "none" if self.published else "draft"
        if self.cancelled:
            return "cancelled"
        if self.started(now) or self.over(now):
            return "over" if self.over(now) else "closed"
        if self.opens_at is not None and now < self.opens_at:
            return "soon"
        late = self.closes_at is not None and self.closes_at <= now
        shut = self.registration == "closed" or (self.registration == "invitation" and not invited)
        return "closed" if late or shut else "open"


def last_today(now: datetime) -> date:
    """The date where it changes last: the days before it are over everywhere."""
    return (now.astimezone(UTC) + LAST_ZONE).date()


class Facilitation(Base):
    """A facilitator in a role in a session (or one meeting), with the titles of that day.

    `affiliations`: [{"title": {lang: text}, "organization": {lang: text}, "organization_id": int}].
    """

    __tablename__ = "facilitations"

    training_session_id: Mapped[int] = mapped_column(ForeignKey("training_sessions.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    facilitator_id: Mapped[int] = mapped_column(ForeignKey("facilitators.id"), index=True)
    role: Mapped[str] = mapped_column(default="facilitator")
    affiliations: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    position: Mapped[int] = mapped_column(default=0)

    training_session: Mapped[TrainingSession] = relationship(back_populates="facilitations")
    facilitator: Mapped[Facilitator] = relationship()


class FollowUp(Base):
    """A follow-up known only in words (« Supervisions cliniques, automne 2021 »), or become a session."""

    __tablename__ = "follow_ups"

    training_session_id: Mapped[int] = mapped_column(ForeignKey("training_sessions.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(default="other")
    text: Mapped[Localized]
    when: Mapped[Localized]
    position: Mapped[int] = mapped_column(default=0)
    became_id: Mapped[int | None] = mapped_column(ForeignKey("training_sessions.id"), index=True)
