"""Refusals of every kind as pages with words: what happened, what to do now."""

import logging
from http import HTTPStatus

from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from resal.db import db
from resal.language import gettext, lazy
from resal.queries import programme
from resal.web import doors

log = logging.getLogger("resal")
DESIGNED = (400, 403, 404, 405, 409, 410, 413, 429, 500, 503)
RETRY_AFTER = "10"
MOST_FIELDS = 2000
PLAIN = {
    404: lazy("Cette adresse n'existe pas (ou plus)."),
    429: lazy("Trop d'essais. Réessayez dans une minute."),
    503: lazy("Le service revient dans un instant."),
}


def init_app(app: Flask) -> None:
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(doors.SignedOut, _signed_out)
    app.register_error_handler(doors.LinkEnded, _link_ended)
    app.register_error_handler(doors.PersonErased, _person_erased)
    app.register_error_handler(HTTPException, _page)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(PoolTimeout, _database_away)
    app.register_error_handler(Exception, _ours)


def _page(error: HTTPException) -> Response:
    code = error.code or 500
    if code < 400 and error.response is not None:
        return make_response(error.get_response())
    try:
        answer = _words(code)
    except (OperationalError, PoolTimeout) as away:  # the page itself asks the database
        return _database_away(away)
    for name, value in error.get_headers(request.environ):
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _words(code: int) -> Response:
    """The page for a code, or one plain line where a machine asks."""
    if request.path.endswith((".ics", ".atom", ".txt")):
        line = gettext(PLAIN[code]) if code in PLAIN else HTTPStatus(code).phrase
        return Response(line + "\n", code, mimetype="text/plain")
    template = f"errors/{code if code in DESIGNED else 400 if code < 500 else 500}.html"
    if code >= 500:
        request.environ["resal.bare"] = True  # the page asks nothing of a database that may be away
    more = {"next_session": programme.next_row()} if code == 404 else {}
    answer = make_response(render_template(template, **more), code)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _stale_form(_error: CSRFError) -> Response:
    """A form kept open too long: show what was typed again, to be sent with one more click.

    Only to whoever sent it from this very site; for anybody else it is a plain refusal.
    """
    doors.secret_page()
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return _words(400)
    return _sent_again(400)


def _link_ended(error: doors.LinkEnded) -> Response:
    doors.secret_page()
    return make_response(render_template("errors/410.html", renew_url=error.renew_url), 410)


def _person_erased(_error: doors.PersonErased) -> Response:
    doors.secret_page()
    return make_response(render_template("space/erased.html"), 410)


def _signed_out(_error: doors.SignedOut) -> Response:
    """The team's session ended while somebody was writing: nothing of it is lost."""
    doors.secret_page()
    return _sent_again(403)


def _sent_again(code: int) -> Response:
    """What was typed, ready to be sent once more; the team is told to sign in first."""
    typed = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    if len(typed) > MOST_FIELDS:  # no form of ours: a page of them all would cost more than it cost to send
        return _words(400)
    team = request.path.startswith("/coordination") and doors.account() is None
    page = render_template("errors/stale_form.html", typed=typed, address=request.full_path.rstrip("?"), team=team)
    return make_response(page, code)


def _database_away(error: Exception) -> Response:
    log.error("the database did not answer: %s", type(getattr(error, "orig", error)).__name__)
    db.session.rollback()
    answer = _words(503)
    answer.headers["Retry-After"] = RETRY_AFTER
    return answer


def _ours(error: Exception) -> Response:
    if isinstance(error, DBAPIError):  # PostgreSQL quotes the row in its message: only the kind is written
        log.error("the database refused at %s: %s", request.endpoint, type(error.orig).__name__)
    else:
        log.exception("an error of ours at %s", request.endpoint, exc_info=error)
    db.session.rollback()
    return _words(500)
