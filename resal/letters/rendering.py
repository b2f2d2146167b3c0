"""`Letter` → e-mail message, just before it leaves or to be looked at.

Only the row and its facts are read, and the secret of the registration its link is made from.
"""

import logging
import re
from collections.abc import Mapping
from email.headerregistry import Address as Mailbox
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from resal import clock, front
from resal.calendars.entry import Address, BadEntry
from resal.calendars.values import one_line
from resal.language import gettext, html_lang, ngettext, speaking
from resal.letters.folding import POLICY
from resal.letters.invitations import METHODS, PUBLISH, calendar
from resal.letters.links import unsubscribe
from resal.letters.stationery import Stationery
from resal.letters.wording import context, said
from resal.models import Letter

logger = logging.getLogger(__name__)

_ADDRESS = re.compile(r'[^\s@<>",;:()\[\]\\]+@[^\s@<>",;:()\[\]\\]+')
_FILE_NAMES = {"fr": "rencontre.ics", "en": "session.ics"}


class Unsendable(ValueError):
    """This letter can never leave as it is; the message says why and names nobody."""


def render(letter: Letter, stationery: Stationery, masked: bool = False) -> EmailMessage:
    """The message, to one recipient. `masked`: its secret links are hidden, for the team to look at.

    Text and HTML are made from the same values; the calendar, when there is one, is the last
    alternative and a file (RFC 6047 2.4). Raises `Unsendable` when the address is not one.
    """
    with speaking(letter.language):
        written = _write(letter.kind, context(letter, stationery, masked))
    message = EmailMessage(policy=POLICY)
    _address(message, letter, stationery, written["subject"])
    _add_way_out(message, "" if masked else unsubscribe(letter, stationery))
    message.set_content(written["text"], cte="quoted-printable")
    message.add_alternative(written["html"], subtype="html", cte="quoted-printable")
    _add_calendar(message, letter, stationery)
    message["Content-Language"] = html_lang(letter.language)  # last: adding parts would take it inside
    return message


def subject(letter: Letter) -> str:
    """Its subject alone, in its own language."""
    with speaking(letter.language):
        return one_line(_filled(f"mail/{letter.kind}/subject.txt", said(letter)))


def _write(kind: str, whole: Mapping[str, Any]) -> dict[str, str]:
    """Subject, text and HTML. The first line of the body is what happens to the reader."""
    title = one_line(_filled(f"mail/{kind}/subject.txt", whole))
    lines = _filled(f"mail/{kind}/body.txt", whole).split("\n")
    lead, *paragraphs = [line for line in lines if line.strip()]
    whole = {**whole, "subject": title, "lead": lead, "paragraphs": paragraphs}
    text = re.sub(r"\n{3,}", "\n\n", _filled("mail/_layout.txt", whole))
    return {"subject": title, "text": text, "html": _filled("mail/_layout.html", whole)}


def _filled(template: str, values: Mapping[str, Any]) -> str:
    return _templates().get_template(template).render(values)


@cache
def _templates() -> Environment:
    """Templates of their own, without a web request: what is missing is an error, HTML escapes."""
    environment = Environment(
        loader=FileSystemLoader(front.TEMPLATES), autoescape=select_autoescape(("html",)), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)
    return environment


def _address(message: EmailMessage, letter: Letter, stationery: Stationery, title: str) -> None:
    """One recipient; sent by a program, so that no robot answers (RFC 3834 5)."""
    message["From"] = _mailbox(stationery.sender_name, stationery.sender_email)
    message["To"] = _mailbox(letter.to_name, recipient(letter))
    if stationery.reply_to:
        message["Reply-To"] = one_line(stationery.reply_to)
    message["Subject"] = title
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"


def _add_way_out(message: EmailMessage, url: str) -> None:
    """For mail programs, which show a button of their own (RFC 2369 3.2, RFC 8058)."""
    if url:
        message["List-Unsubscribe"] = f"<{url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def recipient(letter: Letter) -> str:
    """The address as SMTP takes it: its domain in ASCII. Raises `Unsendable`."""
    local, _, domain = letter.to_email.rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise Unsendable(gettext("Le domaine de l'adresse n'existe pas.")) from None
    if not _ADDRESS.fullmatch(address) or not address.isascii() or not address.isprintable():
        raise Unsendable(gettext("L'adresse n'est pas une adresse de courriel complète."))
    return address


def _mailbox(name: str, email: str) -> Mailbox:
    return Mailbox(display_name=one_line(name), addr_spec=email)


def _add_calendar(message: EmailMessage, letter: Letter, stationery: Stationery) -> None:
    """One meeting: the invitation as an alternative, which clients act on, and as a file. Several:
    a file alone, for an alternative may carry one UID only.

    Bytes are given, for text would lose its CRLF. Without the calendar the letter still goes.
    """
    method = letter.facts.get("calendar")
    if not method:
        return
    reader = Address(letter.to_name, letter.to_email)
    organizer = Address(one_line(stationery.sender_name), stationery.sender_email)
    try:
        content = calendar(method, letter.facts["entries"], stationery.base_url, organizer, reader)
    except BadEntry:
        logger.warning("letter %s (%s) goes without its calendar: an entry is not valid", letter.id, letter.kind)
        return
    parameters = {"method": METHODS[method], "charset": "utf-8"}
    name = _FILE_NAMES[letter.language]
    if method == PUBLISH:
        message.add_attachment(content, maintype="text", subtype="calendar", filename=name, params=parameters)
    else:
        message.add_alternative(content, maintype="text", subtype="calendar", params=parameters)
        message.add_attachment(content, maintype="application", subtype="ics", filename=name)
