"""The agenda of a session: read from a text, corrected line by line, announced when it changes."""

from flask import flash, request

from resal.actions import Refusal, scheduling
from resal.actions.scheduling import publications
from resal.language import gettext, ngettext
from resal.models import TrainingSession
from resal.queries import publications as published
from resal.queries import said_changes, session_hub
from resal.queries.agenda import items
from resal.web.coordination.asking import Answer, actor, form_page, the_session, to
from resal.web.coordination.conflicts import both_texts
from resal.web.forms.agenda import AgendaForm
from resal.web.forms.base import attach
from resal.web.forms.changes import ChangesForm
from resal.web.routing import route


@route("coordination.agenda", "GET", "POST")
def agenda(id: int) -> Answer:  # noqa: A002 - the word of the address
    """The rows of the agenda; a pasted text becomes rows first, and nothing is saved before they were seen."""
    found = the_session(id)
    form, seen, preview = AgendaForm(found, items(found)), None, False
    if request.method == "POST":
        if "read" in request.form:
            preview = form.take_pasted(request.form["read"] == "instead")
        elif not form.rearranged(request.form) and form.validate():
            try:
                return _saved(scheduling.write_agenda(found, form.plans(), form.seen(), actor()))
            except Refusal as refusal:
                seen = both_texts(
                    refusal, found, form, lambda: AgendaForm(found, items(found), sent=False), AgendaForm.differences
                )
    return form_page(
        "coordination/agenda.html", form, session=session_hub.hub(found), conflict=seen, preview=preview,
        pending=0 if request.method == "POST" else len(published.pending(found)),
    )  # fmt: skip


@route("coordination.changes", "GET", "POST")
def changes(id: int) -> Answer:  # noqa: A002 - the word of the address
    """What has changed since the last announcement; POST announces it, and writes to whom is ticked."""
    found = the_session(id)
    form, pending = ChangesForm(found), published.pending(found)
    registered, leaders = publications.registered(found), publications.touched(pending)
    if request.method == "POST" and form.validate():
        try:
            tell = bool(form.registered.data), bool(form.leaders.data)
            scheduling.announce(found, form.comment(), form.seen(), actor(), *tell)
        except Refusal as refusal:
            attach(form, refusal)
            form.revision.data = str(found.revision)
        else:
            told = publications.how_many(registered if tell[0] else (), leaders if tell[1] else ())
            flash(_announced(told), "success")
            return to("coordination.session", id=id)
    return form_page(
        "coordination/changes.html", form, session=session_hub.hub(found), groups=said_changes.groups(pending),
        registered=len(registered), leaders=len(leaders), confidential=found.visibility == "confidential",
    )  # fmt: skip


def _saved(session: TrainingSession) -> Answer:
    flash(gettext("Le déroulement est enregistré."), "success")
    return to("coordination.agenda", id=session.id)


def _announced(told: int) -> str:
    done = gettext("Les changements sont annoncés.")
    if not told:
        return done
    return f"{done} " + ngettext("Un courriel part dans 15 minutes.", "%(n)s courriels partent dans 15 minutes.", told)
