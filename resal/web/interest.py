"""Whoever wants to be told: of a session's date, of a theme or a borough; and how to leave.

Every answer is the same whether an address is known or not (trust, H1), and no letter leaves for it.
"""

from flask import Response, abort, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from resal import addresses, clock, language
from resal.actions import Refusal, interest
from resal.language import gettext
from resal.models import Subscription, TrainingSession
from resal.queries import demand, registering_page
from resal.queries.calendar_entries import session_path
from resal.queries.readings import shown
from resal.web import doors, robots
from resal.web.forms.base import say
from resal.web.forms.interest import ChoicesForm, Choosing, NewsForm, TellMeForm
from resal.web.public.answering import both, show
from resal.web.routing import PUBLIC, route

Answer = Response | AnyResponse | str
ONE_CLICK = ("List-Unsubscribe", "One-Click")  # RFC 8058 3.2


@route("interest.session", "GET", "POST", access=(PUBLIC,))
def session(id: int) -> Answer:  # noqa: A002 - the word of the address
    """Asking to be told of one session's date, or of the opening of its registration."""
    found = doors.public_session(id)
    if not found.listed:
        abort(404)
    if not found.awaited(clock.now()):
        return redirect(session_path(found, language.current()), 303)
    form = TellMeForm()
    if request.method == "POST" and _acceptable(form):
        return _told_of_session(found, form)
    here = both("interest.session", id=id)
    page = show(
        "interest/session.html", here, form=form, session=registering_page.of(found, None), advice=form.advice(),
        undated=found.starts_at is None, consent=gettext(interest.OF_A_SESSION),
    )  # fmt: skip
    return make_response(page, 422 if form.errors else 200)


@route("interest.form", "GET", "POST", access=(PUBLIC,))
def news() -> Answer:
    """Asking to be told when a theme or a borough comes."""
    form = NewsForm()
    _offer(form)
    if request.method == "POST" and _acceptable(form):
        if not robots.caught():
            interest.ask_for_news(form.email.data, form.language.data or language.current(), *form.chosen())
        flash(gettext("C'est noté : on vous écrira. Chaque courriel aura un lien pour arrêter."), "success")
        return redirect(addresses.path("public.home", language.current()), 303)
    if request.method != "POST":
        form.themes.data = [key for key, _label in demand.theme_choices() if key == request.args.get("theme")]
    page = show("interest/form.html", both("interest.form"), form=form, advice=form.advice())
    return make_response(page, 422 if form.errors else 200)


@route("interest.manage", "GET", "POST", access=(PUBLIC,), one_click=True)
def manage(token: str) -> Answer:
    """The page every letter to a subscriber leads to: GET asks, POST acts, however often."""
    doors.secret_page()
    found = doors.subscription(token)
    if request.method != "POST":
        return _manage_page(found, token, _choices_of(found))
    if request.form.get(ONE_CLICK[0]) == ONE_CLICK[1]:
        interest.leave(found)
        return Response(gettext("Vous ne recevrez plus rien.") + "\n", mimetype="text/plain")
    if "leave" in request.form:
        interest.leave(found)
        return _back(token)
    return _change(found, token) if "save" in request.form else abort(400)


def _told_of_session(found: TrainingSession, form: TellMeForm) -> Answer:
    try:
        if not robots.caught():
            interest.ask_for_session(found, form.email.data, language.current())
        flash(gettext("C'est noté : on vous écrira une fois, dès qu'il y a du nouveau."), "success")
    except Refusal as refusal:  # the date came while the form was being filled in
        flash(say(refusal), "notice")
    return redirect(session_path(found, language.current()), 303)


def _acceptable(form: TellMeForm) -> bool:
    """The form is right, and was not sent by a program; what is not shows as errors of the form."""
    if not form.validate():
        return False
    if robots.too_quick():
        form.form_errors.append(gettext("Vérifiez votre adresse, puis envoyez de nouveau."))
        return False
    limits = ((robots.ROOM, robots.network_address()), (robots.ADDRESS, form.email.data.casefold()))
    if any(robots.too_often("interest", caller, *limit) for limit, caller in limits):
        abort(429)
    return True


def _change(found: Subscription, token: str) -> Answer:
    form = ChoicesForm()
    _offer(form, found)
    if not form.validate():
        return make_response(_manage_page(found, token, form), 422)
    try:
        interest.choose(found, *form.chosen())
        flash(gettext("C'est enregistré."), "success")
    except Refusal as refusal:
        flash(say(refusal), "error")
    return _back(token)


def _choices_of(found: Subscription) -> ChoicesForm:
    form = ChoicesForm(formdata=None, data={"themes": found.themes, "boroughs": found.boroughs})
    _offer(form, found)
    return form


def _offer(form: Choosing, found: Subscription | None = None) -> None:
    """What anybody may tick, and what somebody has ticked before, should it be offered no more."""
    themes, places = demand.theme_choices(), demand.borough_choices()
    kept = found.boroughs if found else []
    form.offer(themes, list(dict.fromkeys([*places, *kept])))


def _manage_page(found: Subscription, token: str, form: ChoicesForm) -> str:
    session = doors.row(TrainingSession, found.training_session_id) if found.training_session_id else None
    return render_template(
        "interest/manage.html", form=form, left=found.withdrawn_at is not None, email=found.email, token=token,
        session=shown(session.title) if session else None,
    )  # fmt: skip


def _back(token: str) -> AnyResponse:
    return redirect(addresses.path("interest.manage", language.current(), token=token), 303)
