"""What leaves with personal data in it, and who took it (P-39.1 s. 10)."""

from resal.actions import Actor
from resal.actions.journal import note
from resal.db import transaction
from resal.models import TrainingSession


@transaction
def take_roster(session: TrainingSession, form: str, actor: Actor) -> None:
    """Note that somebody took the list of who registered away, in this form."""
    note(actor, "roster.taken", session, form=form)
