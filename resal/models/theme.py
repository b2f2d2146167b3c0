"""Theme: what sessions and takeaways are about, with the other words people use for it."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from resal.models.base import Base
from resal.models.localized import Localized


class Theme(Base):
    """A subject; `aliases` lets a search in one language find what is said in the other."""

    __tablename__ = "themes"

    key: Mapped[str] = mapped_column(unique=True)
    label: Mapped[Localized]
    aliases: Mapped[list[str]] = mapped_column(default=list)
    synthesis: Mapped[Localized]
    synthesis_at: Mapped[datetime | None]
