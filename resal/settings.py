"""The environment, read once into one frozen `Settings`; nonsense is refused with a sentence.

Nothing else in the program reads `os.environ`. Values come from the environment or, failing
that, from `resal.env` in the instance folder (lines `NAME=value`).
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from resal.language import Sentence, lazy
from resal.secret_key import WeakKey, keys_from, make_or_read

DEFAULT_PORT = 8000
KNOWN_LANGUAGES = ("fr", "en", "es")
NAMES = (
    "RESAL_INSTANCE",
    "RESAL_DATABASE_URL",
    "RESAL_SECRET_KEY",
    "RESAL_BASE_URL",
    "RESAL_MAIL_URL",
    "RESAL_MAIL_FROM",
    "RESAL_MAIL_REPLY_TO",
    "RESAL_LANGUAGES",
    "RESAL_TIMEZONE",
    "RESAL_TRUSTED_PROXIES",
    "RESAL_RATE_LIMIT",
    "RESAL_METRICS_TOKEN",
    "RESAL_MAP_TILES_URL",
    "RESAL_NOW",
    "RESAL_PORT",
)


class BadSetting(Sentence):
    """A setting that makes no sense; the message is one sentence that names it."""


@dataclass(frozen=True)
class Settings:
    """What the operator decided. `secret_keys`: the first signs, the others still verify."""

    instance: Path
    database_url: str
    secret_keys: tuple[str, ...]
    base_url: str
    mail_url: str
    mail_from: str
    mail_reply_to: str | None
    languages: tuple[str, ...]
    timezone: str
    trusted_proxies: int
    rate_limit: bool
    metrics_token: str | None
    map_tiles_url: str | None
    now: datetime | None
    port: int

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def outbox(self) -> Path:
        return self.instance / "outbox"

    @property
    def hosts(self) -> tuple[str, ...]:
        """Host names that are answered: this machine's, and the one of the base URL."""
        return ("localhost", "127.0.0.1", "[::1]", urlsplit(self.base_url).hostname or "localhost")


def read(environment: Mapping[str, str] | None = None, port: int | None = None) -> Settings:
    """Read the settings. `port`: the port that is about to be served, if known.

    Raises `BadSetting` with a sentence naming the setting that is wrong.
    """
    environment = os.environ if environment is None else environment
    instance = _instance(environment.get("RESAL_INSTANCE", ""))
    values = {**_from_file(instance / "resal.env"), **_ours(environment)}
    port = port or _whole_number(values, "RESAL_PORT", DEFAULT_PORT, 1, 65535)
    return Settings(
        instance=instance,
        database_url=_database_url(values.get("RESAL_DATABASE_URL", ""), instance),
        secret_keys=_secret_keys(values.get("RESAL_SECRET_KEY", ""), instance),
        base_url=_base_url(values.get("RESAL_BASE_URL") or f"http://127.0.0.1:{port}"),
        mail_url=_mail_url(values.get("RESAL_MAIL_URL") or "file:"),
        mail_from=_address(values, "RESAL_MAIL_FROM") or "RÉSAL <resal@localhost>",
        mail_reply_to=_address(values, "RESAL_MAIL_REPLY_TO"),
        languages=_languages(values.get("RESAL_LANGUAGES") or "fr,en"),
        timezone=_zone(values.get("RESAL_TIMEZONE") or "America/Toronto"),
        trusted_proxies=_whole_number(values, "RESAL_TRUSTED_PROXIES", 0, 0, 10),
        rate_limit=_on_or_off(values, "RESAL_RATE_LIMIT", True),
        metrics_token=values.get("RESAL_METRICS_TOKEN") or None,
        map_tiles_url=_web_url(values, "RESAL_MAP_TILES_URL"),
        now=_instant(values, "RESAL_NOW"),
        port=port,
    )


def child_environment(settings: Settings) -> dict[str, str]:
    """The environment of a process we start, so that it reads the same settings."""
    pinned = {"RESAL_INSTANCE": str(settings.instance), "RESAL_PORT": str(settings.port)}
    return {**os.environ, **pinned}


def share(settings: Settings) -> None:
    """Let processes forked or spawned from this one read the same settings."""
    os.environ.update(child_environment(settings))


def _ours(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: environment[name] for name in NAMES if environment.get(name)}


def _from_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    values = {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}
    unknown = sorted(set(values) - set(NAMES))
    if unknown:
        raise BadSetting(
            lazy("%(file)s nomme %(name)s, qui n'est pas un réglage de RÉSAL."), file=path.name, name=unknown[0]
        )
    return values


