"""What ties a session to others: its editions, what it follows, what comes after."""

from flask import flash, request

from resal.actions import Refusal, scheduling
from resal.language import gettext
from resal.queries import session_hub
from resal.web.coordination.asking import Answer, actor, form_page, the_session, to
from resal.web.coordination.conflicts import both_texts
from resal.web.forms.ties import TiesForm
from resal.web.routing import route


@route("coordination.ties", "GET", "POST")
def ties(id: int) -> Answer:  # noqa: A002 - the word of the address
    found = the_session(id)
    form, seen = TiesForm(found), None
    if request.method == "POST" and not form.rearranged(request.form) and form.validate():
        try:
            scheduling.tie(found, form.plan(), form.seen(), actor())
        except Refusal as refusal:
            seen = both_texts(refusal, found, form, lambda: TiesForm(found, sent=False))
        else:
            flash(gettext("C'est enregistré."), "success")
            return to("coordination.session", id=id)
    return form_page("coordination/ties.html", form, session=session_hub.hub(found), conflict=seen)
