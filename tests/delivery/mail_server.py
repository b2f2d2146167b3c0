"""A real mail server for tests: it takes letters, refuses them, or breaks down, as it is told."""

import email
import email.policy
import socket
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

CERTIFICATE = Path(__file__).parent / "self_signed.pem"


class MailServer:
    """`answers` are what is said next at "MAIL", "RCPT" or "DATA": a line, or "lost" to hang up;
    afterwards everything is taken. `always` answers are said every time; `hooks` are called before.
    """

    def __init__(self, port: int = 0, certified: bool = False) -> None:
        self.contents: list[bytes] = []
        self.connections = 0
        self.answers: dict[str, list[str]] = {"MAIL": [], "RCPT": [], "DATA": []}
        self.always: dict[str, str] = {}
        self.hooks: dict[str, Callable[[], None]] = {}
        tls = _self_signed() if certified else None
        self.controller = Controller(self, hostname="127.0.0.1", port=port or free_port(), tls_context=tls)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.controller.port}"

    def __enter__(self) -> "MailServer":
        self.controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        if self.controller.server is not None:
            self.controller.stop()

    def close_the_door(self) -> None:
        """Take no more connections; the one that is open goes on."""
        assert self.controller.server is not None
        self.controller.server.close()

    @property
    def taken(self) -> list[EmailMessage]:
        return [email.message_from_bytes(content, policy=email.policy.default) for content in self.contents]  # type: ignore[misc]

    def subjects(self) -> list[str]:
        return [str(message["Subject"]) for message in self.taken]

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self._answer("MAIL", server)
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self._answer("RCPT", server)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self._answer("DATA", server, lost_after=lambda: self._take(envelope))
        if answer.startswith("250"):
            self._take(envelope)
        return answer

    def _take(self, envelope: Envelope) -> None:
        content = envelope.content
        assert isinstance(content, bytes)
        self.contents.append(content)

    def _answer(self, step: str, server: SMTP, lost_after: Callable[[], None] = lambda: None) -> str:
        self.hooks.get(step, _nothing)()
        answer = self.always.get(step) or (self.answers[step].pop(0) if self.answers[step] else "250 OK")
        if answer == "taken, then lost":
            lost_after()
        if answer.endswith("lost") and server.transport is not None:
            server.transport.abort()
        return answer


def _self_signed() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def _nothing() -> None:
    pass


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
