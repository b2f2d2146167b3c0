"""From one session of a series: change it and the following ones, or all; cancel them.

A first POST shows what each session becomes and what cannot be; the second, with `sure`, does it all.
"""

from zoneinfo import ZoneInfo

from flask import abort, flash, render_template, request

from resal import clock
from resal.actions import Refusal, scheduling
from resal.language import dates, gettext, ngettext
from resal.models import Announcement, TrainingSession
from resal.queries import choices, session_hub
from resal.web import doors
from resal.web.coordination import previewing, series_words
from resal.web.coordination.asking import Answer, actor, form_page, the_session, to, typed
from resal.web.coordination.previewing import Told
from resal.web.coordination.series_words import SessionLook
from resal.web.forms.base import attach
from resal.web.forms.series_changes import SeriesCancelForm, SeriesChangeForm
from resal.web.routing import route

SEEN = "seen"


@route("coordination.series_change", "GET", "POST")
def series_change(id: int) -> Answer:  # noqa: A002 - the word of the address
    found = _of_a_series(id)
    form = SeriesChangeForm()
    to_change = request.method == "POST" and not form.rearranged(request.form) and "back" not in request.form
    form.offer(choices.everything())
    if to_change and form.validate():
        try:
            if "sure" not in request.form:
                return _change_look(found, form)
            announcement = scheduling.change_several(
                found, form.scope.data, form.change(), form.seen.data or "", actor(), tell=form.tell.data
            )
            return _done(found, gettext("La série est changée."), announcement)
        except Refusal as refusal:
            attach(form, refusal)
    return form_page("coordination/series_change.html", form, session=session_hub.hub(found))


@route("coordination.series_cancel", "GET", "POST")
def series_cancel(id: int) -> Answer:  # noqa: A002 - the word of the address
    found, form = _of_a_series(id), SeriesCancelForm()
    if request.method == "POST" and "back" not in request.form and form.validate():
        try:
            if "sure" not in request.form:
                return _cancel_look(found, form)
            announcement = scheduling.cancel_several(
                found, form.scope.data, form.reason(), form.seen.data or "", actor()
            )
            return _done(found, gettext("Les rencontres sont annulées."), announcement)
        except Refusal as refusal:
            attach(form, refusal)
    return form_page("coordination/series_cancel.html", form, session=session_hub.hub(found))


def _of_a_series(id_: int) -> TrainingSession:
    found = the_session(id_)
    return found if found.series is not None else abort(404)


def _change_look(session: TrainingSession, form: SeriesChangeForm) -> Answer:
    change = form.change()
    steps = scheduling.plan(session, form.scope.data, change)
    looks = series_words.changed(steps, change)
    mark = scheduling.mark([step.session for step in steps])
    told = Told(0, [])
    if form.tell.data and _possible(looks):
        told = previewing.letters(scheduling.change_several, session, form.scope.data, change, mark, actor())
    return _look(session, looks, mark, told, gettext("Changer"), gettext("Avant et après"), "series_change")


def _cancel_look(session: TrainingSession, form: SeriesCancelForm) -> Answer:
    rows = scheduling.meant(session, form.scope.data)
    looks = series_words.cancelled(rows)
    mark, told = scheduling.mark(rows), Told(0, [])
    if _possible(looks):
        told = previewing.letters(scheduling.cancel_several, session, form.scope.data, form.reason(), mark, actor())
    heading = gettext("Annuler pour de bon?")
    return _look(session, looks, mark, told, gettext("Annuler"), heading, "series_cancel")


def _look(
    session: TrainingSession, looks: list[SessionLook], mark: str, told: Told, act: str, heading: str, form: str
) -> Answer:
    number = sum(bool(look.differences) for look in looks)
    return render_template(
        "coordination/series_look.html", session=session_hub.hub(session), looks=looks, form_page=form,
        heading=heading, told=_told(told.number), letters=told.letters, danger=form == "series_cancel", number=number,
        possible=_possible(looks), reason=[request.form.get(f"reason_{code}", "") for code in ("fr", "en")],
        button=ngettext("%(act)s une rencontre", "%(act)s %(n)s rencontres", number, act=act),
        typed=[*((name, value) for name, value in typed() if name != SEEN), (SEEN, mark)],
    )  # fmt: skip


def _possible(looks: list[SessionLook]) -> bool:
    """Whether something changes, and nothing stands in its way."""
    return any(look.differences for look in looks) and not any(look.blocks for look in looks)


def _told(number: int) -> str:
    if not number:
        return gettext("Personne ne sera prévenu.")
    return ngettext(
        "Une personne recevra un courriel, qui ne nomme que ses rencontres.",
        "%(n)s personnes recevront chacune un seul courriel, qui ne nomme que ses rencontres.", number,
    )  # fmt: skip


def _done(session: TrainingSession, words: str, announcement: Announcement | None) -> Answer:
    flash(words, "success")
    if announcement is None:
        return to("coordination.session", id=session.id)
    minutes = announcement.leaves_at.astimezone(ZoneInfo(doors.settings().timezone)).time()
    if clock.now() < announcement.leaves_at:
        flash(gettext("Les courriels partent à %(hour)s.", hour=dates.hour(minutes)), "info")
    return to("coordination.announcement", id=announcement.id)
