"""Resource: a document or a link, in a language, for an audience."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from resal.models.base import Base
from resal.models.localized import Localized

AUDIENCES = ("everyone", "registered", "present")


class Resource(Base):
    """Something to read or use afterwards; `url` may be empty when only its name is known."""

    __tablename__ = "resources"
    __table_args__ = (CheckConstraint(f"audience IN {AUDIENCES}", name="audience_known"),)

    training_session_id: Mapped[int] = mapped_column(ForeignKey("training_sessions.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(default="")
    title: Mapped[Localized]
    language: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    licence: Mapped[str] = mapped_column(default="")
    audience: Mapped[str] = mapped_column(default="everyone")
    position: Mapped[int] = mapped_column(default=0)
