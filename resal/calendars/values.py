"""iCalendar values that no character, however hostile, can break out of."""

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from icalendar import vCalAddress, vCategory, vText, vUri

from resal.calendars.entry import Address, BadEntry

# Python parsers split lines at all of these (str.splitlines), not only at CR and LF.
_LINE_END = re.compile("\r\n|[\n\v\f\r\x85\u2028\u2029]")
# Controls but the newline (RFC 5545 3.1), halves of surrogate pairs, and the byte order mark:
# each makes some reader refuse the whole calendar.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
# Folded, a run of blanks fills a line, and readers take it for an empty one: 24 would do it.
_LONG_BLANK = re.compile(r"[^\S\n]{20,}")
_BLANKS = re.compile(r"[ \n]+")

_WEB = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)
_MAILBOX = re.compile(r'[^\s@<>",;:()\\]+@[^\s@<>",;:()\\]+')
# What RFC 3986 lets a URI hold, and "%" so that what is escaped is not escaped twice.
_URI_CHARACTERS = "%/:?#[]@!$&'()*+,;="


class Text(vText):
    r"""TEXT (RFC 5545 3.3.11). icalendar's own turns a typed "\N", as in "C:\Notes", into a
    line break."""

    __slots__ = ()

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\n", "\\n").encode()


def paragraphs(text: str) -> str:
    """The text without control characters, its lines ended by LF, without blanks around."""
    lines = _LINE_END.sub("\n", text).replace("\t", " ")
    return _LONG_BLANK.sub(" ", _FORBIDDEN.sub("", lines)).strip()


def one_line(text: str) -> str:
    """The text without control characters, on one line, its blanks single."""
    return _BLANKS.sub(" ", paragraphs(text))


def label(text: str) -> str:
    """The text on one line, fit for a parameter: readers differ on a backslash there."""
    return one_line(text).replace("\\", "/")


def categories(names: Iterable[str]) -> vCategory:
    """CATEGORIES; a comma inside a name stays inside."""
    value = vCategory([])
    value.cats = [Text(name) for name in names]
    return value


def web_address(text: str) -> str:
    """An http or https URI in ASCII. Raises BadEntry for anything else."""
    if not _WEB.match(text):
        raise BadEntry(f"not a web address: {text!r}")
    return quote(text, safe=_URI_CHARACTERS, errors="replace")


def uri(text: str, parameters: Mapping[str, Sequence[str]] | None = None) -> vUri:
    """A URI for properties that must say so: VALUE=URI, and other parameters."""
    return vUri(text, params={"VALUE": "URI", **(parameters or {})})


def mailbox(whom: Address | tuple[str, str], parameters: Mapping[str, str] | None = None) -> vCalAddress:
    """A CAL-ADDRESS with the name as CN. Raises BadEntry when the e-mail is not one.

    RFC 6068 section 2 says which characters are escaped after mailto:.
    """
    name, email = whom
    if not _MAILBOX.fullmatch(email):
        raise BadEntry("not an e-mail address")
    value = vCalAddress("mailto:" + quote(email, safe="@!$'*+", errors="replace"), params=dict(parameters or {}))
    if label(name):
        value.params["CN"] = label(name)
    return value
