"""A correction that somebody asks of their presence, answered by the team."""

from flask import abort, flash, request

from resal.actions import Refusal, correcting
from resal.language import gettext
from resal.models import Correction
from resal.queries import corrections
from resal.queries.session_heading import heading
from resal.web import doors
from resal.web.coordination.asking import Answer, actor, form_page, to
from resal.web.coordination.door import TEAM
from resal.web.forms.attendance import AnswerForm
from resal.web.forms.base import attach
from resal.web.routing import route


@route("coordination.correction", "GET", "POST", access=TEAM)
def correction(id: int) -> Answer:  # noqa: A002 - the word of the address
    """What is asked and what is noted; POST decides, `accept` or `decline`."""
    asked, form = doors.row(Correction, id), AnswerForm()
    if request.method == "POST" and form.validate():
        try:
            return _decided(asked, form)
        except Refusal as refusal:
            attach(form, refusal)
    return form_page(
        "coordination/correction.html", form, session=heading(asked.meeting.training_session),
        asked=corrections.shown(asked), meeting_id=asked.meeting_id,
    )  # fmt: skip


def _decided(asked: Correction, form: AnswerForm) -> Answer:
    decision, session_id = request.form.get("decision"), asked.registration.training_session_id
    if decision == "accept":
        correcting.accept(asked, form.stay(), actor())
        flash(gettext("La présence est corrigée. Un courriel est parti."), "success")
    elif decision == "decline":
        correcting.decline(asked, form.reason.data or "", actor())
        flash(gettext("La demande est refusée : la raison est écrite à la personne."), "success")
    else:
        abort(400)
    return to("coordination.attendance", id=session_id)
