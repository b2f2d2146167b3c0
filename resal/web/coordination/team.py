"""The team: who may work here, somebody invited, changed, taken out."""

from flask import abort, flash, request

from resal.actions import Refusal, team
from resal.language import gettext
from resal.models import Account
from resal.queries import office
from resal.web import doors
from resal.web.coordination.asking import Answer, actor, form_page, to
from resal.web.forms.base import attach
from resal.web.forms.office import InviteForm, MemberForm
from resal.web.routing import route


@route("coordination.team", "GET", "POST")
def the_team() -> Answer:
    """The list, and an invitation: an account, and a link by letter."""
    form = InviteForm()
    if request.method == "POST" and form.validate() and not _already(form):
        try:
            account = team.invite(form.email.data, form.name.data, form.role.data, form.language.data, actor())
            team.issue_link(account, team.PRINTED_LINK, mailed=True)
            flash(gettext("Un lien part à %(email)s : il est bon 24 heures.", email=account.email), "success")
            return to("coordination.team")
        except Refusal as refusal:
            attach(form, refusal)
    return form_page("coordination/team.html", form, members=office.team(doors.me().id))


@route("coordination.member", "GET", "POST")
def member(id: int) -> Answer:  # noqa: A002 - the word of the address
    account = doors.row(Account, id)
    if not account.active:
        abort(404)
    form = MemberForm(obj=account)
    if request.method == "POST":
        move = _MOVES.get(request.form.get("move", "save")) or abort(400)
        try:
            answer = move(account, form)
        except Refusal as refusal:
            attach(form, refusal)
        else:
            if answer is not None:
                return answer
    return form_page("coordination/member.html", form, member=account, me=account.id == doors.me().id)


def _already(form: InviteForm) -> bool:
    """Somebody of the team is not invited again: an invitation would change their role unseen."""
    account = team.find(form.email.data)
    if account is None or not account.active:
        return False
    form.email.errors = [*form.email.errors, gettext("Cette personne est déjà dans l'équipe.")]
    return True


def _change(account: Account, form: MemberForm) -> Answer | None:
    if not form.validate():
        return None
    team.change_member(account, form.name.data, form.role.data, form.language.data, actor())
    flash(gettext("C'est enregistré."), "success")
    return to("coordination.team")


def _send_link(account: Account, _form: MemberForm) -> Answer:
    team.issue_link(account, team.PRINTED_LINK, mailed=True)
    flash(gettext("Un lien part à %(email)s : il est bon 24 heures.", email=account.email), "success")
    return to("coordination.team")


def _remove(account: Account, _form: MemberForm) -> Answer:
    name = account.name
    team.remove_member(account, actor())
    flash(gettext("%(name)s n'est plus dans l'équipe.", name=name), "success")
    return to("coordination.team")


_MOVES = {"save": _change, "link": _send_link, "remove": _remove}
