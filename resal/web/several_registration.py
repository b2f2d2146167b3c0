"""Registering several people of one organization: a list, perhaps a choice, a receipt without names."""

from collections import Counter

from flask import Response, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from resal import addresses, clock, language
from resal.actions import Refusal, registering
from resal.actions.registering import NotEnough, OneOfThese, Typed
from resal.language import gettext
from resal.models import TrainingSession
from resal.queries import invitations, line, questions, registering_page
from resal.web import doors, receipts, remembering, robots
from resal.web.forms.base import LONGEST_LINE, attach, one_line
from resal.web.forms.fields import Problems
from resal.web.forms.several import SeveralForm
from resal.web.registration import closed
from resal.web.routing import PUBLIC, route
from resal.web.seat import moved

Answer = Response | AnyResponse | str


@route("registration.several", "GET", "POST", access=(PUBLIC,))
def several(id: int) -> Answer:  # noqa: A002 - the word of the address
    session = doors.public_session(id)
    doors.secret_page()
    invitation = doors.invitation(session)
    number, now = invitation.id if invitation else None, clock.now()
    if session.registration_state(now, number is not None and invitations.holds(session, number, now)) != "open":
        return closed(session, invitation is not None)
    filled = _filled(session)
    if request.method == "GET" or filled.rearranged(request.form) or "back" in request.form:
        return _form(session, filled)
    if not filled.validate() or _by_a_program(filled):
        return _form(session, filled)
    return _register(session, filled, number if session.registration == "invitation" else None)


@route("registration.several_receipt", access=(PUBLIC,))
def receipt(token: str) -> Answer:
    doors.secret_page()
    found = receipts.find_several(token) or abort(404)
    session = doors.row(TrainingSession, found["session"])
    lot = registering.Lot(*found["lot"]) if found["lot"] else None
    return render_template(
        "registration/several_receipt.html", session=registering_page.of(session, None), people=found["people"],
        lot=lot, again=registering_page.takes_others(session), asks=bool(questions.of(session)),
        together=line.together(),
    )  # fmt: skip


@route("registration.alone", "POST", access=(PUBLIC,))
def alone(token: str) -> Answer:
    doors.secret_page()
    registration = doors.seat(token)
    return moved(token, lambda: registering.wait_alone(registration))


def _register(session: TrainingSession, filled: SeveralForm, invitation: int | None) -> Answer:
    people = filled.typed(receipts.mark_of_list(session, [row.person() for row in filled.written]), invitation)
    if robots.caught():
        return _received(session, len(people), registering.Lot(len(people), 0, 0))
    accepted = request.form.get("wait", ""), filled.seats_seen
    try:
        registering.look(session, people, *accepted)
        if _too_many(people):
            words = gettext("C'est beaucoup de personnes en peu de temps. Réessayez dans une heure, ou écrivez-nous.")
            filled.form_errors.append(words)
            return _form(session, filled, 429)
        lot = registering.register_several(session, people, *accepted)
    except NotEnough as refusal:
        return _choice(session, filled, refusal)
    except Refusal as refusal:
        if isinstance(refusal, OneOfThese):
            filled.ask_which(refusal.names)
        attach(filled, refusal)
        return _form(session, filled)
    return _received(session, len(people), lot)


def _received(session: TrainingSession, people: int, lot: registering.Lot | None) -> AnyResponse:
    token = receipts.write_several(session, people, lot)
    return redirect(addresses.path("registration.several_receipt", language.current(), token=token), 303)


def _by_a_program(filled: SeveralForm) -> bool:
    if not robots.too_quick():
        return False
    filled.form_errors.append(gettext("Vérifiez ces renseignements, puis confirmez."))
    return True


def _too_many(people: list[Typed]) -> bool:
    """A list is one act, but letters to strangers are counted one by one (trust, H3)."""
    here = {robots.network_address(): len(people)}
    written_to = Counter(typed.email.casefold() for typed in people)
    return robots.too_many("several", here, *robots.COLLEAGUES) or robots.too_many(
        "several to", written_to, *robots.STRANGER
    )


def _filled(session: TrainingSession) -> SeveralForm:
    filled = SeveralForm() if request.method == "POST" else SeveralForm(data={"organization": _organization()})
    filled.offer_modes(session.mode == "hybrid")
    return filled


def _organization() -> str:
    """The one that the address names, after somebody registered; else the one this browser remembers."""
    said: str = one_line(request.args.get("organization", ""))[:LONGEST_LINE]
    return said or remembering.recall().get("organization", "")


def _form(session: TrainingSession, filled: SeveralForm, code: int = 422) -> Response:
    problems = Problems(filled)
    body = render_template(
        "registration/several.html", form=filled, problems=problems, session=registering_page.of(session, None),
        asks=bool(questions.of(session)),
    )  # fmt: skip
    return make_response(body, code if problems.errors else 200)


def _choice(session: TrainingSession, filled: SeveralForm, refusal: NotEnough) -> Response:
    page = registering_page.of(session, filled.mode.data)
    body = render_template(
        "registration/several_choice.html", form=filled, session=page, lot=refusal.lot, ahead=refusal.ahead,
        ways=refusal.ways, together=line.together(), policy=line.policy(session, clock.now()),
    )  # fmt: skip
    return make_response(body, 409)
