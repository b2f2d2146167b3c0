"""« Me reconnaître sur ce téléphone »: a signed cookie with the three fields, for a year."""

from datetime import date, datetime
from typing import Any, cast

from flask import request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from resal.actions.registering import Typed
from resal.web import doors

YEAR = 365 * 86_400
COOKIE = "resal-moi"


def recall() -> dict[str, Any]:
    """The fields this browser asked us to remember, or none."""
    try:
        name, email, organization = _signer().loads(request.cookies.get(_name(), ""), max_age=YEAR)
    except (BadData, ValueError):
        return {}
    return {"name": name, "email": email, "organization": organization, "remember": True}


def since() -> date | None:
    """The day this browser was asked to remember, or none."""
    try:
        _fields, at = _signer().loads(request.cookies.get(_name(), ""), max_age=YEAR, return_timestamp=True)
    except (BadData, ValueError):
        return None
    return cast(datetime, at).date()


def keep(answer: Response, typed: Typed | None) -> None:
    """Remember these fields, or forget: an unticked box forgets what was kept."""
    if typed is None:
        if _name() in request.cookies:
            answer.delete_cookie(_name(), secure=doors.settings().https, httponly=True, samesite="Lax")
        return
    write(answer, typed.name, typed.email, typed.organization)


def write(answer: Response, name: str, email: str, organization: str) -> None:
    """Remember these three fields in this browser."""
    value = _signer().dumps([name, email, organization])
    answer.set_cookie(_name(), value, max_age=YEAR, secure=doors.settings().https, httponly=True, samesite="Lax")


def _name() -> str:
    return f"__Host-{COOKIE}" if doors.settings().https else COOKIE


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(list(reversed(doors.settings().secret_keys)), salt="remember")
