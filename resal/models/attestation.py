"""Attestation: the proof that somebody took part, kept apart from the rest and for longer."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resal.models.base import Base, personal
from resal.models.participant import Participant
from resal.models.series import Series
from resal.models.training_session import TrainingSession

PROOF = "to prove that they took part"
PROOF_KEPT = "5 years after it is issued"
_STANDING_ONLY = text("ended_at IS NULL")


def _one_standing(subject: str) -> Index:
    """Nobody has two attestations that hold for the same thing."""
    return Index(
        f"uq_attestations_of_{subject}", f"{subject}_id", "participant_id", unique=True,
        sqlite_where=_STANDING_ONLY, postgresql_where=_STANDING_ONLY,
    )  # fmt: skip


class Attestation(Base):
    """What is printed and can be checked by its number, of one session or of a whole series.

    `name` and `facts` are a snapshot: they hold when the person, who is erased earlier, is known no
    more. `facts`: {"title": {lang: text}, "days": [ISO dates attended], "dates": how many there
    were, "minutes": known time or None, "leaders": [names], "sessions": [{lang: text}] of a series,
    "issuer": {lang: text}}. It ends when it is revoked (`reason`) or replaced by a later one.
    """

    __tablename__ = "attestations"
    __table_args__ = (
        _one_standing("training_session"),
        _one_standing("series"),
        CheckConstraint("training_session_id IS NULL OR series_id IS NULL", name="one_subject"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    training_session_id: Mapped[int | None] = mapped_column(
        ForeignKey("training_sessions.id", ondelete="SET NULL"), index=True
    )
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id", ondelete="SET NULL"), index=True)
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participants.id", ondelete="SET NULL"), index=True)
    language: Mapped[str] = mapped_column(default="fr")
    name: Mapped[str] = mapped_column(info=personal(PROOF, PROOF_KEPT))
    facts: Mapped[dict[str, Any]] = mapped_column(info=personal(PROOF, PROOF_KEPT))
    issued_at: Mapped[datetime]
    erase_after: Mapped[date] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="", info=personal(PROOF, PROOF_KEPT))
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("attestations.id", ondelete="SET NULL"), index=True)

    training_session: Mapped[TrainingSession | None] = relationship()
    series: Mapped[Series | None] = relationship()
    participant: Mapped[Participant | None] = relationship()

    @property
    def state(self) -> str:
        """Where it stands: valid, revoked or replaced."""
        if self.ended_at is None:
            return "valid"
        return "replaced" if self.replaced_by_id is not None else "revoked"
