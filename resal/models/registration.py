"""Registration: a seat or a place in line, and its history."""

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resal.models.base import Base, personal
from resal.models.participant import LOGISTICS, PERIOD, Participant
from resal.models.training_session import TrainingSession

STATES = ("requested", "confirmed", "waiting", "offered", "declined", "withdrawn", "cancelled", "lapsed", "merged")
LIVE = ("requested", "confirmed", "waiting", "offered")
SEATED = ("confirmed", "offered")
NEEDS_KEPT = timedelta(days=30)  # after the session
_LIVE_ONLY = text("state IN ('requested', 'confirmed', 'waiting', 'offered')")


class Registration(Base):
    """A participant in a session. One live row per person and session, guarded by the database.

    A seat that is `offered` is held until `offered_until`; `called_at`: when somebody who waits was
    last told that a seat is for the first who answers. `arrival` is the order of commit within the
    session, so the order of the line; it is given under the lock of `db.hold`, anew to whoever left
    and comes back. `waits_with` is the mark shared by those who wait together, and only while they
    wait. `nonce` makes the secret link of « ma place ». One that is `merged` was a second place
    of the same person: its link leads to the one that stays, `merged_into_id`.
    """

    __tablename__ = "registrations"
    __table_args__ = (
        Index(
            "uq_registrations_live", "training_session_id", "participant_id", unique=True,
            sqlite_where=_LIVE_ONLY, postgresql_where=_LIVE_ONLY,
        ),
        UniqueConstraint("training_session_id", "arrival"),
        Index(
            "ix_registrations_offers", "offered_until",
            sqlite_where=text("state = 'offered'"), postgresql_where=text("state = 'offered'"),
        ),
        Index("ix_registrations_line", "training_session_id", "state", "arrival"),
        CheckConstraint(f"state IN {STATES}", name="state_known"),
    )  # fmt: skip

    training_session_id: Mapped[int] = mapped_column(ForeignKey("training_sessions.id", ondelete="CASCADE"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"), index=True)
    series_registration_id: Mapped[int | None] = mapped_column(ForeignKey("series_registrations.id"), index=True)
    state: Mapped[str]
    arrival: Mapped[int]
    mode: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="fr")
    needs: Mapped[str] = mapped_column(default="", info=personal("to welcome them", "30 days after"))
    needs_erase_after: Mapped[date | None] = mapped_column(index=True)
    erase_after: Mapped[date | None] = mapped_column(index=True)
    nonce: Mapped[str] = mapped_column(unique=True)
    submission: Mapped[str | None] = mapped_column(unique=True)
    source: Mapped[str] = mapped_column(default="web")
    over_capacity: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    offered_until: Mapped[datetime | None]
    called_at: Mapped[datetime | None]
    waits_with: Mapped[str | None] = mapped_column(
        info=personal("to give seats at once to those who wait together", "as long as they wait; at most " + PERIOD)
    )
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"), index=True)
    example: Mapped[bool] = mapped_column(default=False)

    training_session: Mapped[TrainingSession] = relationship()
    participant: Mapped[Participant] = relationship()
    history: Mapped[list["RegistrationChange"]] = relationship(
        order_by="RegistrationChange.id", cascade="all, delete-orphan"
    )

    @property
    def live(self) -> bool:
        return self.state in LIVE

    @property
    def reference(self) -> str:
        """A short reference to say on the phone; it opens nothing."""
        alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
        number = int(self.nonce[:8], 16)
        letters = [alphabet[(number >> shift) & 31] for shift in (0, 5, 10, 15)]
        return "R-" + "".join(letters)


class RegistrationChange(Base):
    """Append-only: who moved a registration from one state to another, when and why."""

    __tablename__ = "registration_changes"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), index=True)
    before: Mapped[str | None]
    after: Mapped[str]
    at: Mapped[datetime]
    actor: Mapped[str]
    reason: Mapped[str] = mapped_column(default="", info=personal(LOGISTICS, PERIOD))
