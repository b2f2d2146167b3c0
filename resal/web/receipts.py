"""Receipts: what somebody already registered is shown, so that a stranger learns nothing.

A receipt looks like a seat, under an address like a seat's, but holds only what was just typed
and moves nothing. It lives in the signed cookie of the browser it was shown to; the last three
are kept.
"""

import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from flask import request
from flask import session as cookie

from resal import tokens
from resal.actions.registering import Lot, Typed, caps
from resal.models import Series, TrainingSession

KEPT = 3
KEPT_WHOLE = 2
_RECEIPTS = "receipts"
_WHOLE = "whole-receipts"
_SEVERAL = "several-receipts"


def write(session: TrainingSession, typed: Typed, position: int | None) -> str:
    """Keep a receipt; returns its token, of the same form as a seat's."""
    token = secrets.token_urlsafe(2 * tokens.SIZE)
    answered_later = session.registration == "approval" or session.attended_only
    if answered_later or caps.is_beyond(session, typed.organization):
        position, state = None, "requested"
    else:
        state = "waiting" if position else "confirmed"
    receipt = {
        "session": session.id, "state": state, "position": position, "name": typed.name,
        "organization": typed.organization, "email": typed.email, "reference": _reference(), "mode": typed.mode,
    }  # fmt: skip
    kept = dict(list(cookie.get(_RECEIPTS, {}).items())[1 - KEPT :])
    cookie[_RECEIPTS] = {**kept, token: receipt}
    return token


def write_whole(series: Series, typed: Typed, places: Sequence[tuple[int, str, int | None]]) -> str:
    """The same for a whole series. `places`: (session, state, place in line) of somebody new."""
    token = secrets.token_urlsafe(2 * tokens.SIZE)
    receipt = {
        "series": series.id, "places": [list(place) for place in places], "name": typed.name,
        "organization": typed.organization, "email": typed.email,
    }  # fmt: skip
    kept = dict(list(cookie.get(_WHOLE, {}).items())[1 - KEPT_WHOLE :])
    cookie[_WHOLE] = {**kept, token: receipt}
    return token


def find_whole(token: str) -> dict[str, Any] | None:
    """The receipt of a whole series under a token."""
    found: dict[str, Any] | None = cookie.get(_WHOLE, {}).get(token) if request.cookies else None
    return found


def find(token: str) -> dict[str, Any] | None:
    """The receipt of this browser under a token."""
    found: dict[str, Any] | None = cookie.get(_RECEIPTS, {}).get(token) if request.cookies else None
    return found


def write_several(session: TrainingSession, people: int, lot: Lot | None) -> str:
    """The same for a list of people: how many, never who. `lot`: None when it was sent before."""
    token = secrets.token_urlsafe(2 * tokens.SIZE)
    counted = [lot.seated, lot.waiting, lot.requested, lot.together] if lot else None
    kept = dict(list(cookie.get(_SEVERAL, {}).items())[1 - KEPT_WHOLE :])
    cookie[_SEVERAL] = {**kept, token: {"session": session.id, "people": people, "lot": counted}}
    return token


def find_several(token: str) -> dict[str, Any] | None:
    """The receipt of a list under a token."""
    found: dict[str, Any] | None = cookie.get(_SEVERAL, {}).get(token) if request.cookies else None
    return found


def submission(subject: TrainingSession | Series, name: str, email: str) -> str:
    """What makes two sendings of one form the same: its token, what it is for, and who is in it."""
    what = f"{type(subject).__name__}:{subject.id}"
    return _digest(what, name.casefold(), email.casefold())


def mark_of_list(session: TrainingSession, people: Sequence[tuple[str, str]]) -> str:
    """What makes two sendings of one list the same: its token, its session, and everybody in it."""
    return _digest(f"several:{session.id}", *(text.casefold() for person in people for text in person))


def _digest(*parts: str) -> str:
    whole = (request.form.get("csrf_token", ""), *parts)
    return hashlib.sha256("\0".join(whole).encode("utf-8", "replace")).hexdigest()[:40]


def _reference() -> str:
    return "R-" + "".join(secrets.choice("23456789ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(4))
