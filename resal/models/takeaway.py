"""Takeaway: one sentence worth keeping; NextStep: what was agreed to do."""

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resal.models.base import Base, personal
from resal.models.facilitator import Facilitator
from resal.models.localized import Localized
from resal.models.organization import Organization
from resal.models.theme import Theme
from resal.models.training_session import TrainingSession

TAKEAWAY_KINDS = ("highlight", "finding", "practice", "tool", "figure", "question")
TAKEAWAY_STATES = ("raw", "reviewed", "published")
STEP_STATES = ("proposed", "agreed", "under way", "done", "dropped")
LONGEST = 240
UNDATED_OVERDUE = timedelta(days=90)

takeaway_themes = Table(
    "takeaway_themes",
    Base.metadata,
    Column("takeaway_id", ForeignKey("takeaways.id", ondelete="CASCADE"), primary_key=True),
    Column("theme_id", ForeignKey("themes.id"), primary_key=True),
)


class Takeaway(Base):
    """A finding, a practice, a tool… from a session; `said` keeps the words as they were said."""

    __tablename__ = "takeaways"
    __table_args__ = (
        CheckConstraint(f"kind IN {TAKEAWAY_KINDS}", name="kind_known"),
        CheckConstraint(f"state IN {TAKEAWAY_STATES}", name="state_known"),
    )

    training_session_id: Mapped[int] = mapped_column(ForeignKey("training_sessions.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id", ondelete="SET NULL"), index=True)
    facilitator_id: Mapped[int | None] = mapped_column(ForeignKey("facilitators.id"), index=True)
    kind: Mapped[str]
    title: Mapped[Localized]
    text: Mapped[Localized]
    said: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="raw")
    visibility: Mapped[str] = mapped_column(default="public")
    position: Mapped[int] = mapped_column(default=0)
    search_text: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    training_session: Mapped[TrainingSession] = relationship()
    facilitator: Mapped[Facilitator | None] = relationship()
    themes: Mapped[list[Theme]] = relationship(secondary=takeaway_themes, order_by=Theme.id)


class TakeawayLink(Base):
    """One takeaway confirms, qualifies or updates another."""

    __tablename__ = "takeaway_links"
    __table_args__ = (CheckConstraint("kind IN ('confirms', 'qualifies', 'updates')", name="kind_known"),)

    takeaway_id: Mapped[int] = mapped_column(ForeignKey("takeaways.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("takeaways.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]


class NextStep(Base):
    """What was agreed to do, by whom (a person, an organisation or just a name), until when."""

    __tablename__ = "next_steps"
    __table_args__ = (CheckConstraint(f"state IN {STEP_STATES}", name="state_known"),)

    training_session_id: Mapped[int] = mapped_column(ForeignKey("training_sessions.id", ondelete="CASCADE"), index=True)
    text: Mapped[Localized]
    owner_name: Mapped[str] = mapped_column(
        default="", info=personal("to follow what was agreed to the end", "as long as the step is shown")
    )
    owner_organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    owner_facilitator_id: Mapped[int | None] = mapped_column(ForeignKey("facilitators.id"), index=True)
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="proposed")
    reason: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(default="")
    public: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    training_session: Mapped[TrainingSession] = relationship()
    owner_organization: Mapped[Organization | None] = relationship()
    owner_facilitator: Mapped[Facilitator | None] = relationship()
    history: Mapped[list["NextStepChange"]] = relationship(order_by="NextStepChange.id", cascade="all, delete-orphan")

    @property
    def open(self) -> bool:
        return self.state not in ("done", "dropped")

    def overdue(self, now: datetime, today: date) -> bool:
        """Past its date, or open for 90 days when nobody gave a date."""
        if not self.open:
            return False
        return self.due_on < today if self.due_on else self.created_at + UNDATED_OVERDUE < now


class NextStepChange(Base):
    """Append-only: each move of a next step, with its reason."""

    __tablename__ = "next_step_changes"

    next_step_id: Mapped[int] = mapped_column(ForeignKey("next_steps.id", ondelete="CASCADE"), index=True)
    before: Mapped[str | None]
    after: Mapped[str]
    at: Mapped[datetime]
    actor: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
