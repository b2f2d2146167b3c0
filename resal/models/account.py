"""Account: a member of the team; how they sign in, without a password."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resal.models.base import Base, personal

ACCOUNT_ROLES = ("coordinator", "host", "reader")
TEAM = "to work in the team"


class Account(Base):
    """A coordinator, a host (the door) or a reader. A new `epoch` ends every open session."""

    __tablename__ = "accounts"
    __table_args__ = (CheckConstraint(f"role IN {ACCOUNT_ROLES}", name="role_known"),)

    email: Mapped[str] = mapped_column(info=personal(TEAM, "24 months after leaving"))
    email_key: Mapped[str] = mapped_column(unique=True, info=personal(TEAM, "24 months after leaving"))
    name: Mapped[str] = mapped_column(default="", info=personal(TEAM, "24 months after leaving"))
    role: Mapped[str] = mapped_column(default="coordinator")
    language: Mapped[str] = mapped_column(default="fr")
    epoch: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    @property
    def active(self) -> bool:
        return self.removed_at is None

    is_active = active  # the four names below are those the sign-in library asks for
    is_authenticated = True
    is_anonymous = False

    def get_id(self) -> str:
        """What the cookie holds: worth nothing once the epoch has moved."""
        return f"{self.id}.{self.epoch}"


class SignInLink(Base):
    """A link that signs in once, for a while; opening it changes nothing, the button does."""

    __tablename__ = "sign_in_links"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    nonce: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()
