"""What is written twice: suggestions, two side by side, making them one, undoing it."""

from flask import abort, flash, render_template, request

from resal.actions import Refusal, merging
from resal.language import gettext, lazy
from resal.models import Merge, Organization, Participant
from resal.queries import doubles_page, merging_organizations, merging_people
from resal.queries.doubles import ORGANIZATION
from resal.queries.doubles_page import KINDS, NAMES
from resal.queries.merging_organizations import Preview
from resal.web import doors
from resal.web.coordination.asking import Answer, actor, form_page, page_number, to
from resal.web.forms.base import attach, say
from resal.web.forms.doubles import choosing
from resal.web.routing import route

LONGEST_SEARCH = 200
Row = Organization | Participant


@route("coordination.doubles")
def doubles() -> str:
    """What may be double, organizations or people, and what was made one of late."""
    name = request.args.get("quoi", "organismes")
    if name not in KINDS:
        abort(404)
    found = doubles_page.of_kind(name, page_number(), doors.settings().timezone)
    if not found.pages.exists:
        abort(404)
    return render_template("coordination/doubles.html", name=name, doubles=found)


@route("coordination.doubles_of")
def doubles_of(kind: str, id: int) -> str:  # noqa: A002 - the word of the address
    """Pick the other one."""
    row, asked = _row(kind, id), request.args.get("q", "")[:LONGEST_SEARCH]
    found = doubles_page.others(kind, row.id, asked)
    return render_template(
        "coordination/doubles_of.html", name=kind, one=doubles_page.one_row(KINDS[kind], row.id), asked=asked,
        found=found,
    )  # fmt: skip


@route("coordination.merge", "GET", "POST")
def merge(kind: str, kept: int, gone: int) -> Answer:
    """Both side by side; POST makes them one, or remembers that they are two (`apart`)."""
    one, other = _row(kind, kept), _row(kind, gone)
    shown = _preview(one, other)
    form = choosing(shown.differences)
    if request.method == "POST" and form.validate():
        try:
            return _apart(kind, one, other) if "apart" in request.form else _merged(one, other, form.chosen())
        except Refusal as refusal:
            attach(form, refusal)
    return form_page("coordination/merge.html", form, name=kind, preview=shown)


@route("coordination.merged", "GET", "POST")
def merged(id: int) -> Answer:  # noqa: A002 - the word of the address
    """What was made one; POST undoes it."""
    row = doors.row(Merge, id)
    if request.method == "POST":
        try:
            left = merging.undo(row, actor()).left
            words = lazy("C'est défait, sauf ce qui est nommé ici.") if left else lazy("Tout est revenu comme avant.")
            flash(gettext(words), "notice" if left else "success")
        except Refusal as refusal:
            flash(say(refusal), "error")
        return to("coordination.merged", id=id)
    shown = doubles_page.of_merge(row, doors.settings().timezone)
    return render_template("coordination/merged.html", merge=shown, name=NAMES[row.kind])


def _row(kind: str, id_: int) -> Row:
    """The row of the address that is no other's double yet, or 404."""
    if kind not in KINDS:
        abort(404)
    organizations = KINDS[kind] == ORGANIZATION
    found: Row = doors.row(Organization, id_) if organizations else doors.row(Participant, id_)
    return found if found.merged_into_id is None else abort(404)


def _preview(one: Row, other: Row) -> Preview:
    if isinstance(one, Organization) and isinstance(other, Organization):
        return merging_organizations.preview(one, other)
    if isinstance(one, Participant) and isinstance(other, Participant):
        return merging_people.preview(one, other)
    return abort(404)


def _merged(one: Row, other: Row, chosen: dict[str, str]) -> Answer:
    if isinstance(one, Organization) and isinstance(other, Organization):
        done = merging.merge_organizations(one, other, chosen, actor())
    elif isinstance(one, Participant) and isinstance(other, Participant):
        done = merging.merge_people(one, other, chosen, actor())
    else:
        abort(404)
    flash(gettext("Les deux fiches n'en font plus qu'une."), "success")
    return to("coordination.merged", id=done.id)


def _apart(kind: str, one: Row, other: Row) -> Answer:
    merging.keep_apart(one, other, actor())
    flash(gettext("C'est retenu : ces deux-là ne seront plus proposés."), "success")
    return to("coordination.doubles", query={"quoi": kind})
