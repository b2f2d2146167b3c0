"""SeriesRegistration: a participant who comes to a whole series, fanned out into real registrations."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resal.models.base import Base
from resal.models.participant import Participant
from resal.models.series import Series

_LIVE_ONLY = text("withdrawn_at IS NULL")


class SeriesRegistration(Base):
    """A standing wish: each session of the series to come gives a registration of its own.

    Leaving frees the sessions to come only; those past keep theirs. `nonce` makes its secret link.
    `merged_into_id`: the one that its person had besides, when two people turned out to be the same.
    """

    __tablename__ = "series_registrations"
    __table_args__ = (
        Index(
            "uq_series_registrations_live", "series_id", "participant_id", unique=True,
            sqlite_where=_LIVE_ONLY, postgresql_where=_LIVE_ONLY,
        ),
    )  # fmt: skip

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"), index=True)
    mode: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="fr")
    nonce: Mapped[str] = mapped_column(unique=True)
    submission: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("series_registrations.id"), index=True)
    example: Mapped[bool] = mapped_column(default=False)

    series: Mapped[Series] = relationship()
    participant: Mapped[Participant] = relationship()
