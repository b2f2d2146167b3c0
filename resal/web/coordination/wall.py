"""The poster at the entrance: a code by which people note their arrival themselves."""

from flask import abort, flash, redirect, render_template, request

from resal import addresses, language
from resal.actions import Refusal, arriving
from resal.language import gettext
from resal.queries import arrival, attendance
from resal.queries.session_heading import heading
from resal.web import doors
from resal.web.coordination.asking import Answer, actor, the_session
from resal.web.coordination.door import TEAM
from resal.web.forms.base import say
from resal.web.forms.fields import is_number
from resal.web.routing import route


@route("coordination.wall", "GET", "POST", access=TEAM)
def wall(id: int) -> Answer:  # noqa: A002 - the word of the address
    """The poster of one date, to print. POST makes its code, or another in place of the one it shows."""
    session = the_session(id)
    asked = request.values.get("date", "")
    meeting = attendance.choose(session, int(asked) if is_number(asked) else None)
    if asked and (meeting is None or not is_number(asked)):
        abort(404)
    if request.method == "POST" and meeting is not None:
        before = request.form.get("seen", "")
        try:
            arriving.hang(meeting, before, actor())
            flash(
                gettext("Le code est changé : imprimez la nouvelle affiche. L'ancien code ne sert plus.")
                if before
                else gettext("L'affiche est prête : imprimez cette page."),
                "success",
            )
        except Refusal as refusal:
            flash(say(refusal), "error")
        where = addresses.path("coordination.wall", language.current(), query={"date": meeting.id}, id=session.id)
        return redirect(where, 303)
    poster = arrival.poster(meeting, doors.settings().base_url) if meeting else None
    return render_template(
        "coordination/wall.html", session=heading(session), poster=poster,
        door=arrival.door(meeting) if meeting else None, meeting_id=meeting.id if meeting else None,
    )  # fmt: skip
