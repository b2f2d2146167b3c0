"""What everybody learns of: publishing, moving, cancelling, and taking it back.

What is told to people is looked at twice: a first POST shows what will happen, the second, with
`sure`, does it.
"""

from collections.abc import Callable

from flask import flash, make_response, render_template, request

from resal.actions import Actor, Refusal, scheduling
from resal.actions.scheduling.drafting import refuse_older
from resal.language import gettext, ngettext
from resal.letters import occasions
from resal.models import TrainingSession
from resal.queries import announcements, choices, clashes, demand, session_hub
from resal.queries.words import way
from resal.web.coordination import previewing
from resal.web.coordination.asking import Answer, actor, form_page, looked_at, missing, the_session, to, typed
from resal.web.coordination.conflicts import both_texts
from resal.web.forms.announcing import CancelForm, MoveForm
from resal.web.forms.base import attach, say
from resal.web.routing import route

SILENTLY = "silently"
MOVING = ("moved", "series_changed")
RESTORING = ("restored", *MOVING)


@route("coordination.publish", "GET", "POST")
def publish(id: int) -> Answer:  # noqa: A002 - the word of the address
    found = the_session(id)
    if found.published:
        return to("coordination.session", id=id)
    if request.method == "POST":
        announce = "announce" in request.form
        told = len(demand.readers(found).ready) if announce else 0
        try:
            scheduling.publish(found, actor(), announce=announce)
        except Refusal as refusal:
            return make_response(_publish_page(found, say(refusal)), 422)
        flash(_published(told), "success")
        return to("coordination.session", id=id)
    return _publish_page(found)


@route("coordination.unpublish", "GET", "POST")
def unpublish(id: int) -> Answer:  # noqa: A002 - the word of the address
    found = the_session(id)
    if not found.published:
        return to("coordination.session", id=id)
    return _confirmed(
        found, scheduling.unpublish, lambda: gettext("La rencontre est redevenue un brouillon."),
        heading=gettext("Retirer du calendrier"), button=gettext("Retirer du calendrier"), danger=False,
        words=[gettext("La rencontre redevient un brouillon : sa page disparaît du site."),
               gettext("Les agendas qui la montraient l'affichent comme annulée pendant 30 jours.")],
    )  # fmt: skip


@route("coordination.restore", "GET", "POST")
def restore(id: int) -> Answer:  # noqa: A002 - the word of the address
    found = the_session(id)
    if not found.cancelled:
        return to("coordination.session", id=id)
    told = scheduling.told_of_change(found)
    return _confirmed(
        found, scheduling.restore, lambda: _restored(found),
        heading=gettext("Rétablir la rencontre"), button=_telling(gettext("Rétablir"), told), danger=False,
        words=[gettext("La rencontre a lieu comme prévu, les places sont comme avant."), _told(told)],
    )  # fmt: skip


@route("coordination.move", "GET", "POST")
def move(id: int) -> Answer:  # noqa: A002 - the word of the address
    """One screen before, one that shows before and after, then it is done."""
    found = the_session(id)
    if not found.published:
        return to("coordination.edit", id=id)
    form, seen = MoveForm(found), None
    to_move = request.method == "POST" and not form.rearranged(request.form) and "back" not in request.form
    form.offer(choices.venues())
    remarks = looked_at(form)
    if to_move and form.validate():
        try:
            refuse_older(found, form.seen())
            return _moved(found, form) if "sure" in request.form else _move_look(found, form)
        except Refusal as refusal:
            seen = both_texts(refusal, found, form, lambda: _stored(found))
    told = scheduling.told_of_change(found)
    return form_page(
        "coordination/session_move.html", form, session=session_hub.hub(found), told=_told(told), count=told,
        remarks=remarks, conflict=seen,
    )  # fmt: skip


@route("coordination.cancel", "GET", "POST")
def cancel(id: int) -> Answer:  # noqa: A002 - the word of the address
    found = the_session(id)
    if found.cancelled:
        return to("coordination.session", id=id) if "sure" in request.form else _correct_reason(found)
    form, told = CancelForm(), scheduling.told_of_change(found)
    if request.method == "POST" and "back" not in request.form and form.validate():
        try:
            if "sure" not in request.form:
                return _cancel_look(found, form)
            scheduling.cancel(found, form.reason(), actor())
        except Refusal as refusal:
            attach(form, refusal)
        else:
            flash(_said(gettext("La rencontre est annulée."), announcements.owed(found, "cancelled")), "success")
            return to("coordination.session", id=id)
    return form_page(
        "coordination/session_cancel.html", form, session=session_hub.hub(found), told=_told(told), count=told,
        english=session_hub.english_readers(found),
    )  # fmt: skip


