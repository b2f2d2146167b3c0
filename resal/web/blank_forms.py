"""The empty registration form as everybody sees it: rendered once, given a token of its own each time.

It depends on the words of the programme and on whether seats are left, never on the visitor: whoever
comes with a cookie (an error, fields remembered) has theirs rendered.
"""

from collections.abc import Callable, Hashable

from flask_wtf.csrf import generate_csrf

from resal import clock, language
from resal.bounded import Bounded
from resal.db import words_version

PLACE_OF_THE_TOKEN = "{csrf token}"  # noqa: S105 - the place of one
_forms: Bounded[str] = Bounded(2 * 1024 * 1024)


def blank(key: Hashable, render: Callable[[], str]) -> str:
    """The page of `render()`, with a CSRF token of this visitor's session."""
    minute = int(clock.now().timestamp()) // 60
    whole = (key, language.current(), words_version(), minute)
    token = generate_csrf()
    body = _forms.get(whole)
    if body is None:
        body = render().replace(token, PLACE_OF_THE_TOKEN)
        _forms.keep(whole, body, len(body))
    return body.replace(PLACE_OF_THE_TOKEN, token)
