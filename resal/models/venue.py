"""Venue: where people meet, and how to get in."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from resal.models.base import Base, made_here
from resal.models.localized import Localized


class Venue(Base):
    """A place with its address, its access facts and, when known, its map point."""

    __tablename__ = "venues"
    __table_args__ = (CheckConstraint("capacity > 0", name="capacity_positive"),)

    key: Mapped[str] = mapped_column(unique=True, default=made_here)
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    borough: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    access: Mapped[Localized]
    capacity: Mapped[int | None]
    example: Mapped[bool] = mapped_column(default=False)

    @property
    def line(self) -> str:
        """The place on one line, without saying the city twice."""
        parts = [self.name, self.address, self.borough, self.city]
        return ", ".join(dict.fromkeys(part for part in parts if part))
