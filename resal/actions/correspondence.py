"""What the team does with letters that are owed: hold them all, try one again, take one back."""

from sqlalchemy import update

from resal.actions import Actor
from resal.actions.journal import note
from resal.db import db, transaction
from resal.models import Outbox


@transaction
def pause(paused: bool, actor: Actor) -> None:
    """Hold every letter back, or let them leave again."""
    db.session.execute(update(Outbox).values(paused=paused))
    note(actor, "outbox.paused" if paused else "outbox.resumed")
