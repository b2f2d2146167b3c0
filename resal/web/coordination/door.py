"""The door, on a phone: who has come, people without a seat, the end of the list.

Each row is a form of its own that says what its tap records, so that sending it twice is sending
it once; a script may ask for the same as JSON.
"""

from datetime import datetime, timedelta

from flask import abort, flash, jsonify, make_response, redirect, render_template, request

from resal import addresses, clock, language
from resal.actions import Refusal, attending
from resal.actions.registering import Typed
from resal.language import gettext, ngettext
from resal.models import Meeting, Registration, TrainingSession
from resal.queries import attendance, corrections, registering_page
from resal.queries.session_heading import heading
from resal.web import doors, receipts
from resal.web.coordination.asking import Answer, actor, form_page, the_session
from resal.web.forms.attendance import EstimateForm, StayForm
from resal.web.forms.base import attach, one_line, say
from resal.web.forms.fields import is_number
from resal.web.forms.people import ListedPersonForm
from resal.web.routing import COORDINATOR, HOST, route

TEAM = (COORDINATOR, HOST)
LONGEST = 100
LONGEST_WAIT = 86_400


@route("coordination.attendance", access=TEAM)
def list_of_attendance(id: int) -> Answer:  # noqa: A002 - the word of the address
    """The list of one meeting; `?q=` narrows it, `?date=` chooses among several meetings."""
    session = the_session(id)
    return _list(session, EstimateForm.of(session))


@route("coordination.attendance_sheet", access=TEAM)
def sheet(id: int) -> str:  # noqa: A002 - the word of the address
    """The same list to print and sign, for a door without a phone."""
    session = the_session(id)
    door = attendance.of_meeting(session, _meeting(session))
    return render_template("coordination/attendance_sheet.html", session=heading(session), door=door)


@route("coordination.mark", "POST", access=TEAM)
def mark(registration_id: int, meeting_id: int) -> Answer:
    registration, meeting = doors.row(Registration, registration_id), doors.row(Meeting, meeting_id)
    refused = ""
    try:
        _record(registration, meeting)
    except Refusal as refusal:
        refused = say(refusal)
    if request.accept_mimetypes.best_match(("text/html", "application/json")) == "application/json":
        answer = {"refused": refused} if refused else attendance.marked(registration, meeting)
        return make_response(jsonify(answer), 409 if refused else 200)
    if refused:
        flash(refused, "error")
    return _back(meeting.training_session_id, meeting.id, "" if refused else f"p-{registration.id}")


@route("coordination.part", "GET", "POST", access=TEAM)
def part(registration_id: int, meeting_id: int) -> Answer:
    """For how long somebody was there, in minutes or hours, or from when to when."""
    registration, meeting = doors.row(Registration, registration_id), doors.row(Meeting, meeting_id)
    if registration.training_session_id != meeting.training_session_id:
        abort(404)
    form = StayForm()
    if request.method == "POST" and form.validate():
        try:
            attending.mark_part(registration, meeting, form.stay(), actor())
            return _back(meeting.training_session_id, meeting.id, f"p-{registration.id}")
        except Refusal as refusal:
            attach(form, refusal)
    session = heading(meeting.training_session)
    shown = attendance.of_one(registration, meeting)
    return form_page("coordination/part.html", form, session=session, meeting_id=meeting.id, shown=shown)


@route("coordination.walk_in", "GET", "POST", access=TEAM)
def walk_in(id: int) -> Answer:  # noqa: A002 - the word of the address
    """Somebody without a seat: three fields, and they are in."""
    session = the_session(id)
    meeting = _meeting(session)
    form = ListedPersonForm().offer_modes(session.mode == "hybrid")
    if meeting is None:
        flash(gettext("Donnez d'abord une date à cette rencontre."), "error")
        return _back(session.id, None)
    if request.method == "POST" and form.validate():
        try:
            return _welcomed(session, meeting, form)
        except Refusal as refusal:
            attach(form, refusal)
    suggested = registering_page.of(session, None).organizations
    return form_page(
        "coordination/walk_in.html", form, session=heading(session), meeting_id=meeting.id, organizations=suggested,
        hybrid=session.mode == "hybrid",
    )  # fmt: skip


