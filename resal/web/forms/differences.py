"""What changed while a form was being filled in: what is stored now beside what was typed."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from resal.language import gettext
from resal.web.forms.base import _
from resal.web.forms.fields import Rows


class Difference(NamedTuple):
    """A field that somebody else left otherwise than it was just written."""

    label: str
    now: str
    typed: str


def differences(typed: Any, stored: Any) -> list[Difference]:
    """What is stored now beside what was typed, where they differ (trust, K10).

    The forms say in `apart` which fields were not asked for.
    """
    now = dict(_said(stored))
    return [Difference(label, now.get(label, ""), said) for label, said in _said(typed) if now.get(label, "") != said]


ROWS = {
    "meetings": _("Dates"), "leaders": _("Animation"), "organizers": _("Organisation"), "funders": _("Financement"),
    "follow_ups": _("Suites prévues"), "documents": _("Documents et liens"), "choices": _("Choix"),
}  # fmt: skip


def _said(form: Any) -> Iterator[tuple[str, str]]:
    """Each label with what stands there, in words; the rows of one kind together."""
    for field in (field for field in form if field.name not in form.apart):
        if isinstance(field, Rows):
            rows = (" · ".join(filter(None, (_words(part) for part in _shown(row)))) for row in field.forms)
            yield str(ROWS[field.name]), "\n".join(filter(None, rows))
        elif field.type not in ("HiddenField", "CSRFTokenField", "FormField"):
            yield str(field.label.text), _words(field)


def _shown(row: Any) -> list[Any]:
    return [part for part in row if part.type != "HiddenField"]


def _words(field: Any) -> str:
    if field.type == "BooleanField":
        return gettext("Oui") if field.data else ""
    if hasattr(field, "iter_choices"):
        return ", ".join(str(choice.label) for choice in field.iter_choices() if choice.selected and choice.value)
    return str(field._value() or "").replace("\r\n", "\n")
