"""The promises of those who wait together, counted again from the rows."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from sqlalchemy import select

from resal import clock
from resal.db import db
from resal.language import gettext
from resal.models import Registration, TrainingSession
from resal.queries import seats
from resal.queries.line import moves_in_order


def broken() -> Iterator[str]:
    """One sentence per broken promise: only who waits is in a group, and no group waits while there is room for it."""
    stray = select(Registration.id).where(Registration.waits_with.is_not(None), Registration.state != "waiting")
    for id_ in db.session.scalars(stray):
        yield gettext("Inscription %(id)s : elle attend avec d'autres sans être sur la liste.", id=id_)
    groups = _groups()
    held = {session.id: session for session, _mark in groups}
    stocks = seats.of_sessions(held.values())
    for (session, _mark), wanted in groups.items():
        free = {stock: stocks[session.id][stock].free for stock in wanted}
        room = all(left is None or left >= wanted[stock] for stock, left in free.items())
        if room and moves_in_order(session, clock.now()):
            number = wanted.total()
            yield gettext(
                "Rencontre %(id)s : un groupe de %(n)s attend alors qu'il y a de la place.", id=session.id, n=number
            )


def _groups() -> dict[tuple[TrainingSession, str], Counter[str | None]]:
    """How many seats each group waits for, by stock."""
    rows = (
        select(TrainingSession, Registration.waits_with, Registration.mode)
        .join(Registration, Registration.training_session_id == TrainingSession.id)
        .where(Registration.state == "waiting", Registration.waits_with.is_not(None))
    )
    groups: dict[tuple[TrainingSession, str], Counter[str | None]] = defaultdict(Counter)
    for session, mark, mode in db.session.execute(rows):
        groups[session, mark or ""][mode if session.mode == "hybrid" else None] += 1
    return groups