def _instance(value: str) -> Path:
    checkout = Path(__file__).resolve().parent.parent
    home = checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()
    folder = Path(value).expanduser().resolve() if value else home / "instance"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK | os.X_OK)
    except OSError:
        writable = False
    if not writable:
        raise BadSetting(lazy("RESAL_INSTANCE : on ne peut pas écrire dans le dossier %(folder)s."), folder=folder)
    return folder


def _database_url(value: str, instance: Path) -> str:
    if not value:
        return f"sqlite:///{instance / 'resal.sqlite3'}"
    try:
        url = make_url(value)
    except (ArgumentError, ValueError):
        raise BadSetting(lazy("RESAL_DATABASE_URL n'est pas l'adresse d'une base de données.")) from None
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise BadSetting(
            lazy("RESAL_DATABASE_URL : RÉSAL fonctionne sur sqlite ou postgresql, pas sur %(other)s."),
            other=url.get_backend_name(),
        )
    return value


def _secret_keys(value: str, instance: Path) -> tuple[str, ...]:
    try:
        return keys_from(value) if value else make_or_read(instance / "secret_key")
    except WeakKey as problem:
        raise BadSetting(lazy("RESAL_SECRET_KEY : %(problem)s"), problem=problem) from None
    except OSError as problem:
        raise BadSetting(
            lazy("RESAL_SECRET_KEY : le fichier de la clé est inutilisable (%(problem)s)."), problem=problem
        ) from None


def _base_url(value: str) -> str:
    parts = _parts(value)
    if (
        parts is None
        or parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.query
        or parts.path.strip("/")
    ):
        raise BadSetting(
            lazy("RESAL_BASE_URL doit ressembler à https://resal.example, pas à « %(value)s »."),
            value=value,
        )
    return f"{parts.scheme}://{parts.netloc}"


def _mail_url(value: str) -> str:
    parts = _parts(value)
    if parts and parts.scheme in ("file", "null") and not parts.netloc:
        return value
    if parts and parts.scheme in ("smtp", "smtps") and parts.hostname:
        return value
    raise BadSetting(lazy("RESAL_MAIL_URL doit être file:, null:, smtp://serveur:port ou smtps://serveur:port."))


def _parts(value: str) -> SplitResult | None:
    """The parts of an address, or None when it is none: a port that is no number, a bracket left open."""
    try:
        parts = urlsplit(value)
        return parts if parts.port is None or parts.port > 0 else None
    except ValueError:
        return None


def _address(values: Mapping[str, str], name: str) -> str | None:
    value = values.get(name)
    if value and "@" not in parseaddr(value)[1]:
        raise BadSetting(lazy("%(name)s doit être une adresse courriel, pas « %(value)s »."), name=name, value=value)
    return value or None


def _languages(value: str) -> tuple[str, ...]:
    languages = tuple(part.strip() for part in value.split(",") if part.strip())
    unknown = [language for language in languages if language not in KNOWN_LANGUAGES]
    if unknown or not languages:
        raise BadSetting(
            lazy("RESAL_LANGUAGES doit lister des langues parmi %(known)s, pas « %(value)s »."),
            known=", ".join(KNOWN_LANGUAGES),
            value=value,
        )
    return languages


def _zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (KeyError, ValueError, OSError):
        raise BadSetting(
            lazy("RESAL_TIMEZONE doit être un fuseau comme America/Toronto, pas « %(value)s »."), value=value
        ) from None


def _whole_number(values: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = values.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise BadSetting(
            lazy("%(name)s doit être un nombre entier de %(least)s à %(most)s, pas « %(text)s »."),
            name=name,
            least=least,
            most=most,
            text=text,
        )
    return int(text)


def _on_or_off(values: Mapping[str, str], name: str, default: bool) -> bool:
    text = (values.get(name) or ("on" if default else "off")).lower()
    if text not in ("on", "off"):
        raise BadSetting(lazy("%(name)s doit être on ou off, pas « %(text)s »."), name=name, text=text)
    return text == "on"


def _web_url(values: Mapping[str, str], name: str) -> str | None:
    value = values.get(name)
    if value and urlsplit(value).scheme not in ("http", "https"):
        raise BadSetting(lazy("%(name)s doit commencer par https://, pas « %(value)s »."), name=name, value=value)
    return value or None


def _instant(values: Mapping[str, str], name: str) -> datetime | None:
    text = values.get(name)
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise BadSetting(
            lazy("%(name)s doit être un instant comme 2026-12-01T09:00:00-05:00, pas « %(text)s »."),
            name=name,
            text=text,
        ) from None
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
