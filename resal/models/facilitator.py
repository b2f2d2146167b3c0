"""Facilitator: who leads sessions, without an account, and the roles held in organisations."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resal.models.base import Base, made_here, personal
from resal.models.localized import Localized
from resal.models.organization import Organization

SESSION_WORK = "to run the sessions they lead and credit them"


class Facilitator(Base):
    """A person who leads; their page and credits are public, their address is not."""

    __tablename__ = "facilitators"

    key: Mapped[str] = mapped_column(unique=True, default=made_here)
    name: Mapped[str] = mapped_column(info=personal(SESSION_WORK, "as long as credited"))
    email: Mapped[str] = mapped_column(default="", info=personal(SESSION_WORK, "60 days after"))
    bio: Mapped[Localized] = mapped_column(info=personal(SESSION_WORK, "as long as credited"))
    languages: Mapped[list[str]] = mapped_column(default=list)
    nonce: Mapped[str] = mapped_column(unique=True)
    example: Mapped[bool] = mapped_column(default=False)

    roles: Mapped[list["FacilitatorRole"]] = relationship(
        order_by="FacilitatorRole.position",
        cascade="all, delete-orphan",
        back_populates="facilitator",
    )

    @property
    def initials(self) -> str:
        words = self.name.replace("-", " ").split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class FacilitatorRole(Base):
    """A title held in an organisation today; sessions keep the titles of their own day."""

    __tablename__ = "facilitator_roles"

    facilitator_id: Mapped[int] = mapped_column(ForeignKey("facilitators.id", ondelete="CASCADE"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    title: Mapped[Localized]
    position: Mapped[int] = mapped_column(default=0)

    facilitator: Mapped[Facilitator] = relationship(back_populates="roles")
    organization: Mapped[Organization | None] = relationship()
