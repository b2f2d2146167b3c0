"""Another address for all one's places: asked for, confirmed from the new one."""

from datetime import timedelta

from flask import Response, abort, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from resal import addresses, clock, language
from resal.actions import Refusal, readdressing
from resal.language import gettext
from resal.web import doors, robots
from resal.web.forms.base import attach
from resal.web.forms.space import NewAddressForm
from resal.web.routing import PUBLIC, route

Answer = Response | AnyResponse | str
CHANGES = (5, timedelta(days=1))  # of one person, and to one address


@route("space.email", "GET", "POST", access=(PUBLIC,))
def email(token: str) -> Answer:
    doors.secret_page()
    person = doors.space(token).participant
    form = NewAddressForm()
    if request.method == "POST" and form.validate():
        if any(
            robots.too_often("address", caller, *CHANGES) for caller in (str(person.id), form.email.data.casefold())
        ):
            abort(429)
        try:
            readdressing.ask(person, form.email.data, language.current())
            said = gettext("Ouvrez le courriel parti à %(email)s. D'ici là, rien ne change.", email=form.email.data)
            flash(said, "success")
            return redirect(addresses.path("space.home", language.current(), token=token), 303)
        except Refusal as refusal:
            attach(form, refusal)
    body = render_template("space/email.html", form=form, person=person, token=token, advice=form.advice())
    return make_response(body, 422 if form.errors else 200)


@route("space.address", "GET", "POST", access=(PUBLIC,))
def address(token: str) -> Answer:
    """Where the letter to the new address leads: opening it changes nothing, the button does."""
    doors.secret_page()
    change = doors.address_change(token)
    if change.done_at is None and change.ends_at <= clock.now():
        return make_response(render_template("errors/410.html"), 410)
    refused = ""
    if request.method == "POST":
        try:
            link = readdressing.confirm(change)
            if link is not None:
                flash(gettext("C'est changé : on vous écrit maintenant à cette adresse."), "success")
                return _to_space(doors.space_token(link.nonce))
        except Refusal as refusal:
            refused = str(refusal)
    body = render_template("space/address.html", change=change, refused=refused)
    return make_response(body, 422 if refused else 200)


def _to_space(token: str) -> AnyResponse:
    return redirect(addresses.path("space.home", language.current(), token=token), 303)
