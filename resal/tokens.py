"""Links that are secrets: derived from a nonce and the key, bound to one purpose.

A token is base64url(nonce + mac), 43 characters: 128 random bits that find the row and 128 bits
that only the key can make, so a copy of the database alone opens nothing (trust, group C; a new
nonce revokes). Whatever is not one of ours reads as None: the edge answers the same 404 to all.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Sequence

SIZE = 16
LENGTH = 43


def new_nonce() -> str:
    """128 random bits as 32 hexadecimal digits, the form in which rows keep them."""
    return secrets.token_hex(SIZE)


def issue(keys: Sequence[str], purpose: str, nonce: str) -> str:
    """The token for a nonce, signed by the first key."""
    raw = bytes.fromhex(nonce)
    return base64.urlsafe_b64encode(raw + _mac(keys[0], purpose, raw)).rstrip(b"=").decode("ascii")


def read(keys: Sequence[str], purpose: str, token: str) -> str | None:
    """The nonce inside a token that any of the keys made for this purpose, else None."""
    raw = _decode(token)
    if raw is None:
        return None
    nonce, mac = raw[:SIZE], raw[SIZE:]
    matches = [hmac.compare_digest(_mac(key, purpose, nonce), mac) for key in keys]
    return nonce.hex() if any(matches) else None


def fingerprint(token: str) -> str:
    """What is kept of a random token (feeds): SHA-256, enough because it has 128 random bits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _decode(token: str) -> bytes | None:
    if len(token) != LENGTH or not token.isascii():
        return None
    try:
        raw = base64.b64decode(token + "=", altchars=b"-_", validate=True)
    except binascii.Error:
        return None
    return raw if len(raw) == 2 * SIZE else None


def _mac(key: str, purpose: str, nonce: bytes) -> bytes:
    message = purpose.encode() + b"\0" + nonce
    return hmac.new(key.encode(), message, hashlib.sha256).digest()[:SIZE]
