"""The bytes of a programme file → what JSON says, or one sentence."""

import json
from collections import Counter
from typing import Any, NoReturn

from resal.actions.importing.problems import BadProgramme, Problem, shown
from resal.language import lazy

MOST_BYTES = 5_000_000


def load_json(content: bytes) -> Any:
    """Read JSON strictly: UTF-8 (a byte order mark is forgiven), RFC 8259, no key twice.

    Raises `BadProgramme` with one problem, whatever the bytes are.
    """
    if len(content) > MOST_BYTES:
        _refuse(lazy("Ce fichier est trop gros : %(most)s Mo au plus."), most=MOST_BYTES // 1_000_000)
    return _parsed(_text(content))


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        _refuse(lazy("Ce fichier n'est pas en UTF-8 : voyez la ligne %(line)s."), line=line)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_constant)
    except json.JSONDecodeError as error:
        _refuse(
            lazy("Ce fichier n'est pas du JSON : voyez la ligne %(line)s, colonne %(column)s."),
            line=error.lineno,
            column=error.colno,
        )
    except RecursionError:
        _refuse(lazy("Ce fichier emboîte trop de listes ou d'objets les uns dans les autres."))
    except ValueError:  # a whole number of thousands of digits, which Python will not convert
        _refuse(lazy("Ce fichier contient un nombre démesuré."))


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        [(double, _)] = Counter(name for name, _ in pairs).most_common(1)
        _refuse(lazy("La clé « %(key)s » est écrite deux fois dans le même objet."), key=shown(double))
    return found


def _constant(name: str) -> NoReturn:
    _refuse(lazy("Ce fichier contient %(name)s, qui n'est pas un nombre."), name=name)


def _refuse(message: str, /, **values: object) -> NoReturn:
    raise BadProgramme([Problem("", message, values)]) from None
