"""Signing in without a password: a link that works once, opened then confirmed by a button."""

from datetime import timedelta

from flask import Response, abort, flash, make_response, redirect, render_template, request, session
from flask_login import login_user, logout_user
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from resal import addresses, clock, language, tokens
from resal.actions import Refusal, team
from resal.db import db
from resal.language import gettext
from resal.models import SignInLink
from resal.web import doors, robots
from resal.web.forms.account import SignInForm
from resal.web.routing import COORDINATOR, HOST, PUBLIC, READER, route

Answer = Response | AnyResponse | str
TRIES = (5, timedelta(minutes=15))


@route("account.sign_in", "GET", "POST", access=(PUBLIC,))
def sign_in() -> Answer:
    """Ask for a link by letter. The answer is the same whether the address is of the team or not."""
    doors.secret_page()
    if request.method == "GET" and doors.account():
        return redirect(_home(), 303)
    form = SignInForm()
    if request.method == "GET" or not form.validate():
        return make_response(render_template("account/sign_in.html", form=form), 422 if form.errors else 200)
    email = form.email.data or ""
    if robots.too_often("sign-in", robots.network_address(), 20, TRIES[1]):
        abort(429)
    account = team.find(email)
    if account and account.active and not robots.too_often("sign-in", email.casefold(), *TRIES):
        team.issue_link(account, team.MAILED_LINK, mailed=True)
    return render_template("account/link_sent.html", email=email)


@route("account.link", "GET", "POST", access=(PUBLIC,))
def link(token: str) -> Answer:
    """The page behind a link: opening it (as mail scanners do) uses nothing up; the button enters."""
    doors.secret_page()
    nonce = tokens.read(doors.settings().secret_keys, doors.SIGN_IN, token)
    found = db.session.scalars(select(SignInLink).where(SignInLink.nonce == nonce)).one_or_none() if nonce else None
    if found is None:
        abort(404)
    if doors.account() and not team.usable(found, clock.now()):
        return redirect(_home(), 303)
    if not team.usable(found, clock.now()):
        return make_response(render_template("account/link_ended.html"), 410)
    if request.method == "GET":
        return render_template("account/link.html", member=found.account)
    try:
        account = team.enter(found.nonce)
    except Refusal:
        return make_response(render_template("account/link_ended.html"), 410)
    wanted = session.get("next", "")
    session.clear()  # a cookie known before is worth nothing after (trust, A1)
    session.permanent = True
    login_user(account)
    return redirect(_local(wanted) or _home(), 303)


@route("account.sign_out", "POST", access=(COORDINATOR, HOST, READER))
def sign_out() -> Answer:
    """Out of every device at once."""
    team.leave(doors.me())
    logout_user()
    session.clear()
    flash(gettext("La session est fermée, sur tous vos appareils."), "success")
    return redirect(addresses.path("public.home", language.current()), 303)


def _home() -> str:
    return addresses.path("coordination.home", "fr")


def _local(wanted: str) -> str | None:
    """The page asked for before signing in, if it is one of the coordination's (trust, G1)."""
    return wanted if wanted.startswith("/coordination") and "\\" not in wanted and "//" not in wanted else None
