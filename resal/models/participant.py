"""Participant: a person who registers, without account; consents; who wants news; private feeds."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resal.models.base import Base, personal
from resal.models.organization import Organization

LOGISTICS = "to run the sessions they registered for"
PERIOD = "retention period of the network after the last session"


class Participant(Base):
    """An address and a name: one address may be shared, each name has its own seats and link.

    `email_key` and `name_key` are the folded forms that find the same person again; a row that was
    merged into another has no seat of its own, and stands for it when its name and address are typed.
    """

    __tablename__ = "participants"
    __table_args__ = (UniqueConstraint("email_key", "name_key"),)

    name: Mapped[str] = mapped_column(info=personal(LOGISTICS, PERIOD))
    name_key: Mapped[str] = mapped_column(info=personal(LOGISTICS, PERIOD))
    email: Mapped[str] = mapped_column(info=personal(LOGISTICS, PERIOD))
    email_key: Mapped[str] = mapped_column(info=personal(LOGISTICS, PERIOD))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    organization_name: Mapped[str] = mapped_column(default="", info=personal(LOGISTICS, PERIOD))
    language: Mapped[str] = mapped_column(default="fr")
    created_at: Mapped[datetime]
    erase_after: Mapped[date | None] = mapped_column(index=True)
    erased_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("participants.id"), index=True)
    example: Mapped[bool] = mapped_column(default=False)

    organization: Mapped[Organization | None] = relationship()

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else self.name


class Consent(Base):
    """A consent to one purpose: when, how, to which words; withdrawn is a fact too (P-39.1 s. 14)."""

    __tablename__ = "consents"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str]
    policy_version_id: Mapped[int | None] = mapped_column(ForeignKey("policy_versions.id"))
    given_at: Mapped[datetime]
    given_through: Mapped[str]
    withdrawn_at: Mapped[datetime | None]


class Subscription(Base):
    """An address that wants to be told: news, or the date or opening of one session.

    `themes` are keys, `boroughs` names; none of either is all of them. Of a session it is fulfilled
    once, at `told_at`. `nonce` makes the link by which one leaves.
    """

    __tablename__ = "subscriptions"

    email: Mapped[str] = mapped_column(
        info=personal("to send the news asked for", "30 days after it is withdrawn or fulfilled")
    )
    email_key: Mapped[str] = mapped_column(index=True, info=personal("to send once", "30 days after"))
    language: Mapped[str] = mapped_column(default="fr")
    training_session_id: Mapped[int | None] = mapped_column(
        ForeignKey("training_sessions.id", ondelete="CASCADE"), index=True
    )
    themes: Mapped[list[str]] = mapped_column(default=list)
    boroughs: Mapped[list[str]] = mapped_column(default=list)
    policy_version_id: Mapped[int | None] = mapped_column(ForeignKey("policy_versions.id"))
    nonce: Mapped[str] = mapped_column(unique=True)
    consented_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    example: Mapped[bool] = mapped_column(default=False)


class FeedToken(Base):
    """A private calendar address: random, kept hashed, shown once, named, revocable."""

    __tablename__ = "feed_tokens"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="", info=personal("to tell one's calendars apart", "until revoked"))
    created_at: Mapped[datetime]
    last_used_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]

    participant: Mapped[Participant] = relationship()
