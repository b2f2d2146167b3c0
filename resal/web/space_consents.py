"""What one agreed to: seen with its date, withdrawn by one button and given again by one."""

from collections.abc import Callable

from flask import Response, abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from resal import addresses, language
from resal.actions import Refusal, answering, interest
from resal.language import dates, gettext
from resal.models import Participant, Registration, Subscription
from resal.queries import consents
from resal.web import doors, remembering
from resal.web.forms.base import say
from resal.web.forms.fields import is_number
from resal.web.routing import PUBLIC, route

Answer = Response | AnyResponse | str


@route("space.consents", "GET", "POST", access=(PUBLIC,))
def agreed(token: str) -> Answer:
    doors.secret_page()
    person = doors.space(token).participant
    if request.method == "POST":
        answer = redirect(addresses.path("space.consents", language.current(), token=token), 303)
        try:
            flash(_change(person, answer), "success")
        except Refusal as refusal:
            flash(say(refusal), "error")
        return answer
    since = remembering.since()
    return render_template(
        "space/consents.html", token=token, person=person, agreed=consents.of_participant(person),
        remembered=dates.day_medium(since) if since else "", seat_token=doors.seat_token,
        leaving_token=doors.leaving_token,
    )  # fmt: skip


def _change(person: Participant, answer: AnyResponse) -> str:
    """Do what the one button that was pressed says; returns what to tell."""
    name = next((name for name in BUTTONS if name in request.form), None) or abort(400)
    return BUTTONS[name](person, request.form[name], answer)


def _stop(person: Participant, number: str, _answer: AnyResponse) -> str:
    interest.stop(_wish(person, number))
    return gettext("C'est retiré.")


def _resume(person: Participant, number: str, _answer: AnyResponse) -> str:
    interest.resume(_wish(person, number), language.current())
    return gettext("C'est rétabli.")


def _want_news(person: Participant, _value: str, _answer: AnyResponse) -> str:
    interest.want_news(person, language.current())
    return gettext("C'est noté : on vous écrira. Chaque courriel aura un lien pour arrêter.")


def _forget(person: Participant, number: str, _answer: AnyResponse) -> str:
    answering.withdraw_consent(_place(person, number))
    return gettext("Vos réponses sensibles sont effacées.")


def _recognize(person: Participant, _value: str, answer: AnyResponse) -> str:
    remembering.write(answer, person.name, person.email, person.organization_name)
    return gettext("Ce téléphone vous reconnaîtra.")


def _unrecognize(_person: Participant, _value: str, answer: AnyResponse) -> str:
    remembering.keep(answer, None)
    return gettext("Ce téléphone ne vous reconnaîtra plus.")


BUTTONS: dict[str, Callable[[Participant, str, AnyResponse], str]] = {
    "stop": _stop,
    "resume": _resume,
    "news": _want_news,
    "forget": _forget,
    "recognize": _recognize,
    "unrecognize": _unrecognize,
}


def _wish(person: Participant, number: str) -> Subscription:
    """One of what the address of this person asked for, or 404."""
    found = doors.row(Subscription, int(number)) if is_number(number) else None
    return found if found is not None and found.email_key == person.email_key else abort(404)


def _place(person: Participant, number: str) -> Registration:
    found = doors.row(Registration, int(number)) if is_number(number) else None
    return found if found is not None and found.participant_id == person.id else abort(404)
