"""The sheet that comes back: ticked on the page, or copied as numbers, names or a file; read first, then saved once."""

from flask import abort, flash, redirect, request

from resal import addresses, language
from resal.actions import Refusal, attending, sheets
from resal.language import gettext, ngettext
from resal.models import Meeting, SignInSheet
from resal.queries import sheet_reading, sign_in
from resal.queries.presence import CAME
from resal.queries.session_heading import heading
from resal.queries.sheet_reading import Reading
from resal.queries.sign_in import Ticked
from resal.web import receipts
from resal.web.coordination.asking import Answer, actor, form_page, the_session
from resal.web.coordination.door import TEAM
from resal.web.coordination.sheets import the_meeting
from resal.web.forms.base import attach
from resal.web.forms.fields import is_number
from resal.web.forms.sheets import LARGEST_FILE, MOST_STRANGERS, SheetForm, content
from resal.web.routing import route

NOTHING_READ = Reading()


@route("coordination.sheet_taken_in", "GET", "POST", access=TEAM)
def take_in(id: int) -> Answer:  # noqa: A002 - the word of the address
    """GET: the lines of the paper. POST `step`: read (nothing is written), all, none, or save."""
    meeting = the_meeting(the_session(id))
    sheet, form = _sheet(meeting), SheetForm()
    people = sign_in.people(meeting, sheet)
    if request.method == "GET":
        form.seen.data = ",".join(f"{one.id}:{one.status}" for one in people)
        return _page(meeting, sheet, people, form, {one.id for one in people if one.status in CAME})
    step, came, left = request.form.get("step", "read"), _came(form), _not_chosen()
    if step != "save":
        form.pasted.data = _joined(form.pasted.data, *left)
    if step in ("all", "none"):
        return _page(meeting, sheet, people, form, {one.id for one in people} if step == "all" else set())
    right = form.validate() and _has_file(form)
    if right and step == "save" and not form.unread():
        try:
            return _saved(meeting, came, form)
        except Refusal as refusal:
            attach(form, refusal)
    elif right:
        return _read(meeting, sheet, people, form, came)
    form.pasted.data = _joined(form.pasted.data, *(left if step == "save" else ()))
    return _page(meeting, sheet, people, form, came)


def _came(form: SheetForm) -> set[int]:
    """Who is ticked, and who was chosen for the lines that may be several people."""
    ticked = {int(id_) for id_ in request.form.getlist("came") if is_number(id_)}
    chosen = {int(id_) for id_ in request.form.getlist("choice") if is_number(id_)}
    return ticked - chosen if form.before.data == "absent" else ticked | chosen


def _not_chosen() -> list[str]:
    """The lines for which nobody was chosen: on any page but the one that saves they are lines again."""
    pairs = zip(request.form.getlist("doubt"), request.form.getlist("choice"), strict=False)
    return [line for line, id_ in pairs if not id_]


def _joined(*lines: str | None) -> str:
    return "\n".join(line for line in lines if line)


def _read(
    meeting: Meeting, sheet: SignInSheet | None, people: tuple[Ticked, ...], form: SheetForm, came: set[int]
) -> Answer:
    """What was understood is ticked; what was not stays in the field, to be corrected or ticked by hand."""
    reading = sheet_reading.read(form.pasted.data or "", sign_in.rows(meeting, sheet))
    if form.keep.data == "absent":
        came = (came if form.before.data == "absent" else {one.id for one in people}) - reading.people
    else:
        came = came | reading.people
    room = MOST_STRANGERS - len(form.strangers.entries)
    for one in reading.strangers[:room]:
        form.strangers.add(name=one.name, email=one.email, organization=one.organization)
    reading.unknown += [f"{one.name}; {one.email}; {one.organization}" for one in reading.strangers[room:]]
    form.before.data = form.keep.data
    form.pasted.data = form.left.data = "\n".join(reading.unknown)
    return _page(meeting, sheet, people, form, came, reading)


def _saved(meeting: Meeting, came: set[int], form: SheetForm) -> Answer:
    """The ticks at once; then each of those who were not on the list, as at the door."""
    session, session_id, meeting_id = meeting.training_session, meeting.training_session_id, meeting.id
    mode = "in person" if session.mode == "hybrid" else None
    strangers = [
        row.typed(receipts.submission(session, row.name.data or "", row.email.data or ""), mode)
        for row in form.written()
    ]
    taken = sheets.take_in(meeting, came, form.shown(), actor())
    for typed in strangers:
        attending.walk_in(session, typed, meeting, actor())
    noted = taken.noted + len(strangers)
    flash(ngettext("%(n)s présence notée.", "%(n)s présences notées.", noted), "success")
    if taken.taken_back:
        flash(ngettext("%(n)s présence effacée.", "%(n)s présences effacées.", taken.taken_back), "success")
    if taken.others:
        names = ", ".join(taken.others)
        flash(
            gettext("Quelqu'un d'autre a noté autre chose entre-temps, et c'est resté : %(names)s.", names=names),
            "error",
        )
    asked = {"date": meeting_id}
    return redirect(addresses.path("coordination.attendance", language.current(), query=asked, id=session_id), 303)


def _page(
    meeting: Meeting, sheet: SignInSheet | None, people: tuple[Ticked, ...], form: SheetForm, came: set[int],
    reading: Reading = NOTHING_READ,
) -> Answer:  # fmt: skip
    names = {one.id: one for one in people}
    return form_page(
        "coordination/sheet_taken_in.html", form, session=heading(meeting.training_session), meeting_id=meeting.id,
        sheet=sheet, people=people, came=came, reading=reading, names=names, read=reading is not NOTHING_READ,
    )  # fmt: skip


def _sheet(meeting: Meeting) -> SignInSheet | None:
    """The sheet whose number is asked for, or 404; the last one if none is."""
    asked = request.values.get("feuille", "")
    if not asked:
        return sign_in.last(meeting)
    return (sign_in.of_number(meeting, int(asked)) if is_number(asked) else None) or abort(404)


def _has_file(form: SheetForm) -> bool:
    """Adds the text of the file to what was typed; false, with the reason, for what is no list."""
    sent = request.files.get("file")
    data = sent.read(LARGEST_FILE + 1) if sent else b""
    text = content(data) if len(data) <= LARGEST_FILE else None
    if len(data) > LARGEST_FILE:
        form.file.errors = [gettext("Ce fichier est trop gros : 500 ko au plus.")]
    elif text is None:
        form.file.errors = [gettext("Ce fichier n'est pas une liste : enregistrez-la en CSV, ou collez-la ici.")]
    elif sheet_reading.too_long(text):
        form.file.errors = [gettext("Cette liste est trop longue : 600 lignes de 300 caractères au plus.")]
    else:
        form.pasted.data = _joined(form.pasted.data, text)
        return True
    return False
