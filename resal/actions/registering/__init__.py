"""Every change of seats, behind one lock: `db.hold(session)`.

A session never oversells, and never keeps a free seat while somebody waits: whatever takes or
frees a seat goes through here, recounts under the lock, and promotes before it commits.
"""

from resal.actions.registering.moves import (
    approve,
    change,
    decline,
    remove,
    undo_withdrawal,
    withdraw,
)
from resal.actions.registering.register import JustFilled, Outcome, Typed, register
from resal.actions.registering.seats import resize

__all__ = [
    "JustFilled",
    "Outcome",
    "Typed",
    "approve",
    "change",
    "decline",
    "register",
    "remove",
    "resize",
    "undo_withdrawal",
    "withdraw",
]
