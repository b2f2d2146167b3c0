"""One pass over what is owed, and the loop around it. Needs an application context, for the database.

Logs name letters by number and kind, never people.
"""

import logging
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from traceback import extract_tb

from sqlalchemy.exc import SQLAlchemyError

from resal import clock
from resal.actions import answering, certifying, erasing, informing, limiting, merging, readdressing, retaining, spaces
from resal.db import db
from resal.delivery import due, outbox
from resal.delivery.carriers import Carrier, Lost, Parcel, Refused, ServerDown, Unanswered
from resal.delivery.choosing import carrier
from resal.delivery.outbox import LeaseLost, Taken
from resal.language import gettext, ngettext
from resal.letters.rendering import Unsendable, recipient, render
from resal.letters.stationery import Stationery
from resal.models import Letter
from resal.queries.outbox import STATES
from resal.settings import Settings

logger = logging.getLogger(__name__)

PASS = 500
POLL_SECONDS = 1.0
AFTER_TROUBLE_SECONDS = 2.0
PRUNE_EVERY = timedelta(hours=1)
DUE_EVERY = 10.0  # seconds


@dataclass
class Tally:
    """What became of the letters of one pass, by state: sent, queued (for later), failed, uncertain,
    cancelled or missed (they made no sense any more). `trouble`: why the server takes none.
    """

    ended: Counter[str] = field(default_factory=Counter)
    trouble: str = ""

    def __str__(self) -> str:
        """One sentence, in the current language."""
        done = ngettext("%(n)s lettre partie", "%(n)s lettres parties", self.ended["sent"])
        others = ", ".join(
            f"{gettext(STATES[state])} {n}" for state, n in sorted(self.ended.items()) if state != "sent"
        )
        waits = gettext("le serveur n'en prend aucune : %(reason)s", reason=self.trouble) if self.trouble else ""
        return "; ".join(part for part in (done, others, waits) if part)


def work(settings: Settings, stop: threading.Event) -> None:
    """Deliver what falls due until `stop` is set; the letter in hand is finished first.

    Trouble with the database or the disk is logged, and tried again. Raises `BadSetting` at once
    for a mail address that makes no sense.
    """
    carrier(settings)
    prune_at, due_at = clock.now(), 0.0
    while not stop.is_set():
        try:
            due_at = _do_what_is_due(due_at)
            tally = deliver_due(settings, stop=stop)
            prune_at = _prune(prune_at)
            pause = 0.0 if tally.ended else POLL_SECONDS
        except Exception as error:  # whatever it is, the next letter must not wait for a restart
            logger.error("a pass stopped: %s", _where(error))
            pause = AFTER_TROUBLE_SECONDS
        finally:
            db.session.remove()
        stop.wait(pause)


def deliver_due(settings: Settings, limit: int = PASS, stop: threading.Event | None = None) -> Tally:
    """One pass: send what is due, at most `limit` letters. Does nothing when nothing is due.

    Before that, whoever comes to a whole series gets a place in what has just opened of it.
    """
    tally = Tally()
    if not outbox.pending():
        return tally
    if uncertain := outbox.take_back():
        tally.ended["uncertain"] += uncertain
    chosen = carrier(settings)
    try:
        chosen.open()
        outbox.resume()
        _deliver(chosen, _stationery(settings), limit, stop or threading.Event(), tally)
    except ServerDown as trouble:
        tally.trouble = str(trouble)
        logger.warning("the mail server takes nothing: every letter waits")
        outbox.wait(tally.trouble)
    finally:
        chosen.close()
    return tally


def _deliver(chosen: Carrier, stationery: Stationery, limit: int, stop: threading.Event, tally: Tally) -> None:
    for _ in range(limit):
        taken = None if stop.is_set() else outbox.take()
        if taken is None:
            return
        state = _send(taken, chosen, stationery) if taken.state == "sending" else taken.state
        tally.ended[state] += 1
        logger.info("letter %s (%s): %s", taken.id, taken.kind, state)


def _send(taken: Taken, chosen: Carrier, stationery: Stationery) -> str:
    """Carry one letter; returns the state it is left in. Raises `ServerDown`, the letter released."""
    try:
        parcel = _parcel(taken, stationery)
    except SQLAlchemyError:
        raise
    except Exception as error:  # one bad row never blocks the others
        outbox.failed(taken, str(error) if isinstance(error, Unsendable) else _where(error))
        return "failed"
    try:
        return _carry(taken, parcel, chosen)
    except ServerDown:
        outbox.release(taken)
        raise


def _carry(taken: Taken, parcel: Parcel, chosen: Carrier) -> str:
    try:
        chosen.carry(parcel, lambda: outbox.promise(taken))
    except Refused as refusal:
        return _refused(taken, refusal)
    except Lost as loss:
        chosen.open()  # when nobody answers there any more, it is not this letter's doing
        return outbox.postpone(taken, str(loss))
    except Unanswered as silence:
        outbox.uncertain(taken, str(silence))
        return "uncertain"
    except LeaseLost:
        return "queued"
    outbox.sent(taken)
    return "sent"


def _refused(taken: Taken, refusal: Refused) -> str:
    if not refusal.for_good:
        return outbox.postpone(taken, str(refusal))
    outbox.failed(taken, str(refusal))
    return "failed"


def _parcel(taken: Taken, stationery: Stationery) -> Parcel:
    """The message of a letter; nothing of the database stays open behind it."""
    try:
        letter = db.session.get_one(Letter, taken.id)
        content = render(letter, stationery).as_bytes()
        return Parcel(stationery.sender_email, recipient(letter), content, f"{taken.kind}-{taken.id}")
    finally:
        db.session.rollback()


def _stationery(settings: Settings) -> Stationery:
    return Stationery(settings.base_url, settings.secret_keys, settings.mail_from, settings.mail_reply_to)


def _do_what_is_due(next_at: float) -> float:
    """Every few seconds of real time, whatever the clock is set to. Returns when the next time is."""
    if time.monotonic() < next_at:
        return next_at
    due.run()
    return time.monotonic() + DUE_EVERY


def _prune(due: datetime) -> datetime:
    """Once an hour, forget callers who may come again, and what is kept of people whose time has passed.

    Returns when the next time is.
    """
    now = clock.now()
    if now < due:
        return due
    limiting.forget_old()
    informing.forget_old()
    certifying.forget_old()
    answering.forget_old()
    retaining.forget_needs()
    merging.forget_old()
    spaces.forget_old()
    erasing.finish()
    erasing.forget_letters()
    readdressing.forget_old()
    return now + PRUNE_EVERY


def _where(error: Exception) -> str:
    """What happened and in which line: the words of an error may name somebody."""
    frame = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {frame.filename.rpartition('/')[2]}:{frame.lineno}"
