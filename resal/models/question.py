"""Question: what a session asks of whoever registers; its choices; what each person answered."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resal.models.base import Base, personal
from resal.models.localized import Localized

QUESTION_KINDS = ("text", "choice", "choices")
KEPT_DAYS = (30, 90, 365, 730)


class Question(Base):
    """One version of a question: its words never change once somebody has answered it.

    Versions of the same question share a `lineage`; the one that is asked has no `ended_at`.
    `kept_days`: how long after the session its answers are kept. `readers`: the roles that may read
    them when it is sensitive. `erased_at`: when they were erased, leaving the counts of its choices.
    """

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint(f"kind IN {QUESTION_KINDS}", name="kind_known"),
        CheckConstraint("kept_days > 0", name="kept_positive"),
        CheckConstraint("NOT (sensitive AND required)", name="sensitive_optional"),
        UniqueConstraint("training_session_id", "lineage", "version"),
    )

    training_session_id: Mapped[int] = mapped_column(ForeignKey("training_sessions.id", ondelete="CASCADE"), index=True)
    lineage: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(default="text")
    label: Mapped[Localized]
    help: Mapped[Localized]
    purpose: Mapped[Localized]
    required: Mapped[bool] = mapped_column(default=False)
    sensitive: Mapped[bool] = mapped_column(default=False)
    readers: Mapped[list[str]] = mapped_column(default=list)
    kept_days: Mapped[int] = mapped_column(default=KEPT_DAYS[0])
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    options: Mapped[list["QuestionOption"]] = relationship(
        order_by="QuestionOption.position", cascade="all, delete-orphan"
    )


class QuestionOption(Base):
    """A choice. `places`: how many people may take it, None without limit.

    The same choice in several versions draws from one `stock` of places. `counted`: how many had
    taken it when the answers were erased.
    """

    __tablename__ = "question_options"
    __table_args__ = (CheckConstraint("places > 0", name="places_positive"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    stock: Mapped[str] = mapped_column(index=True)
    label: Mapped[Localized]
    places: Mapped[int | None]
    counted: Mapped[int | None]


class Answer(Base):
    """What somebody answered: a text, or one of the choices taken (several: as many rows).

    `consented_at`: the express consent to keep the answer to a sensitive question, in the words of
    this version of it (P-39.1 s. 14).
    """

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("registration_id", "question_id", "option_id"),)

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), index=True)
    option_id: Mapped[int | None] = mapped_column(ForeignKey("question_options.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(
        default="", info=personal("what the question says it is for", "as the question says, 30 days after by default")
    )
    consented_at: Mapped[datetime | None]
    answered_at: Mapped[datetime]
