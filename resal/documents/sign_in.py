"""The sheet that people sign at the door, on paper: see `press`. Its numbers are those the team types back."""

from dataclasses import asdict, dataclass
from datetime import datetime

from resal.documents import press

BLANKS = 10  # lines for people who are not on the list


@dataclass(frozen=True)
class Line:
    """Somebody with a seat."""

    number: int
    name: str
    organization: str


@dataclass(frozen=True)
class Sheet:
    """All that is printed, in words of one language. `title_language`: of a title that is in another.

    `heads`: number, name, organization (empty where none is shown), email, signature.
    """

    language: str
    heading: str
    title: str
    title_language: str | None
    when: str
    issuer: str
    lines: tuple[Line, ...]
    heads: tuple[str, str, str, str, str]
    list_of: str
    welcome: str
    nobody: str
    page_of: str
    foot: str
    printed_at: datetime


def pdf(sheet: Sheet) -> bytes:
    """The sheet, as many pages as it takes."""
    said = asdict(sheet) | {"printed_at": None, "blanks": BLANKS}
    return next(press.printed("sign_in.typ", [(said, sheet.printed_at)]))
