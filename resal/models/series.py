"""Series: a cycle of sessions, with its funders and themes."""

from typing import Any

from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resal.models.base import Base, made_here
from resal.models.localized import Localized
from resal.models.organization import Organization
from resal.models.theme import Theme

series_funders = Table(
    "series_funders",
    Base.metadata,
    Column("series_id", ForeignKey("series.id", ondelete="CASCADE"), primary_key=True),
    Column("organization_id", ForeignKey("organizations.id"), primary_key=True),
)
series_themes = Table(
    "series_themes",
    Base.metadata,
    Column("series_id", ForeignKey("series.id", ondelete="CASCADE"), primary_key=True),
    Column("theme_id", ForeignKey("themes.id"), primary_key=True),
)


class Series(Base):
    """A cycle such as « Communauté de pratique, automne 2021 »."""

    __tablename__ = "series"

    key: Mapped[str] = mapped_column(unique=True, default=made_here)
    title: Mapped[Localized]
    season: Mapped[str] = mapped_column(default="")
    summary: Mapped[Localized]
    register_whole: Mapped[bool] = mapped_column(default=False)
    attestation_rule: Mapped[dict[str, Any]] = mapped_column(default=dict)
    example: Mapped[bool] = mapped_column(default=False)

    funders: Mapped[list[Organization]] = relationship(secondary=series_funders, order_by=Organization.id)
    themes: Mapped[list[Theme]] = relationship(secondary=series_themes, order_by=Theme.id)
