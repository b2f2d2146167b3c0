"""What sessions belong to: series and themes."""

from flask import abort, flash, render_template, request

from resal.actions import Refusal, scheduling
from resal.actions import directory as actions
from resal.language import gettext
from resal.models import Series, Theme
from resal.queries import choices, coordination_directory, series_order
from resal.web import doors
from resal.web.coordination.asking import Answer, actor, form_page, row_or_new, to
from resal.web.forms.base import attach, say
from resal.web.forms.directory import SeriesForm, ThemeForm
from resal.web.forms.fields import is_number
from resal.web.routing import route

STEPS = {"up": -1, "down": 1}


@route("coordination.series")
def series() -> str:
    return render_template("coordination/directory/series_list.html", lines=coordination_directory.series())


@route("coordination.series_edit", "GET", "POST")
def series_edit(id: str) -> Answer:  # noqa: A002 - the word of the address
    row = row_or_new(Series, id)
    form = SeriesForm(row)
    to_save = request.method == "POST" and not form.rearranged(request.form)
    form.offer(choices.everything())
    if to_save and form.validate():
        try:
            actions.save_series(row, form.said(), form.plain(), form.funders(), form.theme_ids.data or [], actor())
        except Refusal as refusal:
            attach(form, refusal)
        else:
            return _saved("coordination.series", form.title_fr.data or "")
    lines = series_order.lines(row.id) if row else []
    return form_page("coordination/directory/series.html", form, row=row, lines=lines)


@route("coordination.series_order", "POST")
def series_order_of(id: int) -> Answer:  # noqa: A002 - the word of the address
    """`by=date` numbers them all; `up` or `down`, with the id of a session, moves it by one place."""
    row = doors.row(Series, id)
    way = next((way for way in STEPS if is_number(request.form.get(way, ""))), None)
    try:
        if request.form.get("by") == "date":
            scheduling.number_by_date(row, actor())
        elif way:
            scheduling.move_in_series(row, int(request.form[way]), STEPS[way], actor())
        else:
            abort(400)
    except Refusal as refusal:
        flash(say(refusal), "error")
    return to("coordination.series_edit", id=id)


@route("coordination.themes")
def themes() -> str:
    return render_template("coordination/directory/theme_list.html", lines=coordination_directory.themes())


@route("coordination.theme_edit", "GET", "POST")
def theme_edit(id: str) -> Answer:  # noqa: A002 - the word of the address
    row = row_or_new(Theme, id)
    form = ThemeForm(row)
    if request.method == "POST" and form.validate():
        try:
            actions.save_theme(row, form.said("label"), form.said("synthesis"), form.words(), actor())
        except Refusal as refusal:
            attach(form, refusal)
        else:
            return _saved("coordination.themes", form.label_fr.data or "")
    return form_page("coordination/directory/theme.html", form, row=row)


def _saved(page: str, what: str) -> Answer:
    flash(gettext("« %(name)s » est enregistré.", name=what), "success")
    return to(page)
