"""The outbox: which letters left, one as its reader sees it, and what a person decides about it."""

from email.message import EmailMessage

from flask import abort, flash, render_template, request

from resal.actions import Refusal, correspondence
from resal.language import gettext, html_lang
from resal.letters.rendering import Unsendable, render
from resal.letters.stationery import Stationery
from resal.models import Letter
from resal.queries import outbox
from resal.web import doors
from resal.web.coordination.asking import Answer, actor, page_number, to
from resal.web.forms.base import say
from resal.web.routing import route


@route("coordination.letters")
def letters() -> str:
    code = request.args.get("etat", "")
    if code not in outbox.FILTERS:
        abort(404)
    shown = outbox.letters(code, page_number(), doors.settings().timezone)
    if not shown.pages.exists:
        abort(404)
    return render_template("coordination/letters.html", letters=shown, code=code)


@route("coordination.letter", "GET", "POST")
def letter(id: int) -> Answer:  # noqa: A002 - the word of the address
    """One letter with its secrets masked; POST sends it again or takes it back."""
    row = doors.row(Letter, id)
    if request.method == "POST":
        return _move(row)
    message, problem = _message(row)
    return render_template(
        "coordination/letter.html", letter=outbox.of_letter(row, doors.settings().timezone), problem=problem,
        subject=message["Subject"] if message else "", lang=html_lang(row.language),
        text=_part(message, "plain"), html=_part(message, "html"),
        can_retry=row.state in correspondence.STOPPED or (row.state == "queued" and row.attempts > 0),
        can_cancel=row.state in correspondence.NOT_GONE,
    )  # fmt: skip


def _move(row: Letter) -> Answer:
    move = request.form.get("move", "")
    try:
        if move == "retry":
            correspondence.retry(row, actor())
            flash(gettext("Cette lettre repart."), "success")
        elif move == "cancel":
            correspondence.cancel(row, actor())
            flash(gettext("Cette lettre ne partira pas."), "success")
        else:
            abort(400)
    except Refusal as refusal:
        flash(say(refusal), "error")
    return to("coordination.letter", id=row.id)


def _message(row: Letter) -> tuple[EmailMessage | None, str]:
    """The message as it would leave, its secret links hidden; or why it cannot be written."""
    settings = doors.settings()
    paper = Stationery(settings.base_url, settings.secret_keys, settings.mail_from, settings.mail_reply_to)
    try:
        return render(row, paper, masked=True), ""
    except Unsendable as problem:
        return None, str(problem)


def _part(message: EmailMessage | None, kind: str) -> str:
    part = message.get_body((kind,)) if message else None
    return str(part.get_content()) if part else ""
