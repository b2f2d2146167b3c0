"""Publishing by itself, at a planned hour."""

from flask import flash, request

from resal.actions import Refusal, scheduling
from resal.language import dates, gettext
from resal.models import TrainingSession
from resal.queries import demand, session_hub, words
from resal.web.coordination.asking import Answer, actor, form_page, missing, the_session, to
from resal.web.forms.announcing import PlanForm
from resal.web.forms.base import attach
from resal.web.routing import route


@route("coordination.plan", "GET", "POST")
def plan(id: int) -> Answer:  # noqa: A002 - the word of the address
    found = the_session(id)
    if found.published:
        return to("coordination.session", id=id)
    form = PlanForm(found)
    if request.method == "POST" and "forget" in request.form:
        scheduling.forget_publication(found, actor())
        flash(gettext("La rencontre reste un brouillon : elle ne sera pas publiée toute seule."), "success")
        return to("coordination.session", id=id)
    if request.method == "POST" and form.validate():
        try:
            return _planned(found, form)
        except Refusal as refusal:
            attach(form, refusal)
    hard, _soft = missing(found)
    return form_page(
        "coordination/session_plan.html", form, session=session_hub.hub(found), hard=hard,
        readers=len(demand.readers(found).ready),
    )  # fmt: skip


def _planned(session: TrainingSession, form: PlanForm) -> Answer:
    at = form.instant()
    scheduling.plan_publication(session, at, actor(), announce=form.announce.data)
    moment = words.in_zone(dates.moment_running(at, session.timezone), session.timezone, session.timezone)
    flash(gettext("La rencontre sera publiée %(moment)s.", moment=moment), "success")
    return to("coordination.session", id=session.id)
