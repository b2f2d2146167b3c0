"""What is kept of people for one session alone, and from when its time runs."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select, update

from resal import clock
from resal.actions import SYSTEM
from resal.actions.journal import note
from resal.db import db, transaction
from resal.models import Registration, TrainingSession
from resal.models.registration import NEEDS_KEPT

WITHOUT_A_DATE = timedelta(days=365)


def over_since(
    ends_at: datetime | None, cancelled_at: datetime | None, known_until: date | None, last: datetime
) -> datetime:
    """From when time runs: the end of a session, or its cancellation.

    Without a date, the last day of the words for it; without such words, a year after `last`, the last
    time that somebody gave something to keep.
    """
    if ends_at or cancelled_at:
        return min(filter(None, (ends_at, cancelled_at)))
    return datetime.combine(known_until, time.max, UTC) if known_until else last + WITHOUT_A_DATE


@transaction
def forget_needs() -> int:
    """Erase what people said would help them, thirty days after their session; returns of how many.

    Twice at once: the second finds nothing.
    """
    session, before = TrainingSession, clock.now() - NEEDS_KEPT
    columns = (session.id, session.ends_at, session.cancelled_at, session.date_known_until)
    rows = db.session.execute(
        select(*columns, func.max(Registration.created_at))
        .join(Registration, Registration.training_session_id == session.id)
        .where(Registration.needs != "")
        .group_by(*columns)
    )
    due = [row.id for row in rows.all() if over_since(*row[1:]) < before]
    theirs = update(Registration).where(Registration.training_session_id.in_(due), Registration.needs != "")
    gone = db.session.execute(theirs.values(needs="", needs_erase_after=None)) if due else None
    erased = int(gone.rowcount) if gone is not None else 0  # type: ignore[attr-defined] # an UPDATE has a row count
    if erased:
        note(SYSTEM, "needs.erased", None, count=erased)
    return erased