@route("coordination.close_attendance", "POST", access=TEAM)
def close_attendance(id: int) -> Answer:  # noqa: A002 - the word of the address
    """The list is complete; or, with `reopen`, it was not."""
    session = the_session(id)
    meeting = _meeting(session)
    if request.form.get("reopen"):
        attending.reopen(session, actor())
        flash(gettext("La liste est rouverte."), "success")
    elif not attendance.closable(session):
        flash(gettext("La liste se termine quand la dernière date a commencé."), "error")
    else:
        attending.close(session, actor())
        flash(_count(attendance.of_meeting(session, meeting).arrived), "success")
    return _back(session.id, meeting.id if meeting else None)


@route("coordination.estimate", "POST", access=TEAM)
def estimate(id: int) -> Answer:  # noqa: A002 - the word of the address
    """About how many people came, for a session that nobody kept the list of."""
    session, form = the_session(id), EstimateForm()
    meeting = _meeting(session)
    if form.validate():
        try:
            attending.estimate(session, form.low.data, form.high.data, actor())
        except Refusal as refusal:
            attach(form, refusal)
        else:
            flash(
                gettext("L'estimation est notée.")
                if form.low.data is not None
                else gettext("L'estimation est effacée."),
                "success",
            )
            return _back(session.id, meeting.id if meeting else None)
    return _list(session, form)


def _record(registration: Registration, meeting: Meeting) -> None:
    status, at = request.form.get("status") or None, _tapped_at()
    if status == "left":
        attending.leave(registration, meeting, actor(), at)
    else:
        attending.mark(registration, meeting, status, actor(), at)


def _tapped_at() -> datetime | None:
    """When the tap was made, if it waited on the phone for the network: the seconds it says it did."""
    waited = request.form.get("waited", "")
    return clock.now() - timedelta(seconds=int(waited)) if is_number(waited) and int(waited) <= LONGEST_WAIT else None


def _list(session: TrainingSession, form: EstimateForm) -> Answer:
    meeting, asked, person = _meeting(session), _asked(), _person()
    return form_page(
        "coordination/attendance.html", form, session=heading(session), asked=asked, person=person,
        door=attendance.of_meeting(session, meeting, asked, person), coordinates=doors.me().role == COORDINATOR,
        corrections=corrections.waiting_in(session), estimable=bool(form.errors) or attendance.estimable(session),
    )  # fmt: skip


def _welcomed(session: TrainingSession, meeting: Meeting, form: ListedPersonForm) -> Answer:
    typed: Typed = form.typed("door", receipts.submission(session, form.name.data or "", form.email.data or ""))
    outcome = attending.walk_in(session, typed, meeting, actor())
    flash(gettext("%(name)s est sur la liste.", name=outcome.registration.participant.name), "success")
    return _back(session.id, meeting.id, f"p-{outcome.registration.id}")


def _meeting(session: TrainingSession) -> Meeting | None:
    """The meeting that is asked for, or 404; the one that makes sense now if none is."""
    asked = request.values.get("date", "")
    if asked and not is_number(asked):
        abort(404)
    found = attendance.choose(session, int(asked) if asked else None)
    return abort(404) if asked and found is None else found


def _asked() -> str:
    words: str = one_line(request.values.get("q", ""))
    return words[:LONGEST]


def _person() -> int | None:
    """The row that a code on somebody's phone leads to, or 404."""
    asked = request.args.get("personne", "")
    if asked and not is_number(asked):
        abort(404)
    return int(asked) if asked else None


def _count(arrived: int) -> str:
    return ngettext("La liste est terminée : %(n)s présence.", "La liste est terminée : %(n)s présences.", arrived)


def _back(session_id: int, meeting_id: int | None, anchor: str = "") -> Answer:
    asked = {"date": meeting_id or "", "q": _asked()}
    place = addresses.path("coordination.attendance", language.current(), query=asked, id=session_id)
    return redirect(f"{place}#{anchor}" if anchor else place, 303)
