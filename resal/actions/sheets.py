"""The sheet to sign: printed before, taken in after."""

from resal import clock
from resal.actions import Actor
from resal.actions.journal import note
from resal.db import db, hold, transaction
from resal.models import Meeting, SignInSheet
from resal.queries import sign_in


@transaction
def print_sheet(meeting: Meeting, actor: Actor) -> SignInSheet:
    """The sheet of who has a seat now, numbered; who took it is noted. A list that did not change is the same sheet."""
    hold(meeting)
    last, ids = sign_in.last(meeting), sign_in.ids_now(meeting)
    sheet = last
    if last is None or last.lines["registrations"] != ids:
        number = last.number + 1 if last else 1
        sheet = SignInSheet(meeting=meeting, number=number, lines={"registrations": ids}, printed_at=clock.now())
        db.session.add(sheet)
    note(actor, "attendance.sheet_taken", meeting.training_session, meeting=meeting.id)
    return sheet  # type: ignore[return-value] # the last one, or the one just made
