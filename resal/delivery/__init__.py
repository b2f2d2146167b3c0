"""The worker: sends the letters that are owed; the only code that speaks SMTP.

outbox.py     the states of a letter on its way, each change a transaction of its own
carriers.py   how letters leave, and what may go wrong; to files, or nowhere
smtp.py       to a server
choosing.py   the carrier that the settings ask for
due.py        what else falls due: planned publications, registrations that open
worker.py     one pass, and the loop around it

A letter goes queued → sending → data_sent → sent. `data_sent` is committed just before the final
dot of DATA: what stopped before is tried again, what stopped after is `uncertain`, shown to a
person and never sent again blindly.
"""

from resal.delivery.carriers import ServerDown
from resal.delivery.choosing import check_server
from resal.delivery.due import run as do_what_is_due
from resal.delivery.worker import Tally, deliver_due, work

__all__ = ["ServerDown", "Tally", "check_server", "deliver_due", "do_what_is_due", "work"]
