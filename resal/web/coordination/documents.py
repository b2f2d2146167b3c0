"""The documents and links of a session, on one page of the team."""

from flask import flash, request

from resal.actions import Refusal, scheduling
from resal.language import gettext
from resal.queries import session_hub
from resal.queries.words import resource_kinds
from resal.web.coordination.asking import Answer, actor, form_page, the_session, to
from resal.web.coordination.conflicts import both_texts
from resal.web.forms.documents import DocumentsForm
from resal.web.routing import route


@route("coordination.documents", "GET", "POST")
def documents(id: int) -> Answer:  # noqa: A002 - the word of the address
    """The rows, which buttons move, add and take away; one save for them all."""
    found = the_session(id)
    form, seen = DocumentsForm(found), None
    if request.method == "POST" and not form.rearranged(request.form) and form.validate():
        try:
            scheduling.write_documents(found, form.plans(), form.seen(), actor())
        except Refusal as refusal:
            seen = both_texts(refusal, found, form, lambda: DocumentsForm(found, sent=False))
        else:
            flash(gettext("C'est enregistré."), "success")
            return to("coordination.session", id=id)
    return form_page(
        "coordination/documents.html", form, session=session_hub.hub(found), conflict=seen, kinds=resource_kinds()
    )
