"""Sessions: the page of one, writing it down, offering it again, throwing a draft away."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, flash, make_response, render_template, request

from resal import clock
from resal.actions import Refusal, scheduling
from resal.language import dates, gettext
from resal.models import Series, TrainingSession
from resal.queries import (
    announcements,
    choices,
    clashes,
    series_order,
    session_hub,
)
from resal.web import doors
from resal.web.coordination.asking import Answer, actor, form_page, looked_at, missing, the_session, to
from resal.web.coordination.conflicts import both_texts
from resal.web.forms.announcing import CircleForm, EditionForm
from resal.web.forms.base import attach, say
from resal.web.forms.fields import is_number
from resal.web.forms.sessions import SessionForm, next_in_series
from resal.web.routing import route

PARTS = ("quoi", "quand", "qui")  # of the form of a session, in the order in which it is written down


@route("coordination.new_session", "GET", "POST")
def new_session() -> Answer:
    zone = doors.settings().timezone
    form = SessionForm(zone, prefilled=_in_series(zone))
    if _right(form):
        try:
            return _saved(scheduling.draft(form.plan(), actor()))
        except Refusal as refusal:
            attach(form, refusal)
    if request.method == "GET" and not request.args.keys().isdisjoint(("theme", "quartier")):
        form.begin_with(request.args.get("theme", ""), request.args.get("quartier", ""))
    return form_page(
        "coordination/session_form.html", form, session=None, conflict=None, remarks=looked_at(form),
        parts=_open_parts(PARTS[:1]),
    )  # fmt: skip


@route("coordination.session")
def session(id: int) -> str:  # noqa: A002 - the word of the address
    found = the_session(id)
    hub = session_hub.hub(found)
    hard, soft = missing(found)
    zone = doors.settings().timezone
    return render_template(
        "coordination/session_hub.html", session=hub, journal=session_hub.journal(found, zone),
        missing_hard=hard, missing_soft=soft,
        remarks=[] if hub.over else clashes.remarks(clashes.of_session(found)),
        telling=[(row, announcements.said(row)) for row in announcements.of_session(found, zone)],
        public_url=_public_url(found, hub.path_fr),
    )  # fmt: skip


@route("coordination.edit", "GET", "POST")
def edit(id: int) -> Answer:  # noqa: A002 - the word of the address
    found = the_session(id)
    form, seen = SessionForm(found.timezone, found), None
    if _right(form):
        try:
            return _saved(scheduling.edit(found, form.plan(), form.seen(), actor()))
        except Refusal as refusal:
            seen = both_texts(refusal, found, form, lambda: _stored(found))
    return form_page(
        "coordination/session_form.html", form, session=session_hub.hub(found), conflict=seen,
        remarks=looked_at(form), parts=_open_parts(PARTS),
    )  # fmt: skip


@route("coordination.delete", "GET", "POST")
def delete(id: int) -> Answer:  # noqa: A002 - the word of the address
    found = the_session(id)
    title = session_hub.hub(found).title
    if request.method == "GET":
        return _delete_page(found)
    try:
        scheduling.delete_draft(found, actor())
    except Refusal as refusal:
        return make_response(_delete_page(found, say(refusal)), 422)
    flash(gettext("Le brouillon « %(title)s » est supprimé.", title=title), "success")
    return to("coordination.sessions")


@route("coordination.duplicate", "GET", "POST")
def duplicate(id: int) -> Answer:  # noqa: A002 - the word of the address
    """A new edition: what stays true is copied, only the dates are asked for."""
    return _again(
        EditionForm(the_session(id)),
        gettext("La nouvelle édition est un brouillon : relisez-la avant de la publier."),
        heading=gettext("Nouvelle édition"),
        words=gettext("Les textes, le lieu, les places et l'animation sont repris. Les inscriptions, les liens et les "
                      "apprentissages restent avec l'édition d'où ils viennent."),
    )  # fmt: skip


@route("coordination.follow", "GET", "POST")
def follow(id: int) -> Answer:  # noqa: A002 - the word of the address
    """The supervision circle of those who attended, prepared as a draft."""
    return _again(
        CircleForm(the_session(id)),
        gettext("Le cercle est un brouillon : relisez-le avant de le publier."),
        heading=gettext("Cercle de supervision clinique"),
        words=gettext("Un petit groupe, le même à chaque date, pour les personnes venues à cette rencontre. Il est "
                      "confidentiel : sa page ne s'ouvre qu'avec son lien, les agendas et les courriels n'en disent "
                      "pas le thème. Les autres demandes d'inscription attendent votre réponse."),
    )  # fmt: skip


def _again(form: EditionForm, done: str, **shown: str) -> Answer:
    """Make a draft from a session by one of these forms; only what cannot be copied is asked for."""
    to_save = request.method == "POST" and not form.rearranged(request.form)
    form.offer(choices.venues())
    if to_save and form.validate():
        try:
            made = form.make(actor())
        except Refusal as refusal:
            attach(form, refusal)
        else:
            flash(done, "success")
            return to("coordination.session", id=made.id)
    return form_page(
        "coordination/session_duplicate.html",
        form,
        session=session_hub.hub(form.session),
        remarks=looked_at(form),
        **shown,
    )


def _right(form: SessionForm) -> bool:
    """Whether the form was sent to be saved, and there is nothing to correct."""
    to_save = request.method == "POST" and not form.rearranged(request.form)
    form.offer(choices.everything())
    return to_save and form.validate()


def _in_series(zone: str) -> dict[str, Any]:
    """What the form begins with when a series asked for it (`?serie=`)."""
    asked = request.args.get("serie", "")
    if not asked:
        return {}
    series = doors.row(Series, int(asked)) if is_number(asked) else abort(404)
    return next_in_series(series.id, series_order.last(series.id), zone)


def _open_parts(usually: tuple[str, ...]) -> tuple[str, ...]:
    """Which parts of the form are open: the one asked for; all of them once it was sent."""
    if request.method == "POST":
        return PARTS
    asked = request.args.get("partie")
    return (asked,) if asked in PARTS else usually


def _saved(session: TrainingSession) -> Answer:
    """On to the next part, or back to the session, saying until when what is written is safe."""
    if session.published:
        flash(gettext("C'est enregistré."), "success")
    else:
        moment = clock.now().astimezone(ZoneInfo(doors.settings().timezone))
        flash(gettext("Brouillon enregistré à %(hour)s", hour=dates.hour(moment.time())), "success")
    following = request.form.get("next")
    if following in PARTS:
        return to("coordination.edit", id=session.id, query={"partie": following})
    return to("coordination.session", id=session.id)


def _stored(session: TrainingSession) -> SessionForm:
    """The form as it would be filled in now."""
    stored = SessionForm(session.timezone, session, sent=False)
    stored.offer(choices.everything())
    return stored


def _delete_page(session: TrainingSession, refused: str = "") -> str:
    return render_template(
        "coordination/session_confirm.html", session=session_hub.hub(session), refused=refused, danger=True,
        heading=gettext("Supprimer ce brouillon"), button=gettext("Supprimer le brouillon"),
        words=[gettext("Ce brouillon sera effacé pour de bon. Personne ne l'a vu, personne n'est prévenu.")],
    )  # fmt: skip


def _public_url(session: TrainingSession, path: str) -> str:
    """The link to share, with its key when the session is not public."""
    key = "" if session.visibility == "public" else f"?cle={doors.access_token(session)}"
    return doors.settings().base_url + path + key
