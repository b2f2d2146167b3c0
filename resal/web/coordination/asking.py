"""What the team's pages ask of an address or a form before they act."""

from typing import Any, TypeVar

from flask import Response, abort, make_response, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse

from resal import addresses
from resal.actions import Actor, scheduling
from resal.language import gettext
from resal.models import Base, TrainingSession
from resal.queries import clashes, session_hub
from resal.web import doors
from resal.web.forms.fields import Problems, is_number

T = TypeVar("T", bound=Base)
Answer = Response | AnyResponse | str
NEW = ("nouveau", "nouvelle")
BUTTONS = ("csrf_token", "add", "drop", "check", "sure", "back")


def the_session(id_: int) -> TrainingSession:
    """The session of the address with all that its pages touch, or 404."""
    return session_hub.whole(id_) or abort(404)


def row_or_new(model: type[T], id_: str) -> T | None:
    """The row of the address, None for a new one, or 404."""
    if id_ in NEW:
        return None
    return doors.row(model, int(id_)) if is_number(id_) else abort(404)


def page_number() -> int:
    """The `?page=` of a list, from 1, or 404."""
    said = request.args.get("page", "1")
    return int(said) if is_number(said) else abort(404)


def actor() -> Actor:
    """Whoever is signed in, as actions want them."""
    return Actor("account", doors.me().id)


def missing(session: TrainingSession) -> tuple[list[str], list[str]]:
    """What stands in the way of publishing, and what is only asked for, in the current language."""
    hard, soft = scheduling.missing(session)
    return [gettext(words) for words in hard], [gettext(words) for words in soft]


def form_page(template: str, form: FlaskForm, /, **shown: object) -> Response:
    """A page with a form: 422 with what is to correct, or simply the page."""
    problems = Problems(form)
    page = render_template(template, form=form, problems=problems, **shown)
    return make_response(page, 422 if problems.errors else 200)


def looked_at(form: Any) -> list[str] | None:
    """What is to know of the dates of a form before it is saved, when that was asked for; else None."""
    return clashes.remarks(form.wanted()) if form.checking else None


def typed() -> list[tuple[str, str]]:
    """All that was sent, to be sent once more by a second look; its buttons left out."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in BUTTONS]


def to(name: str, /, **values: Any) -> AnyResponse:
    """On to another page of the team, after an action."""
    return redirect(addresses.path(name, "fr", **values), 303)
