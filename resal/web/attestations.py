"""One's own attestation, and the page where anybody checks a number."""

import re
from datetime import timedelta

from flask import Response, abort, flash, make_response, redirect, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from resal import addresses, language
from resal.actions import Refusal, certifying
from resal.db import db
from resal.language import gettext
from resal.models import Attestation, Registration
from resal.queries import attestation_papers, attestations
from resal.web import doors, papers, receipts, robots
from resal.web.forms.base import say
from resal.web.routing import PUBLIC, route

Answer = Response | AnyResponse | str
CHECKS = (60, timedelta(minutes=10))
_CODE = re.compile(r"([A-Z]{2}[0-9]{2})[ -]?([A-Z]{2}[0-9]{2})", re.ASCII)


@route("registration.attestation", "GET", "POST", access=(PUBLIC,))
def attestation(token: str) -> Answer:
    """GET: the paper, or back to the seat, which says why not yet. POST makes it, once."""
    doors.secret_page()
    if receipts.find(token) is not None:
        return render_template("registration/by_letter.html", token=token)
    registration = doors.seat(token)
    if request.method == "POST":
        return _asked_for(token, registration)
    scope, _standing = attestations.of_place(registration)
    found = attestations.latest(scope, [registration.participant_id]).get(registration.participant_id)
    if found is None or found.ended_at is not None:
        return _to("registration.seat", token, "attestation")
    return papers.one(attestation_papers.paper(found, doors.settings().base_url))


@route("public.attestation", access=(PUBLIC,))
def check(code: str) -> Answer:
    """What a number proves: all that its paper says while it holds, and else that it does not."""
    doors.secret_page()
    if robots.too_often("attestation", robots.network_address(), *CHECKS):
        abort(429)
    written = _CODE.fullmatch(code.strip().upper())
    number = f"{written[1]}-{written[2]}" if written else ""
    found = db.session.scalars(select(Attestation).where(Attestation.code == number)).one_or_none() if number else None
    if found is None:
        return make_response(render_template("public/attestation_unknown.html", code=code[:20]), 404)
    valid = found.ended_at is None
    paper = attestation_papers.paper(found, doors.settings().base_url) if valid else None
    ended = attestation_papers.ended_on(found)
    return render_template(
        "public/attestation.html", paper=paper, code=found.code, state=found.state, ended=ended,
        of_series="sessions" in found.facts,
    )  # fmt: skip


def _asked_for(token: str, registration: Registration) -> AnyResponse:
    try:
        certifying.issue(registration)
    except Refusal as refusal:
        flash(say(refusal), "error")
        return _to("registration.seat", token, "attestation")
    flash(gettext("Votre attestation est prête."), "success")
    return _to("registration.seat", token, "attestation")


def _to(name: str, token: str, anchor: str) -> AnyResponse:
    return redirect(f"{addresses.path(name, language.current(), token=token)}#{anchor}", 303)
