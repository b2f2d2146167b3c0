"""What is kept on oneself: read it, take it away, correct it, have it erased."""

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from resal import addresses, clock, language
from resal.actions import Refusal, erasing, personal
from resal.language import dates, gettext
from resal.letters import sent
from resal.models import Participant
from resal.queries import held, network, retention
from resal.queries import space as places
from resal.queries.attendance import STATUSES
from resal.queries.outbox import STATES
from resal.queries.words import HOME
from resal.web import doors, remembering
from resal.web.forms.base import attach
from resal.web.forms.space import DetailsOfMineForm
from resal.web.routing import PUBLIC, route

Answer = Response | AnyResponse | str


@route("space.data", access=(PUBLIC,))
def data(token: str) -> Answer:
    """All that is kept, as words."""
    doors.secret_page()
    person = doors.space(token).participant
    return render_template(
        "space/data.html", token=token, held=_held(person), kept=retention.kept(), moment=_moment, states=STATES,
        statuses=STATUSES,
    )  # fmt: skip


@route("space.file", access=(PUBLIC,))
def file(token: str) -> Answer:
    """All that is kept, for machines (P-39.1 s. 27)."""
    doors.secret_page()
    person = doors.space(token).participant
    purposes = [{"what": one.what, "why": one.why, "until": one.until} for one in retention.kept()]
    whole = {"made_at": clock.now().isoformat(), "by": network.about().name, **_held(person), "kept": purposes}
    answer = Response(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", content_type="application/json")
    name = gettext("resal-mes-donnees")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return answer


@route("space.details", "GET", "POST", access=(PUBLIC,))
def details(token: str) -> Answer:
    doors.secret_page()
    person = doors.space(token).participant
    form = DetailsOfMineForm(
        data={"name": person.name, "organization": person.organization_name, "language": person.language}
    )
    if request.method == "POST" and form.validate():
        spoken = form.language.data or person.language
        try:
            personal.rectify(person, form.name.data or "", form.organization.data or "", spoken)
            flash(gettext("C'est corrigé."), "success")
            return redirect(addresses.path("space.home", language.current(), token=token), 303)
        except Refusal as refusal:
            attach(form, refusal)
    return make_response(render_template("space/details.html", form=form, token=token), 422 if form.errors else 200)


@route("space.erase", "GET", "POST", access=(PUBLIC,))
def erase(token: str) -> Answer:
    """GET says what would happen; POST does it, for good."""
    doors.secret_page()
    person = doors.space(token).participant
    if request.method == "GET":
        space = places.of_participant(person)
        return render_template(
            "space/erase.html", token=token, person=person,
            freed=[place for place in (*space.answers, *space.coming) if not place.begun],
            attestations=held.of_participant(person)["attestations"],
        )  # fmt: skip
    erasing.erase(person)
    answer = redirect(addresses.path("space.home", language.current(), token=token), 303)
    remembering.keep(answer, None)
    return answer


def _held(person: Participant) -> dict[str, Any]:
    return {**held.of_participant(person), "letters": sent.to_person(person)}


def _moment(written: str | None) -> str:
    """An instant or a day in ISO form, in words."""
    if not written:
        return ""
    if "T" not in written:
        return dates.day_medium(date.fromisoformat(written))
    return dates.day_medium(datetime.fromisoformat(written).astimezone(ZoneInfo(HOME)).date())
