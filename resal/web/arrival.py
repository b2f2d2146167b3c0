"""The code on the wall: « Je suis là », by whoever is there; the page tells nobody who is on the list (trust, H1)."""

from datetime import timedelta

from flask import Response, abort, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from resal import addresses, language
from resal.actions import Refusal, arriving
from resal.language import gettext
from resal.models import ArrivalCode
from resal.queries import arrival, registering_page
from resal.web import doors, receipts, remembering, robots
from resal.web.forms.arrival import ArrivalForm, ComingInForm
from resal.web.forms.base import attach, say
from resal.web.routing import PUBLIC, route

Answer = Response | AnyResponse | str
MISSES = (60, timedelta(minutes=10))
CROWD = (400, timedelta(minutes=10))  # a hall of people on one Wi-Fi, each twice
SAID = ("merci", "bienvenue")
PERSON = (10, timedelta(minutes=10))


@route("arrival.here", "GET", "POST", access=(PUBLIC,))
def here(code: str) -> Answer:
    """GET: what to press, or why not now. POST: noted, if there is somebody to note; the answer is always the same."""
    found = _found(code)
    if found.ended_at is not None or arrival.state(found.meeting) != "open":
        return _not_now(found)
    known = {} if "autre" in request.args else remembering.recall()
    form = ArrivalForm()
    if request.method == "POST" and request.form.get("known") and known:
        return _noted(found, known["email"], known["name"])
    if request.method == "POST" and form.validate():
        return _noted(found, form.email.data or "", form.name.data or "")
    said = "" if form.errors else next((word for word in SAID if word in request.args), "")
    body = render_template(
        "arrival/here.html", form=form, door=arrival.door(found.meeting), code=found.code, said=said,
        known=(known["name"].split() or [""])[0] if known else "",
    )  # fmt: skip
    return make_response(body, 422 if form.errors else 200)


@route("arrival.come_in", "GET", "POST", access=(PUBLIC,))
def come_in(code: str) -> Answer:
    """« Vous n'étiez pas sur la liste » : three fields; whoever was on it reads the same."""
    found = _found(code)
    door = arrival.door(found.meeting)
    if found.ended_at is not None or door.state != "open" or not door.welcomes:
        return _not_now(found)
    form = ComingInForm(data=remembering.recall()) if request.method == "GET" else ComingInForm()
    if request.method == "POST" and form.validate() and _is_a_person(form):
        typed = form.typed(receipts.submission(found.meeting.training_session, form.name.data, form.email.data))
        try:
            if not robots.caught():
                arriving.come_in(found.meeting, typed)
            return _to(found, "bienvenue")
        except Refusal as refusal:
            attach(form, refusal)
    body = render_template(
        "arrival/come_in.html", form=form, door=door, code=found.code, organizations=registering_page.suggestions()
    )
    return make_response(body, 422 if form.errors else 200)


@route("registration.arrival", "POST", access=(PUBLIC,))
def mine(token: str) -> Answer:
    """The same from the page of one's place, by the code that is written on the wall: there the answer is plain."""
    doors.secret_page()
    registration = doors.seat(token)
    if robots.too_often("arrival of one", str(registration.id), *PERSON):
        abort(429)
    try:
        arriving.arrive(registration, request.form.get("code", "")[:20])
    except Refusal as refusal:
        flash(say(refusal), "error")
    else:
        flash(gettext("Bienvenue. Votre arrivée est notée."), "success")
    return redirect(addresses.path("registration.seat", language.current(), token=token), 303)


def _found(code: str) -> ArrivalCode:
    """The code of the address, also one that was replaced, or 404. Whoever tries many is slowed down."""
    doors.secret_page()
    found = arrival.by_code(code)
    if found is None or arrival.state(found.meeting) == "away":
        abort(429 if robots.too_often("arrival", robots.network_address(), *MISSES) else 404)
    return found


def _not_now(found: ArrivalCode) -> Answer:
    """Before the hour a page that waits; afterwards, or with a code that was changed, the end of it."""
    door = arrival.door(found.meeting)
    state = "changed" if found.ended_at is not None else door.state
    return make_response(
        render_template("arrival/not_now.html", door=door, state=state), 200 if state == "soon" else 410
    )


def _noted(found: ArrivalCode, email: str, name: str) -> Answer:
    limits = ((CROWD, robots.network_address()), (PERSON, f"{found.code} {email.casefold()}"))
    if any(robots.too_often("arriving", caller, *limit) for limit, caller in limits):
        abort(429)
    try:
        arriving.arrive_by_address(found.meeting, email, name)
    except Refusal as refusal:
        flash(say(refusal), "error")
        return _to(found)
    return _to(found, "merci")


def _is_a_person(form: ComingInForm) -> bool:
    if robots.too_quick():
        form.form_errors.append(gettext("Vérifiez ces renseignements, puis confirmez."))
        return False
    limits = ((robots.ROOM, robots.network_address()), (robots.ADDRESS, (form.email.data or "").casefold()))
    if any(robots.too_often("register", caller, *limit) for limit, caller in limits):
        abort(429)
    return True


def _to(found: ArrivalCode, said: str = "") -> AnyResponse:
    asked = {said: 1} if said else {}
    return redirect(addresses.path("arrival.here", language.current(), query=asked, code=found.code), 303)
