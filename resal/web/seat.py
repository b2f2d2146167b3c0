"""« Ma place »: the permanent secret page of a registration, and what one may do from it."""

from flask import Response, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from resal import addresses, language
from resal.actions import Refusal, answering, registering, subscribing
from resal.calendars import feed, links
from resal.calendars.event import render
from resal.calendars.zones import vtimezones
from resal.language import gettext
from resal.models import Registration, TrainingSession
from resal.queries import (
    answers,
    attestations,
    feed_bytes,
    my_presence,
    questions,
    seat_page,
    series_seat_page,
)
from resal.queries.calendar_entries import entry, for_mode, session_path, summary
from resal.web import doors, receipts
from resal.web.forms.answers import asking
from resal.web.forms.base import attach, say
from resal.web.forms.registration import DetailsForm
from resal.web.routing import PUBLIC, route

Answer = Response | AnyResponse | str


@route("registration.seat", access=(PUBLIC,))
def seat(token: str) -> Answer:
    doors.secret_page()
    receipt, whole, around = receipts.find(token), None, my_presence.NOTHING
    if receipt is not None:
        session = doors.row(TrainingSession, receipt["session"])
        shown = seat_page.of_receipt(session, receipt, doors.settings().base_url)
        standing = attestations.before_the_end(session) if receipt["state"] == "confirmed" else None
    else:
        registration = doors.seat(token)
        shown = seat_page.of_registration(registration, doors.settings().base_url)
        standing = attestations.of_registration(registration)
        around = my_presence.of_registration(registration, doors.settings().base_url)
        found = series_seat_page.whole_of(registration)
        whole = doors.whole_token(found.nonce) if found else None
    return render_template(
        "registration/seat.html", seat=shown, token=token, whole=whole, attestation=standing, around=around
    )


@route("registration.change", "GET", "POST", access=(PUBLIC,))
def change(token: str) -> Answer:
    doors.secret_page()
    if receipts.find(token) is not None:
        return render_template("registration/by_letter.html", token=token, whole=False)
    registration = doors.seat(token)
    if "forget" in request.form:
        answering.withdraw_consent(registration)
        flash(gettext("Vos réponses sensibles sont effacées."), "success")
        return to_seat(token)
    filled = _details(registration)
    if request.method == "POST" and filled.validate():
        try:
            registering.change(registration, filled.typed())
            flash(gettext("C'est corrigé."), "success")
            return to_seat(token)
        except Refusal as refusal:
            filled = _details(registration)
            attach(filled, refusal)
    asks = registration.training_session.asks
    body = render_template(
        "registration/change.html", form=filled, token=token, closed=bool(asks) and not filled.questions,
        consented=asks and answers.has_sensitive(registration),
    )  # fmt: skip
    return make_response(body, 422 if filled.errors else 200)


@route("registration.cancel", "GET", "POST", access=(PUBLIC,))
def cancel(token: str) -> Answer:
    doors.secret_page()
    if receipts.find(token) is not None:
        return render_template("registration/by_letter.html", token=token, whole=False)
    registration = doors.seat(token)
    if request.method == "GET":
        shown = seat_page.of_registration(registration, doors.settings().base_url)
        return render_template("registration/cancel.html", seat=shown, token=token)
    return moved(token, lambda: registering.withdraw(registration, request.form.get("reason", "")[:20]))


@route("registration.take", "GET", "POST", access=(PUBLIC,))
def take(token: str) -> Answer:
    """Where letters lead; a program that only follows links takes nothing."""
    doors.secret_page()
    if receipts.find(token) is not None:
        return render_template("registration/by_letter.html", token=token)
    registration = doors.seat(token)
    if request.method == "GET":
        shown = seat_page.of_registration(registration, doors.settings().base_url)
        return render_template("registration/take.html", seat=shown, token=token)
    return moved(token, lambda: registering.take(registration))


@route("registration.undo", "POST", access=(PUBLIC,))
def undo(token: str) -> Answer:
    doors.secret_page()
    registration = doors.seat(token)
    return moved(token, lambda: registering.undo_withdrawal(registration))


@route("registration.calendar", access=(PUBLIC,))
def calendar(token: str) -> Answer:
    """The meetings of one's session as a file; with the link to join for whoever has a seat."""
    doors.secret_page()
    receipt = receipts.find(token)
    registration = None if receipt else doors.seat(token)
    session = registration.training_session if registration else doors.row(TrainingSession, (receipt or {})["session"])
    mode = registration.mode if registration else (receipt or {}).get("mode")
    body = _calendar(session, mode, private=registration is not None and registration.state == "confirmed")
    answer = Response(body, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="resal-{session.id}.ics"'
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@route("registration.feed", "GET", "POST", access=(PUBLIC,))
def private_feed(token: str) -> Answer:
    """A private address for one's own calendar: made on demand, shown once, revocable."""
    doors.secret_page()
    if receipts.find(token) is not None:
        return render_template("registration/by_letter.html", token=token, whole=False)
    person = doors.seat(token).participant
    address = None
    if request.method == "POST" and request.form.get("revoke"):
        subscribing.revoke_feeds(person)
        flash(gettext("Ces adresses ne répondent plus."), "success")
        return redirect(addresses.path("registration.feed", language.current(), token=token), 303)
    if request.method == "POST":
        made = subscribing.create_feed(person)
        address = doors.settings().base_url + addresses.path("feeds.participant", language.current(), token=made)
    return render_template(
        "registration/feed.html", token=token, address=address, existing=subscribing.has_feed(person),
        webcal=links.webcal(address) if address else None, google=links.google_subscribe(address) if address else None,
    )  # fmt: skip


def _details(registration: Registration) -> DetailsForm:
    session, person = registration.training_session, registration.participant
    asked = questions.of(session) if questions.may_change(session) else ()
    given = answers.own(registration, asked) if asked else {}
    filled = asking(DetailsForm, session, asked, given)(data={
        "name": person.name, "email": person.email, "organization": person.organization_name,
        "mode": registration.mode, "needs": registration.needs, "language": registration.language,
    })  # fmt: skip
    filled.offer_modes(session.mode == "hybrid")
    return filled


def moved(token: str, act) -> Answer:  # type: ignore[no-untyped-def] # an action without arguments
    try:
        act()
    except Refusal as refusal:
        flash(say(refusal), "error")
    return to_seat(token)


def _calendar(session: TrainingSession, mode: str | None, private: bool) -> bytes:
    spoken, base = language.current(), doors.settings().base_url
    whole = [entry(meeting, spoken, base, private=private) for meeting in session.live_meetings]
    entries = [for_mode(one, session, mode, spoken) for one in whole]
    name = summary(session.live_meetings[0], spoken) if entries else session_path(session, spoken)
    header = feed.header(name, "", feed_bytes.spoken(), None, session.timezone)
    return feed.assemble(
        header, vtimezones({session.timezone, *(one.zone for one in entries)}), [render(one) for one in entries]
    )


def to_seat(token: str) -> AnyResponse:
    return redirect(addresses.path("registration.seat", language.current(), token=token), 303)
