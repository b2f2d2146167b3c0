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
from resal.actions.registering.whole import Whole, leave_whole, register_whole

__all__ = [
    "JustFilled",
    "Outcome",
    "Typed",
    "Whole",
    "approve",
    "change",
    "decline",
    "leave_whole",
    "register",
    "register_whole",
    "remove",
    "resize",
    "undo_withdrawal",
    "withdraw",
]
