"""The conversation with a mail server (RFC 5321), one letter at a time over one connection."""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from resal.delivery.carriers import Lost, Parcel, Promise, Refused, ServerDown, Unanswered

COMMAND_TIMEOUT = 30.0
# The server may look at the whole letter before it answers (RFC 5321 4.5.3.2.6), and giving up
# sooner would leave letters uncertain.
ANSWER_TIMEOUT = 600.0

OK = range(200, 300)
REFUSALS = range(400, 600)
GO_AHEAD = 354
CLOSING = 421
TOO_BIG = 552

_AT_LINE_START = re.compile(rb"^\.", re.MULTILINE)
_ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_LONGEST_REASON = 300

_Answer = tuple[int, bytes]
T = TypeVar("T")


@dataclass(frozen=True)
class Server:
    """Where letters are handed over. `security`: "tls" from the start, "starttls", or "none"."""

    host: str
    port: int
    security: str
    user: str | None = None
    password: str | None = None


class MailServer:
    """A carrier that keeps its connection for the next letter.

    `own_name`: what this machine calls itself (asking the network could take long).
    """

    def __init__(self, server: Server, own_name: str) -> None:
        self.server = server
        self.own_name = own_name
        self._connection: smtplib.SMTP | None = None
        self._carried = 0

    def open(self) -> None:
        self.close()
        try:
            self._connection = self._connected()
            self._greet(self._connection)
        except smtplib.SMTPResponseException as error:
            self._drop()
            raise ServerDown(_reason((error.smtp_code, _bytes(error.smtp_error)))) from None
        except OSError as error:
            self._drop()
            raise ServerDown(_plain(f"{type(error).__name__}: {error}")) from None

    def carry(self, parcel: Parcel, promise: Promise) -> None:
        self._begin(parcel)
        self._announce_recipient(parcel)
        self._hand_over(parcel, promise)
        self._carried += 1

    def close(self) -> None:
        if self._connection is not None:
            with suppress(OSError):
                self._connection.quit()
        self._drop()

    def _connected(self) -> smtplib.SMTP:
        where = (self.server.host, self.server.port, self.own_name)
        if self.server.security == "tls":
            return smtplib.SMTP_SSL(*where, timeout=COMMAND_TIMEOUT, context=ssl.create_default_context())
        return smtplib.SMTP(*where, timeout=COMMAND_TIMEOUT)

    def _greet(self, connection: smtplib.SMTP) -> None:
        if self.server.security == "starttls":
            connection.starttls(context=ssl.create_default_context())
        connection.ehlo_or_helo_if_needed()
        if self.server.user is not None:
            connection.login(self.server.user, self.server.password or "")
        # or the final dot, a packet of its own, would wait for the body to be acknowledged
        _socket(connection).setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _begin(self, parcel: Parcel) -> None:
        """Say whom it is from. A connection that served before may be closed after so many letters:
        then another is tried; on a new one, whatever happens here would happen to every letter.
        """
        if self._carried:
            with suppress(Lost, ServerDown):
                self._announce_sender(parcel)
                return
        if self._connection is None or self._carried:
            self.open()
        try:
            self._announce_sender(parcel)
        except Lost as loss:
            raise ServerDown(str(loss)) from None

    def _announce_sender(self, parcel: Parcel) -> None:
        """A sender who is refused concerns every letter, save when it is the size."""
        connection = self._ready()
        options = [f"size={len(parcel.content)}"] if connection.has_extn("size") else []
        answer = self._ask(lambda: connection.mail(parcel.sender, options))
        if answer[0] == TOO_BIG:
            self._reset()
            raise Refused(_reason(answer), for_good=True)
        if answer[0] not in OK:
            self._drop()
            raise ServerDown(_reason(answer))

    def _announce_recipient(self, parcel: Parcel) -> None:
        connection = self._ready()
        answer = self._ask(lambda: connection.rcpt(parcel.recipient))
        if answer[0] not in OK:
            self._refuse(answer)

    def _hand_over(self, parcel: Parcel, promise: Promise) -> None:
        connection = self._ready()
        answer = self._ask(lambda: connection.docmd("DATA"))
        if answer[0] != GO_AHEAD:
            self._refuse(answer)
        try:
            self._ask(lambda: connection.send(_body(parcel.content)))
            promise()
        except BaseException:
            self._drop()  # without the dot the server takes nothing
            raise
        answer = self._finish(connection)
        if answer[0] not in OK:
            self._refuse(answer)

    def _finish(self, connection: smtplib.SMTP) -> _Answer:
        """The final dot, and what the server says of it. Raises `Unanswered`, also for gibberish."""
        try:
            _socket(connection).settimeout(ANSWER_TIMEOUT)
            connection.send(b".\r\n")
            answer = connection.getreply()
            _socket(connection).settimeout(COMMAND_TIMEOUT)
        except OSError as error:
            self._drop()
            raise Unanswered(_plain(f"{type(error).__name__}: {error}")) from None
        if answer[0] not in OK and answer[0] not in REFUSALS:
            self._drop()
            raise Unanswered(_reason(answer))
        return answer

    def _refuse(self, answer: _Answer) -> None:
        """Raises what a refusal means: of all letters when the server is closing, else of this one."""
        if answer[0] == CLOSING:
            self._drop()
            raise ServerDown(_reason(answer))
        self._reset()
        raise Refused(_reason(answer), for_good=answer[0] >= 500)

    def _ask(self, question: Callable[[], T]) -> T:
        """Say something and read what comes back. Raises `Lost`."""
        try:
            return question()
        except OSError as error:  # smtplib's own errors are OSErrors too
            self._drop()
            raise Lost(_plain(f"{type(error).__name__}: {error}")) from None

    def _ready(self) -> smtplib.SMTP:
        if self._connection is None:
            raise Lost("no connection")
        return self._connection

    def _reset(self) -> None:
        """Forget the letter in hand; a server that cannot is left."""
        try:
            self._ready().rset()
        except (OSError, Lost):
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection, self._carried = None, 0


def _body(content: bytes) -> bytes:
    """The content as DATA wants it: points doubled at the start of lines (4.5.2), CRLF at the end."""
    whole = content if content.endswith(b"\r\n") else content + b"\r\n"
    return _AT_LINE_START.sub(b"..", whole)


def _socket(connection: smtplib.SMTP) -> socket.socket:
    """The socket of a connection that is open. Raises OSError when it is not."""
    if connection.sock is None:
        raise smtplib.SMTPServerDisconnected("the connection is closed")
    return connection.sock


def _reason(answer: _Answer) -> str:
    return _plain(f"{answer[0]} {_bytes(answer[1]).decode('utf-8', 'replace')}")


def _bytes(answer: bytes | str) -> bytes:
    return answer.encode("utf-8", "replace") if isinstance(answer, str) else answer


def _plain(text: str) -> str:
    """What a server said, on one line and not too long; addresses in it are nobody's business."""
    return _CONTROL.sub(" ", _ADDRESS.sub("…@…", text)).strip()[:_LONGEST_REASON]
