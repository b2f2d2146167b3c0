"""« On n'a pas noté votre présence. Vous y étiez? », from the page of one's place."""

from flask import Response, abort, flash, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from resal import addresses, language
from resal.actions import Refusal, correcting
from resal.language import dates, gettext
from resal.models import Correction, Meeting, Registration
from resal.queries import attendance, corrections
from resal.web import doors
from resal.web.coordination.asking import form_page
from resal.web.forms.attendance import CorrectionForm
from resal.web.forms.base import say
from resal.web.forms.fields import is_number
from resal.web.routing import PUBLIC, route

Answer = Response | AnyResponse | str


@route("registration.correction", "GET", "POST", access=(PUBLIC,))
def correction(token: str) -> Answer:
    """Ask for a correction of one date, or, with `withdraw`, ask no more."""
    doors.secret_page()
    registration = doors.seat(token)
    if request.method == "POST" and "withdraw" in request.form:
        return _withdrawn(token, registration)
    meeting = _meeting(registration)
    why = corrections.why_not(registration, meeting, corrections.status_of(registration, meeting))
    form = CorrectionForm()
    if request.method == "GET" and why is not None:
        flash(why, "error")
        return _back(token)
    if request.method == "POST" and form.validate():
        try:
            correcting.ask(registration, meeting, form.words.data or "")
            flash(gettext("Votre demande est envoyée : la coordination vous répond par courriel."), "success")
        except Refusal as refusal:
            flash(say(refusal), "error")
        return _back(token)
    said = attendance.of_one(registration, meeting).said or gettext("Rien de noté")
    return form_page(
        "registration/correction.html", form, token=token, meeting_id=meeting.id, said=said,
        day=dates.day_long(meeting.date),
    )  # fmt: skip


def _withdrawn(token: str, registration: Registration) -> Answer:
    asked = request.form["withdraw"]
    found = doors.row(Correction, int(asked)) if is_number(asked) else abort(404)
    if found.registration_id != registration.id:
        abort(404)
    ended = correcting.withdraw(found)
    if ended.state == "withdrawn":
        flash(gettext("Votre demande est retirée."), "success")
    else:
        flash(gettext("Cette demande a déjà sa réponse."), "notice")
    return _back(token)


def _meeting(registration: Registration) -> Meeting:
    """The date that is asked about, of this person's session, or 404."""
    asked = request.values.get("date", "")
    meeting = doors.row(Meeting, int(asked)) if is_number(asked) else abort(404)
    return meeting if meeting.training_session_id == registration.training_session_id else abort(404)


def _back(token: str) -> AnyResponse:
    return redirect(f"{addresses.path('registration.seat', language.current(), token=token)}#presence", 303)
