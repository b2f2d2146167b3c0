"""SpaceLink: a link to all that one person has here, for a while; AddressChange: a new address to confirm."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resal.models.base import Base, personal
from resal.models.participant import Participant


class SpaceLink(Base):
    """One letter's link to « toutes mes places ». `nonce` makes it, apart from every link of a seat.

    A link of a seat may be forwarded to a colleague; it must not show the person's other seats.
    """

    __tablename__ = "space_links"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id", ondelete="CASCADE"), index=True)
    nonce: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    revoked_at: Mapped[datetime | None]

    participant: Mapped[Participant] = relationship()

    def ended(self, now: datetime) -> bool:
        return self.ends_at <= now


class AddressChange(Base):
    """A new address somebody asked for: nothing changes until the link sent to it is used.

    `nonce` makes that link; the address is forgotten here once it is done.
    """

    __tablename__ = "address_changes"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(
        info=personal("to make it theirs once confirmed", "3 days after it is asked for")
    )
    nonce: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    done_at: Mapped[datetime | None]

    participant: Mapped[Participant] = relationship()
