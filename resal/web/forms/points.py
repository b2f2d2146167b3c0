"""A point on the map, as online maps give it to be copied: « 45.5231, -73.5817 », or « 45,5231; -73,5817 »."""

import re
from typing import Any

from wtforms import StringField, ValidationError
from wtforms.validators import Length, Optional

from resal.web.forms.base import _, one_line

Point = tuple[float, float]
_NUMBER = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{1,12})?")
_NOT_A_POINT = _("Collez la latitude puis la longitude, comme 45.5231, -73.5817")


def map_point(label: Any) -> Any:
    """A line that `read` understands, or nothing."""
    return StringField(
        label, filters=[one_line], validators=[Optional(), Length(max=60, message=_NOT_A_POINT), _is_point]
    )


def read(text: str) -> Point | None:
    """Latitude and longitude in degrees (WGS 84); None when nothing is written. Raises ValueError."""
    if not text.strip():
        return None
    plain = text.replace("\u2212", "-")
    parts = re.split(r"[;,\s]+" if "." in plain else r"[;\s]+", plain.strip())
    latitude, longitude = (_number(part) for part in parts if part)
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise ValueError(text)
    return latitude, longitude


def written(latitude: float | None, longitude: float | None) -> str:
    """The point as maps read it."""
    return "" if latitude is None or longitude is None else f"{latitude}, {longitude}"


def _number(part: str) -> float:
    found = part.rstrip(",")
    if not _NUMBER.fullmatch(found):
        raise ValueError(part)
    return float(found.replace(",", "."))


def _is_point(_form: Any, field: Any) -> None:
    try:
        read(field.data or "")
    except ValueError:
        raise ValidationError(_NOT_A_POINT) from None
