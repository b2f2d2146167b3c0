"""What the team does with letters that are owed: hold them all, try one again, take one back."""

from sqlalchemy import update

from resal import clock
from resal.actions import Actor, Refusal
from resal.actions.journal import note
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.models import Letter, Outbox

STOPPED = ("failed", "uncertain", "cancelled", "missed")
NOT_GONE = ("queued", "failed", "uncertain", "missed")


@transaction
def pause(paused: bool, actor: Actor) -> None:
    """Hold every letter back, or let them leave again."""
    db.session.execute(update(Outbox).values(paused=paused))
    note(actor, "outbox.paused" if paused else "outbox.resumed")


@transaction
def retry(letter: Letter, actor: Actor) -> Letter:
    """Put a letter that stopped back in the queue, or one that waits for another try at its head.

    Sending an uncertain one again is a decision of a person: it may arrive twice. Twice is once.
    Raises `Refusal` for a letter that left, or is leaving.
    """
    hold(letter)
    if letter.state not in STOPPED and letter.state != "queued":
        raise Refusal(lazy("Cette lettre est déjà partie, ou elle part en ce moment."))
    if letter.state in STOPPED or letter.attempts:
        letter.state, letter.due_at, letter.attempts = "queued", clock.now(), 0
        letter.lease = letter.lease_until = None
        letter.last_error = ""
        note(actor, "letter.retried", letter, kind=letter.kind)
    return letter


@transaction
def cancel(letter: Letter, actor: Actor) -> Letter:
    """Take back a letter that has not left. Raises `Refusal` when it has, or is leaving."""
    hold(letter)
    if letter.state == "cancelled":
        return letter
    if letter.state not in NOT_GONE:
        raise Refusal(lazy("Cette lettre est déjà partie, ou elle part en ce moment."))
    letter.state, letter.lease, letter.lease_until = "cancelled", None, None
    note(actor, "letter.cancelled", letter, kind=letter.kind)
    return letter
