"""What forms share: cleaning what is typed, saying a refusal, dates and hours as browsers send them."""

from typing import Any

from babel.support import LazyProxy
from flask_wtf import FlaskForm
from wtforms import Field

from resal.actions import Refusal
from resal.language import gettext
from resal.language.typography import plain

LONGEST_LINE = 200
LONGEST_TEXT = 10_000


def _(text: str) -> LazyProxy:
    """A label, a hint or an error of a form: translated each time it is shown."""
    return LazyProxy(gettext, text, enable_cache=False)


def clean(value: Any) -> Any:
    """A filter for text fields: no control characters, one form of accents, no space around."""
    return plain(value) if isinstance(value, str) else value


def one_line(value: Any) -> Any:
    """A filter for fields of one line: line breaks and runs of spaces become one space."""
    return " ".join(plain(value).split()) if isinstance(value, str) else value


def say(refusal: Refusal) -> str:
    """The sentence of a refusal, in the language being spoken."""
    return str(refusal)


def attach(form: FlaskForm, refusal: Refusal) -> None:
    """Show a refusal beside the field it is about, or on top of the form."""
    field: Field | None = form._fields.get(refusal.field or "")
    if field is None:
        form.form_errors.append(say(refusal))
    else:
        field.errors = [*field.errors, say(refusal)]
