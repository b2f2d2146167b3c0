"""The office: the network's settings, the journal, the end of the example."""

from flask import abort, flash, render_template, request

from resal.actions import Refusal, demonstrating, directory
from resal.language import gettext, ngettext
from resal.queries import journal, office, words
from resal.web import doors
from resal.web.coordination.asking import Answer, actor, form_page, page_number, to
from resal.web.forms.base import attach
from resal.web.forms.office import SettingsForm, of_network
from resal.web.routing import route


@route("coordination.settings", "GET", "POST")
def settings() -> Answer:
    """How the network is called and reached, who answers for personal data, how long it is kept."""
    row = office.network()
    form = SettingsForm(data=of_network(row))
    form.keep_zone(row.timezone if row else words.HOME)
    if request.method == "POST" and form.validate():
        try:
            directory.save_network(form.by_language(row), form.plain(), actor())
            flash(gettext("C'est enregistré."), "success")
            return to("coordination.settings")
        except Refusal as refusal:
            attach(form, refusal)
    return form_page("coordination/settings.html", form)


@route("coordination.journal")
def the_journal() -> str:
    shown = journal.journal(page_number(), doors.settings().timezone)
    if not shown.pages.exists:
        abort(404)
    return render_template("coordination/journal.html", journal=shown)


@route("coordination.clear_example", "GET", "POST")
def clear_example() -> Answer:
    """GET asks; POST removes all that is invented, once somebody has been asked."""
    if request.method == "GET":
        return render_template("coordination/clear_example.html")
    if not request.form.get("sure"):
        return to("coordination.clear_example")
    gone = demonstrating.clear(actor())["events"]
    said = ngettext("L'exemple est retiré : %(n)s rencontre.", "L'exemple est retiré : %(n)s rencontres.", gone)
    flash(said, "success")
    return to("coordination.home")
