"""The carrier that `RESAL_MAIL_URL` asks for.

`file:` (or `file:/folder`) · `null:` · `smtps://user:pass@host:465` · `smtp://user:pass@host:587`.
An `smtp:` server must offer STARTTLS with a certificate that holds, unless `?tls=none` says that
the line is safe, or it is on this very machine and nothing says `?tls=starttls`.
"""

import ipaddress
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from resal.delivery.carriers import Carrier, Folder, Nowhere
from resal.delivery.smtp import MailServer, Server
from resal.language import lazy
from resal.settings import BadSetting, Settings

PORTS = {"tls": 465, "starttls": 587, "none": 25}


def carrier(settings: Settings) -> Carrier:
    """Not opened yet. Raises `BadSetting` for an address that makes no sense."""
    parts = urlsplit(settings.mail_url)
    if parts.scheme == "null":
        return Nowhere()
    if parts.scheme == "file":
        return Folder(Path(unquote(parts.path)) if parts.path else settings.outbox)
    return MailServer(server(settings.mail_url), _own_name(settings))


def check_server(settings: Settings) -> None:
    """Connect, sign in, leave. Raises `ServerDown` with what went wrong."""
    chosen = carrier(settings)
    chosen.open()
    chosen.close()


def server(mail_url: str) -> Server:
    """The server in an `smtp:` or `smtps:` address. Raises `BadSetting`."""
    parts = urlsplit(mail_url)
    security = "tls" if parts.scheme == "smtps" else _security(parts)
    return Server(
        host=parts.hostname or "localhost",
        port=_port(parts) or PORTS[security],
        security=security,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def _security(parts: SplitResult) -> str:
    asked = parse_qs(parts.query, keep_blank_values=True)
    tls = asked.pop("tls", ["none" if _is_here(parts.hostname or "") else "starttls"])
    if asked or tls not in (["starttls"], ["none"]):
        raise BadSetting(
            lazy("RESAL_MAIL_URL : après smtp://serveur:port, seuls ?tls=starttls et ?tls=none sont possibles.")
        )
    return tls[0]


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        raise BadSetting(lazy("RESAL_MAIL_URL : le port est un nombre de 1 à 65535.")) from None


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _own_name(settings: Settings) -> str:
    """What this machine says it is: the domain it sends from."""
    return parseaddr(settings.mail_from)[1].rpartition("@")[2] or "localhost"
