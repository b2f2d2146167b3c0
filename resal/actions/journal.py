"""The journal: each change writes its line in its own transaction."""

from typing import Any

from resal import clock
from resal.actions import Actor
from resal.db import db
from resal.models import Base, Entry


def note(actor: Actor, deed: str, subject: Base | None = None, /, **details: Any) -> None:
    """Write who did what to which row. `details`: plain values, nothing personal."""
    db.session.flush()
    db.session.add(
        Entry(
            at=clock.now(),
            actor=str(actor),
            account_id=actor.account_id,
            deed=deed,
            subject_type=type(subject).__name__ if subject is not None else "",
            subject_id=subject.id if subject is not None else None,
            details=details,
        )
    )
