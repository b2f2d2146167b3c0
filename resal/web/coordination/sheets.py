"""The sheet to sign: a PDF before."""

from flask import abort, request

from resal.actions import sheets
from resal.documents import sign_in as paper
from resal.models import Meeting, TrainingSession
from resal.queries import attendance, sign_in
from resal.web import papers
from resal.web.coordination.asking import Answer, actor, the_session
from resal.web.coordination.door import TEAM
from resal.web.forms.fields import is_number
from resal.web.routing import route


@route("coordination.sign_in_sheet", "POST", access=TEAM)
def take(id: int) -> Answer:  # noqa: A002 - the word of the address
    """The sheet of one date, to be taken away; who took it is noted."""
    session = the_session(id)
    sheet = sheets.print_sheet(the_meeting(session), actor())
    name = {"fr": "feuille", "en": "sheet"}[sign_in.paper(sheet).language]
    return papers.pdf_file(paper.pdf(sign_in.paper(sheet)), f"{name}-{session.id}-{sheet.number}.pdf")


def the_meeting(session: TrainingSession) -> Meeting:
    """The date that is asked for, the one that makes sense now if none is, or 404."""
    asked = request.values.get("date", "")
    if asked and not is_number(asked):
        abort(404)
    return attendance.choose(session, int(asked) if asked else None) or abort(404)
