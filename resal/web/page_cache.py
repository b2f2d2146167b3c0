"""Public pages are rendered once per state of the programme, in each server process.

The key is the address and the minute (what is to come becomes past as time goes), the proof that
it still holds is `db.programme_version`, one indexed read. Only anonymous answers without any
cookie are kept, so nothing personal can be; the space is bounded.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from typing import Any

from flask import Response, make_response, request, session

from resal import clock
from resal.bounded import Bounded
from resal.db import programme_version

_pages: Bounded[bytes] = Bounded(6 * 1024 * 1024)


def cached_page(view: Callable[..., Any]) -> Callable[..., Response]:
    """Answer from what was rendered for the same state, else render and keep it."""

    @wraps(view)
    def answer(**values: Any) -> Response:
        if request.cookies and dict(session):
            return make_response(view(**values))
        key = (request.full_path, programme_version(), int(clock.now().timestamp()) // 60)
        body = _pages.get(key)
        if body is None:
            response = make_response(view(**values))
            if response.status_code != 200 or "resal.secret" in request.environ:
                return response
            body = response.get_data()
            _pages.keep(key, body, len(body))
        return _conditional(body)

    return answer


def _conditional(body: bytes) -> Response:
    response = Response(body, mimetype="text/html")
    response.set_etag(blake2b(body, digest_size=12).hexdigest(), weak=True)
    response.cache_control.no_cache = True
    response.make_conditional(request)
    return response
