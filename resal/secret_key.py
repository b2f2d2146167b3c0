"""The key that signs cookies and links: made once, mode 0600, the same for every process."""

import os
import secrets
from pathlib import Path

from resal.language import Sentence, lazy

LEAST_LENGTH = 32


class WeakKey(Sentence):
    """A key that anybody could guess; the message says what to do."""


def keys_from(text: str) -> tuple[str, ...]:
    """Split a comma-separated list of keys; the first signs, the others still verify.

    Raises `WeakKey` when one is too short or has too few different characters.
    """
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    if not keys or any(len(key) < LEAST_LENGTH or len(set(key)) < 8 for key in keys):
        raise WeakKey(lazy("chaque clé demande au moins %(n)s caractères que personne ne devine."), n=LEAST_LENGTH)
    return keys


def make_or_read(path: Path) -> tuple[str, ...]:
    """Read the key file, making it first if there is none.

    Safe when two processes start together: the key is written whole under another name, then
    linked into place, which only one of them can do; both read what is there afterwards.
    """
    if not path.exists():
        _link_into_place(path, secrets.token_urlsafe(48))
    return keys_from(path.read_text("ascii").strip())


def _link_into_place(path: Path, key: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its key holds
    finally:
        draft.unlink()
