"""Every change of seats, behind one lock: `db.hold(session)`.

A session never oversells, and never keeps a free seat while somebody waits: whatever takes or
frees a seat goes through here, recounts under the lock, and promotes before it commits.
"""

from resal.actions.registering.answering import ended, extend, run_out, take
from resal.actions.registering.moves import (
    approve,
    change,
    correct_details,
    decline,
    remove,
    undo_withdrawal,
    withdraw,
)
from resal.actions.registering.promoting import resize, wait_alone
from resal.actions.registering.register import JustFilled, OneOfThese, Outcome, Typed, register
from resal.actions.registering.several import Lot, NotEnough, look, register_several
from resal.actions.registering.whole import Whole, leave_whole, register_whole

__all__ = [
    "JustFilled",
    "Lot",
    "NotEnough",
    "OneOfThese",
    "Outcome",
    "Typed",
    "Whole",
    "approve",
    "change",
    "correct_details",
    "decline",
    "ended",
    "extend",
    "leave_whole",
    "look",
    "register",
    "register_several",
    "register_whole",
    "remove",
    "resize",
    "run_out",
    "take",
    "undo_withdrawal",
    "wait_alone",
    "withdraw",
]
