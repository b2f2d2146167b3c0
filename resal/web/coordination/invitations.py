"""Invitation links of a session that is by invitation: made, shown, taken back."""

from flask import abort, flash, request

from resal import addresses
from resal.actions import Refusal, inviting
from resal.language import gettext
from resal.models import Invitation, TrainingSession
from resal.queries import invitations as found_invitations
from resal.queries.session_heading import heading
from resal.web import doors
from resal.web.coordination.asking import Answer, actor, form_page, the_session, to
from resal.web.forms.base import attach
from resal.web.forms.fields import is_number
from resal.web.forms.invitations import InvitationForm
from resal.web.routing import route


@route("coordination.invitations", "GET", "POST")
def invitations(id: int) -> Answer:  # noqa: A002 - the word of the address
    session = the_session(id)
    if "revoke" in request.form:
        return _revoked(session, request.form["revoke"])
    form = InvitationForm(session.timezone)
    if request.method == "POST" and form.validate():
        try:
            inviting.invite(session, form.label.data or "", form.most.data, form.end(), actor())
        except Refusal as refusal:
            attach(form, refusal)
        else:
            flash(gettext("Le lien est prêt : copiez-le et envoyez-le."), "success")
            return to("coordination.invitations", id=id)
    rows = [(row, _url(session, row.nonce)) for row in found_invitations.of_session(session)]
    return form_page(
        "coordination/invitations.html", form, session=heading(session), rows=rows,
        needed=session.registration == "invitation",
    )  # fmt: skip


def _revoked(session: TrainingSession, number: str) -> Answer:
    found = doors.row(Invitation, int(number)) if is_number(number) else abort(404)
    if found.training_session_id != session.id:
        abort(404)
    inviting.revoke(found, actor())
    flash(gettext("Ce lien n'ouvre plus rien. Les personnes déjà inscrites gardent leur place."), "success")
    return to("coordination.invitations", id=session.id)


def _url(session: TrainingSession, nonce: str) -> str:
    key = "" if session.visibility == "public" else doors.access_token(session)
    asked = {"cle": key, "invitation": doors.invitation_token(nonce)}
    return doors.settings().base_url + addresses.path("registration.form", "fr", query=asked, id=session.id)
