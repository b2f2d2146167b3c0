"""Registering: the form, the page that says why not, the seat that is taken."""

from flask import Response, abort, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from resal import clock
from resal.actions import Refusal, registering
from resal.actions.registering import JustFilled, OneOfThese, Outcome, Typed
from resal.language import current, gettext
from resal.letters import facts
from resal.models import TrainingSession
from resal.queries import (
    invitations,
    questions,
    registering_page,
)
from resal.web import blank_forms, doors, receipts, remembering, robots
from resal.web.forms.answers import asking
from resal.web.forms.base import attach
from resal.web.forms.registration import RegistrationForm
from resal.web.routing import PUBLIC, route
from resal.web.seat import to_seat

Answer = Response | AnyResponse | str


@route("registration.form", "GET", "POST", access=(PUBLIC,))
def form(id: int) -> Answer:  # noqa: A002 - the word of the address
    session = doors.public_session(id)
    doors.secret_page()
    alike = request.method == "GET" and not request.cookies and not session.asks
    if alike and session.registration_state(clock.now()) == "open":
        hybrid = session.mode == "hybrid"
        seats = registering_page.full_modes(session) if hybrid else registering_page.is_full(session, None)
        return blank_forms.blank((request.full_path, session.id, seats), lambda: _blank(session))
    filled = _filled(session)
    invitation = doors.invitation(session)
    number, now = invitation.id if invitation else None, clock.now()
    if session.registration_state(now, number is not None and invitations.holds(session, number, now)) != "open":
        return closed(session, invitation is not None)
    if request.method == "GET" or not acceptable(filled):
        return _form(session, filled)
    return _register(session, filled, number)


def acceptable(filled: RegistrationForm) -> bool:
    """The form is right, and was not sent by a program; what is not shows as errors of the form."""
    right = filled.validate()
    if not right:
        return False
    if robots.too_quick():
        filled.form_errors.append(gettext("Vérifiez ces renseignements, puis confirmez."))
        return False
    limits = ((robots.ROOM, robots.network_address()), (robots.ADDRESS, filled.email.data.casefold()))
    if any(robots.too_often("register", caller, *limit) for limit, caller in limits):
        abort(429)
    return True


def _register(session: TrainingSession, filled: RegistrationForm, invitation: int | None) -> Answer:
    reserved = session.attended_only  # asked after the commit, it would be read again
    typed = filled.typed(
        news=filled.news.data,
        line=filled.expects.data != "seat" or reserved,  # or a full room would tell who attended
        submission=receipts.submission(session, filled.name.data, filled.email.data),
        invitation=invitation if session.registration == "invitation" else None,
    )
    if robots.caught():
        return _receipt(session, typed, None)
    try:
        outcome = _as_a_stranger(registering.register(session, typed))
    except JustFilled as refusal:
        return _just_filled(session, filled, refusal.ahead + 1)
    except OneOfThese as refusal:
        filled.ask_which(refusal.names)
        attach(filled, refusal)
        return _form(session, filled)
    except Refusal as refusal:
        filled = _filled(session)  # with the questions, and the places left, of now
        attach(filled, refusal)
        return _form(session, filled)
    answer = _receipt(session, typed, None) if reserved else _registered(session, typed, outcome)
    remembering.keep(answer, typed if filled.remember.data else None)
    return answer


def _as_a_stranger(outcome: Outcome) -> Outcome:
    """Raises the `Refusal` that somebody new would have had: their letter alone says that they have a place (H1)."""
    if outcome.refusal is not None:
        raise outcome.refusal
    return outcome


def _registered(session: TrainingSession, typed: Typed, outcome: Outcome) -> AnyResponse:
    """The seat; or, for somebody already registered, a receipt that tells a stranger nothing.

    Whoever asks for a session reserved to those who attended another always gets the receipt: their
    seat would tell that they did.
    """
    if outcome.again:
        return _receipt(session, typed, registering_page.place_of_a_newcomer(session, typed.mode))
    return to_seat(doors.seat_token(outcome.nonce))


def _receipt(session: TrainingSession, typed: Typed, position: int | None) -> AnyResponse:
    return to_seat(receipts.write(session, typed, position))


def _blank(session: TrainingSession) -> str:
    filled = RegistrationForm()
    filled.offer_modes(session.mode == "hybrid")
    return make_response(_form(session, filled)).get_data(as_text=True)


def _form(session: TrainingSession, filled: RegistrationForm) -> Answer:
    page = registering_page.of(session, filled.mode.data)
    filled.expects.data = "" if page.full else "seat"
    body = render_template("registration/form.html", form=filled, session=page, advice=filled.advice())
    return make_response(body, 422 if filled.errors else 200)


def _just_filled(session: TrainingSession, filled: RegistrationForm, place: int) -> Answer:
    page = registering_page.of(session, filled.mode.data)
    return make_response(render_template("registration/just_filled.html", form=filled, session=page, place=place), 409)


def closed(session: TrainingSession, invited: bool) -> Answer:
    """Not open: not yet, or not any more. 410 once it is over for good, as the contract says."""
    page, now = registering_page.of(session, None), clock.now()
    state = session.registration_state(now)
    if session.registration_state(now, invited=True) == "open":
        state = "invitation over" if invited else "invitation"
    return make_response(
        render_template(
            "registration/closed.html",
            session=page,
            state=state,
            awaited=session.awaited(now),
            edition=facts.next_edition(session, current()) if state in ("cancelled", "over", "closed") else None,
        ),
        200 if state == "soon" else 410,
    )


def _filled(session: TrainingSession) -> RegistrationForm:
    form = asking(RegistrationForm, session, questions.of(session))
    filled = form(data=remembering.recall() or None) if request.method == "GET" else form()
    filled.offer_modes(session.mode == "hybrid")
    return filled
