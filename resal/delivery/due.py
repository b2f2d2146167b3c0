"""What falls due by itself, beside letters: each deed is done exactly once, whoever runs this and how often."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from resal.actions import informing, registering, scheduling
from resal.actions.registering import enrolling
from resal.db import db
from resal.queries import demand

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Deed:
    """`find`: the ids of what is due; `act`: do it to one, in a transaction of its own, if it is still due.

    What `act` returns is false when there was nothing to do any more.
    """

    name: str
    find: Callable[[], Sequence[int]]
    act: Callable[[int], int]


DEEDS = (
    Deed("publication", scheduling.due_publications, scheduling.publish_planned),
    Deed("opening", demand.opened, informing.of_opening),
    Deed("offer", registering.ended, registering.run_out),
    Deed("place of a series", enrolling.opened, enrolling.enrol_opened),
)


def run() -> None:
    """Do all that is due now. What fails is logged by name and number, and the others have their turn."""
    for deed in DEEDS:
        for number in _found(deed):
            try:
                done = deed.act(number)
            except Exception as error:  # one bad row never blocks the others
                logger.error("%s %s failed: %s", deed.name, number, type(error).__name__)
            else:
                logger.info("%s %s: %s", deed.name, number, "done" if done else "not any more")


def _found(deed: Deed) -> Sequence[int]:
    """Read, and nothing left open."""
    try:
        return deed.find()
    finally:
        db.session.rollback()
