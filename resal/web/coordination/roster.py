"""Who registered for a session: the list, somebody added by hand, a decision about one registration."""

from collections.abc import Callable

from flask import Response, abort, flash, render_template, request

from resal import addresses, language
from resal.actions import Refusal, exporting, registering
from resal.actions.registering import JustFilled, Outcome
from resal.documents.sheets import Table, as_csv, as_xlsx
from resal.language import gettext, lazy, ordinal
from resal.models import Registration, TrainingSession
from resal.queries import answers, questions, registering_page, roster, roster_table
from resal.queries.session_heading import heading
from resal.web import doors, receipts
from resal.web.coordination.asking import Answer, actor, form_page, page_number, the_session, to
from resal.web.forms.answers import asking
from resal.web.forms.base import attach
from resal.web.forms.people import AddPersonForm, CorrectForm, ReasonForm
from resal.web.routing import COORDINATOR, HOST, route

DECISIONS = ("approve", "decline", "remove", "extend", "take", "alone")
WITHOUT_REASON = ("approve", "extend", "take", "alone")
FILES: dict[str, tuple[str, Callable[[Table], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", lambda table: as_csv(table, language.current())),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}


@route("coordination.registrations", access=(COORDINATOR, HOST))
def registrations(id: int) -> str:  # noqa: A002 - the word of the address
    """The list; a host sees neither needs nor addresses."""
    session = the_session(id)
    code = request.args.get("etat", "")
    if code not in roster.FILTERS:
        abort(404)
    coordinates = doors.me().role == COORDINATOR
    shown = roster.of_session(session, code, page_number(), coordinates, doors.settings().timezone)
    if not shown.pages.exists:
        abort(404)
    return render_template(
        "coordination/registrations.html", session=heading(session), roster=shown, code=code, coordinates=coordinates,
        public_url=doors.settings().base_url + heading(session).public_href, asks=session.asks,
    )  # fmt: skip


@route("coordination.roster_sheet", access=(COORDINATOR, HOST))
def roster_sheet(id: int) -> str:  # noqa: A002 - the word of the address
    """The whole list on paper."""
    session = the_session(id)
    table = _table(session, request.args.get("etat", ""))
    return render_template("coordination/roster_sheet.html", session=heading(session), table=table)


@route("coordination.roster_file", "POST", access=(COORDINATOR, HOST))
def roster_file(id: int) -> Answer:  # noqa: A002 - the word of the address
    """The whole list as a file, to be taken away; who took it is noted."""
    session, form = the_session(id), request.form.get("form", "")
    if form not in FILES:
        abort(400)
    kind, write = FILES[form]
    body = write(_table(session, request.form.get("etat", "")))
    exporting.take_roster(session, form, actor())
    name = addresses.slug(heading(session).title)
    answer = Response(body, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{session.id}-{name}.{form}"'
    return answer


@route("coordination.add_registration", "GET", "POST")
def add_registration(id: int) -> Answer:  # noqa: A002 - the word of the address
    session = the_session(id)
    form = _listed(session)
    if request.method == "POST" and form.validate():
        try:
            return _added(session, _register(session, form))
        except JustFilled:
            form.form_errors.append(gettext("La dernière place vient de partir : choisissez ce qu'on fait."))
        except Refusal as refusal:
            form = _listed(session)
            attach(form, refusal)
    seats = registering_page.of(session, form.mode.data)
    form.expects.data = "" if seats.full else "seat"
    return form_page(
        "coordination/add_registration.html", form, session=heading(session), seats=seats,
        has_line=session.waiting_list != "none", sensitive=any(one.sensitive for one in questions.of(session)),
    )  # fmt: skip


@route("coordination.move_registration", "GET", "POST")
def move_registration(id: int) -> Answer:  # noqa: A002 - the word of the address
    """One registration and its history; POST decides: see `DECISIONS`."""
    registration = doors.row(Registration, id)
    form = ReasonForm()
    if request.method == "POST":
        decision = request.form.get("move", "")
        if decision not in DECISIONS:
            abort(400)
        try:
            if decision in WITHOUT_REASON or form.validate():
                return _decided(registration, decision, form)
        except Refusal as refusal:
            attach(form, refusal)
    session = heading(registration.training_session)
    details = roster.of_registration(registration, doors.settings().timezone)
    said = answers.of_registration(registration, doors.me().role)
    return form_page(
        "coordination/registration.html", form, session=session, registration=details, said=said,
        person_id=registration.participant_id,
    )  # fmt: skip


@route("coordination.correct_registration", "GET", "POST")
def correct_registration(id: int) -> Answer:  # noqa: A002 - the word of the address
    """The name, address, organization and language of whoever registered."""
    registration = doors.row(Registration, id)
    person, session = registration.participant, registration.training_session
    form = CorrectForm(data={
        "name": person.name, "email": person.email, "organization": person.organization_name,
        "language": registration.language,
    })  # fmt: skip
    if request.method == "POST" and form.validate():
        try:
            corrected = registering.correct_details(registration, form.typed(registration.needs), actor())
        except Refusal as refusal:
            attach(form, refusal)
        else:
            flash(gettext("Les coordonnées de %(name)s sont corrigées.", name=corrected.participant.name), "success")
            return to("coordination.move_registration", id=id)
    return form_page("coordination/correct_registration.html", form, session=heading(session), number=id)


def _listed(session: TrainingSession) -> AddPersonForm:
    """With the questions the team may answer for somebody: whoever comes answers the sensitive ones alone."""
    asked = [one for one in questions.of(session) if not one.sensitive]
    form = asking(AddPersonForm, session, asked)()
    form.offer_modes(session.mode == "hybrid")
    return form


def _table(session: TrainingSession, code: str) -> Table:
    """What the reader may see of the list under one of its filters, or 404."""
    if code not in roster.FILTERS:
        abort(404)
    return roster_table.table(session, code, doors.me().role == COORDINATOR, doors.settings().timezone)


def _register(session: TrainingSession, form: AddPersonForm) -> Outcome:
    submission = receipts.submission(session, form.name.data or "", form.email.data or "")
    typed = form.typed("team", submission, in_line=form.expects.data != "seat")
    over = bool(form.over.data) and registering_page.of(session, typed.mode).full
    return registering.register(session, typed, actor(), over_capacity=over)


def _added(session: TrainingSession, outcome: Outcome) -> Answer:
    name = outcome.registration.participant.name
    if outcome.again:
        flash(gettext("%(name)s était déjà sur la liste.", name=name), "notice")
    elif outcome.position:
        place = ordinal(outcome.position)
        flash(gettext("%(name)s attend une place, %(place)s dans la file.", name=name, place=place), "success")
    else:
        flash(gettext("%(name)s a une place. Un courriel est parti.", name=name), "success")
    return to("coordination.registrations", id=session.id)


def _decided(registration: Registration, decision: str, form: ReasonForm) -> Answer:
    session_id, name, reason = registration.training_session_id, registration.participant.name, form.reason.data or ""
    if decision == "approve":
        seated = registering.approve(registration, actor()).state == "confirmed"
        words = lazy("%(name)s a une place.") if seated else lazy("%(name)s attend une place.")
    elif decision == "decline":
        registering.decline(registration, reason, actor())
        words = lazy("La demande de %(name)s est refusée : la raison lui est écrite.")
    elif decision == "extend":
        registering.extend(registration, actor())
        words = lazy("%(name)s a plus de temps pour répondre. Un courriel est parti.")
    elif decision == "take":
        registering.take(registration, actor())
        words = lazy("%(name)s a une place. Un courriel est parti.")
    elif decision == "alone":
        waits = registering.wait_alone(registration, actor()).state == "waiting"
        words = lazy("%(name)s attend à part.") if waits else lazy("%(name)s a une place.")
    else:
        registering.remove(registration, reason, actor())
        words = lazy("%(name)s n'est plus sur la liste.")
    flash(gettext(words, name=name), "success")
    return to("coordination.registrations", id=session_id)
