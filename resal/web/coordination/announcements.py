"""A change that people are being told of: stopping its letters, or letting them leave at once."""

from flask import abort, flash, render_template, request

from resal.actions import Refusal, scheduling
from resal.language import ngettext
from resal.models import Announcement
from resal.queries import announcements
from resal.web import doors
from resal.web.coordination.asking import Answer, actor, to
from resal.web.forms.base import say
from resal.web.routing import route


@route("coordination.announcement", "GET", "POST")
def announcement(id: int) -> Answer:  # noqa: A002 - the word of the address
    found = doors.row(Announcement, id)
    if request.method == "POST":
        return _move(found)
    row = announcements.of(found, doors.settings().timezone)
    return render_template("coordination/announcement.html", row=row, said=announcements.said(row))


def _move(found: Announcement) -> Answer:
    move = request.form.get("move", "")
    try:
        if move == "stop":
            _say_stopped(scheduling.stop(found, actor()))
        elif move == "send":
            _say_sent(scheduling.send_now(found, actor()))
        else:
            abort(400)
    except Refusal as refusal:
        flash(say(refusal), "error")
        return to("coordination.announcement", id=found.id)
    if found.series_id is not None:
        return to("coordination.series_edit", id=found.series_id)
    return to("coordination.session", id=found.training_session_id)


def _say_stopped(number: int) -> None:
    flash(
        ngettext(
            "L'envoi est arrêté : le courriel ne partira pas. Le changement, lui, reste fait.",
            "L'envoi est arrêté : les %(n)s courriels ne partiront pas. Le changement, lui, reste fait.", number,
        ), "success",
    )  # fmt: skip


def _say_sent(number: int) -> None:
    flash(ngettext("Le courriel part.", "Les %(n)s courriels partent.", number), "success")