def _correct_reason(session: TrainingSession) -> Answer:
    """Of a session that is cancelled already, only the reason may be said better; nobody is written to."""
    form = CancelForm(session.cancelled_reason)
    if request.method == "POST" and form.validate():
        try:
            scheduling.correct_reason(session, form.reason(), actor())
        except Refusal as refusal:
            attach(form, refusal)
        else:
            flash(gettext("La raison est corrigée. Personne n'est prévenu de nouveau."), "success")
            return to("coordination.session", id=session.id)
    return form_page("coordination/session_reason.html", form, session=session_hub.hub(session))


def _publish_page(session: TrainingSession, refused: str = "") -> str:
    hard, soft = missing(session)
    return render_template(
        "coordination/session_publish.html", session=session_hub.hub(session), hard=hard, soft=soft, refused=refused,
        remarks=clashes.remarks(clashes.of_session(session)), readers=demand.readers(session),
        awaited=demand.waiting_for(session.id) if session.live_meetings else 0, enrolled=scheduling.expected(session),
    )  # fmt: skip


def _confirmed(
    session: TrainingSession, act: Callable[[TrainingSession, Actor], object], done: Callable[[], str], **shown: object
) -> Answer:
    """GET asks, POST acts and says what was `done`; a refusal is said on the page that asked."""
    refused = ""
    if request.method == "POST":
        try:
            act(session, actor())
            flash(done(), "success")
            return to("coordination.session", id=session.id)
        except Refusal as refusal:
            refused = say(refusal)
    hub = session_hub.hub(session)
    page = render_template("coordination/session_confirm.html", session=hub, refused=refused, **shown)
    return make_response(page, 422 if refused else 200)


def _restored(session: TrainingSession) -> str:
    return _said(gettext("La rencontre est rétablie."), announcements.owed(session, *RESTORING))


def _move_look(session: TrainingSession, form: MoveForm) -> Answer:
    """Before and after side by side, who is told, and what their letter says."""
    to = form.plan()
    before, after = previewing.now(session), previewing.moved(session, to)
    silent = scheduling.may_be_silent(session, to)
    told = previewing.letters(scheduling.reschedule, session, to, form.seen(), actor())
    return render_template(
        "coordination/session_move_look.html", session=session_hub.hub(session), before=before, after=after,
        ways=(way(session.mode), way(to.mode)) if to.mode != session.mode else (),
        new_link=to.link if to.link != session.link else "", typed=typed(), count=told.number,
        told=_told(told.number, scheduling.told_of_change(session)), silent=told.number and silent,
        differences=occasions.differences(before, after),
        letters=told.letters,
        awaited=demand.waiting_for(session.id) if session.starts_at is None and to.meetings else 0,
        button=_telling(_moving(session), told.number), remarks=clashes.remarks(form.wanted()),
    )  # fmt: skip


def _stored(session: TrainingSession) -> MoveForm:
    """The form as it would be filled in now."""
    stored = MoveForm(session, sent=False)
    stored.offer(choices.venues())
    return stored


def _moved(session: TrainingSession, form: MoveForm) -> Answer:
    silently, dated = request.form["sure"] == SILENTLY, bool(session.live_meetings)
    scheduling.reschedule(session, form.plan(), form.seen(), actor(), silently)
    owed = 0 if silently else announcements.owed(session, *MOVING)
    flash(_said(gettext("La rencontre est déplacée.") if dated else gettext("La date est fixée."), owed), "success")
    return to("coordination.session", id=session.id)


def _cancel_look(session: TrainingSession, form: CancelForm) -> Answer:
    told = previewing.letters(scheduling.cancel, session, form.reason(), actor())
    return render_template(
        "coordination/session_cancel_look.html", session=session_hub.hub(session), reason=form.reason(), typed=typed(),
        told=_told(told.number), button=_telling(gettext("Annuler la rencontre"), told.number), count=told.number,
        letters=told.letters,
    )  # fmt: skip


def _moving(session: TrainingSession) -> str:
    return gettext("Déplacer") if session.live_meetings else gettext("Fixer la date")


def _told(number: int, registered: int = 0) -> str:
    """Who is told; `registered`: how many have a place, to whom all may be as they know it."""
    if registered and not number:
        return gettext("Personne n'est à prévenir : tout est comme les personnes inscrites le savent.")
    if not number:
        return gettext("Personne n'est inscrit : aucun courriel ne partira.")
    return ngettext(
        "Une personne sera prévenue par courriel.", "%(n)s personnes seront prévenues par courriel.", number
    )


def _telling(words: str, number: int) -> str:
    """« Déplacer et prévenir 24 personnes »."""
    if not number:
        return words
    return ngettext("%(act)s et prévenir une personne", "%(act)s et prévenir %(n)s personnes", number, act=words)


def _published(told: int) -> str:
    return _said(gettext("La rencontre est publiée."), told)


def _said(done: str, number: int) -> str:
    if not number:
        return done
    told = ngettext(
        "Le courriel à une personne part dans 15 minutes.", "Les courriels à %(n)s personnes partent dans 15 minutes.",
        number,
    )  # fmt: skip
    return f"{done} {told}"
