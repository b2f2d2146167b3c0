"""Registering to a whole series, and « ma série »: the permanent secret page of that."""

from collections.abc import Sequence

from flask import Response, abort, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from resal import addresses, language
from resal.actions import Refusal, registering
from resal.actions.registering import OneOfThese, Typed
from resal.language import gettext
from resal.models import Series, TrainingSession
from resal.queries import attestations, registering_page, series_registering, series_seat_page
from resal.web import doors, receipts, remembering, robots
from resal.web.forms.base import attach, say
from resal.web.forms.registration import RegistrationForm
from resal.web.registration import acceptable
from resal.web.routing import PUBLIC, route

Answer = Response | AnyResponse | str


@route("registration.series_form", "GET", "POST", access=(PUBLIC,))
def series_form(id: int) -> Answer:  # noqa: A002 - the word of the address
    series = series_registering.offered(id) or abort(404)
    doors.secret_page()
    sessions = series_registering.open_sessions(series.id)
    filled = RegistrationForm(data=remembering.recall() or None) if request.method == "GET" else RegistrationForm()
    filled.offer_modes(any(session.mode == "hybrid" for session in sessions))
    if not sessions:
        page = series_registering.of(series, [], None)
        return make_response(render_template("registration/series_closed.html", series=page), 410)
    if request.method == "GET" or not acceptable(filled):
        return _form(series, sessions, filled)
    return _register(series, sessions, filled)


@route("registration.series_seat", access=(PUBLIC,))
def series_seat(token: str) -> Answer:
    doors.secret_page()
    standing, place = _attestation(token)
    return render_template(
        "registration/series_seat.html", seat=_page(token), token=token, attestation=standing, place=place
    )


@route("registration.series_place", access=(PUBLIC,))
def series_place(token: str, id: int) -> Answer:  # noqa: A002 - the word of the address
    """On to the place in one session; a receipt does not know where it is."""
    doors.secret_page()
    if receipts.find_whole(token) is not None:
        return render_template("registration/by_letter.html", token=token, whole=True)
    place = series_seat_page.place_in(doors.whole(token), id) or abort(404)
    address = addresses.path("registration.seat", language.current(), token=doors.seat_token(place.nonce))
    return redirect(address, 303)


@route("registration.series_leave", "GET", "POST", access=(PUBLIC,))
def series_leave(token: str) -> Answer:
    doors.secret_page()
    if receipts.find_whole(token) is not None:
        return render_template("registration/by_letter.html", token=token, whole=True)
    whole = doors.whole(token)
    if request.method == "GET":
        return render_template("registration/series_leave.html", seat=_page(token), token=token)
    try:
        registering.leave_whole(whole)
        flash(gettext("Vos places aux rencontres à venir sont libérées."), "success")
    except Refusal as refusal:
        flash(say(refusal), "error")
    return _to_seat(token)


def _page(token: str) -> series_seat_page.SeriesSeatPage:
    receipt = receipts.find_whole(token)
    if receipt is None:
        return series_seat_page.of_registration(doors.whole(token))
    return series_seat_page.of_receipt(doors.row(Series, receipt["series"]), receipt)


def _attestation(token: str) -> tuple[attestations.Standing | None, str]:
    """How one stands with the attestation of the whole, and the token of the place whose page holds it."""
    receipt = receipts.find_whole(token)
    if receipt is not None:
        return attestations.before_the_end_of(doors.row(Series, receipt["series"])), ""
    found = attestations.of_whole(doors.whole(token))
    if found is None:
        return None, ""
    standing, place = found
    return standing, doors.seat_token(place.nonce) if place else ""


def _form(series: Series, sessions: Sequence[TrainingSession], filled: RegistrationForm) -> Answer:
    page = series_registering.of(series, sessions, filled.mode.data)
    body = render_template("registration/series_form.html", form=filled, series=page, advice=filled.advice())
    return make_response(body, 422 if filled.errors else 200)


def _register(series: Series, sessions: Sequence[TrainingSession], filled: RegistrationForm) -> Answer:
    typed = filled.typed(
        news=filled.news.data, line=True, submission=receipts.submission(series, filled.name.data, filled.email.data)
    )
    if filled.mode.choices and typed.mode not in ("in person", "online"):
        filled.mode.errors = [gettext("Choisissez comment vous participez.")]
        return _form(series, sessions, filled)
    if robots.caught():
        return _receipt(series, sessions, typed)
    try:
        whole = registering.register_whole(series, typed)
    except Refusal as refusal:
        if isinstance(refusal, OneOfThese):
            filled.ask_which(refusal.names)
        attach(filled, refusal)
        return _form(series, sessions, filled)
    answer = _receipt(series, sessions, typed) if whole.known else _to_seat(doors.whole_token(whole.nonce))
    remembering.keep(answer, typed if filled.remember.data else None)
    return answer


def _receipt(series: Series, sessions: Sequence[TrainingSession], typed: Typed) -> AnyResponse:
    """What somebody new would be shown: whoever is already registered is told by letter alone."""
    return _to_seat(receipts.write_whole(series, typed, [_newcomer(session, typed) for session in sessions]))


def _newcomer(session: TrainingSession, typed: Typed) -> tuple[int, str, int | None]:
    if session.registration == "approval":
        return session.id, "requested", None
    place = registering_page.place_of_a_newcomer(session, typed.mode if session.mode == "hybrid" else None)
    return session.id, "waiting" if place else "confirmed", place


def _to_seat(token: str) -> AnyResponse:
    return redirect(addresses.path("registration.series_seat", language.current(), token=token), 303)
