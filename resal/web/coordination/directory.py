"""The directory: facilitators, organizations, venues."""

from flask import abort, flash, render_template, request
from flask_wtf import FlaskForm

from resal.actions import Refusal
from resal.actions import directory as actions
from resal.language import gettext
from resal.models import Facilitator, Organization, Venue
from resal.queries import choices, coordination_directory, doubles
from resal.queries.coordination_directory import LISTS
from resal.web.coordination.asking import Answer, actor, form_page, row_or_new, to
from resal.web.forms.base import attach
from resal.web.forms.directory import FacilitatorForm, OrganizationForm, VenueForm
from resal.web.forms.fields import texts
from resal.web.routing import route

LONGEST_SEARCH = 200


@route("coordination.network")
def network() -> str:
    """One of the three lists, narrowed by `?q=`."""
    name, asked = request.args.get("voir", LISTS[0]), request.args.get("q", "")[:LONGEST_SEARCH]
    found = coordination_directory.directory(name, asked) if name in LISTS else abort(404)
    return render_template(
        "coordination/directory/network.html", name=name, asked=asked, directory=found,
        doubles=doubles.number() if name == "organismes" else 0,
    )  # fmt: skip


@route("coordination.facilitator_edit", "GET", "POST")
def facilitator_edit(id: str) -> Answer:  # noqa: A002 - the word of the address
    row = row_or_new(Facilitator, id)
    form = FacilitatorForm(row)
    to_save = request.method == "POST" and not form.rearranged(request.form)
    form.offer(choices.everything())
    if to_save and form.validate():
        bio = texts(form, "bio", row.bio if row else None)
        try:
            saved = actions.save_facilitator(row, bio, form.plain(), form.titles(), actor())
        except Refusal as refusal:
            attach(form, refusal)
        else:
            return _saved("animation", saved.name)
    return form_page("coordination/directory/facilitator.html", form, row=row)


@route("coordination.organization_edit", "GET", "POST")
def organization_edit(id: str) -> Answer:  # noqa: A002 - the word of the address
    row = row_or_new(Organization, id)
    form = OrganizationForm(row, choices.parents(row.id if row else None))
    if _right(form):
        name = texts(form, "name", row.name if row else None)
        try:
            actions.save_organization(row, name, form.plain(), actor())
        except Refusal as refusal:
            attach(form, refusal)
        else:
            return _saved("organismes", name["fr"])
    return form_page(
        "coordination/directory/organization.html", form, row=row, kinds=coordination_directory.kinds()
    )  # fmt: skip


@route("coordination.venue_edit", "GET", "POST")
def venue_edit(id: str) -> Answer:  # noqa: A002 - the word of the address
    row = row_or_new(Venue, id)
    form = VenueForm(row)
    if _right(form):
        try:
            saved = actions.save_venue(row, texts(form, "access", row.access if row else None), form.plain(), actor())
        except Refusal as refusal:
            attach(form, refusal)
        else:
            return _saved("lieux", saved.name)
    return form_page("coordination/directory/venue.html", form, row=row)


def _right(form: FlaskForm) -> bool:
    return request.method == "POST" and form.validate()


def _saved(name: str, what: str) -> Answer:
    flash(gettext("« %(name)s » est enregistré.", name=what), "success")
    return to("coordination.network", query={"voir": name})
