"""Where templates and static files are: beside the package in a checkout, inside it in a wheel."""

import hashlib
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_HOME = _PACKAGE if (_PACKAGE / "templates").is_dir() else _PACKAGE.parent
TEMPLATES = _HOME / "templates"
STATIC = _HOME / "static"


@cache
def static_url(path: str) -> str:
    """The address of a static file with a digest of its content, so that it may be kept a year.

    Raises FileNotFoundError for a file that is not there.
    """
    digest = hashlib.blake2b((STATIC / path).read_bytes(), digest_size=6).hexdigest()
    return f"/static/{path}?v={digest}"
