"""Plain values that depend on the words of the programme alone, kept in each process while they hold.

The proof that they still hold is `db.words_version`, one indexed read per transaction. Only frozen
values are kept, never rows; the space is bounded.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from resal.bounded import Bounded
from resal.db import db, words_version
from resal.language import current

T = TypeVar("T")
ENTRIES = 2000
_values: Bounded[Any] = Bounded(ENTRIES)


def remembered(key: Hashable, make: Callable[[], T]) -> T:
    """The value of `make()`, made anew when a word of the programme changed, or in another language."""
    version = words_version()
    if version is None:
        return make()
    whole = (str(db.engine.url), version, current(), key)
    found: tuple[T] | None = _values.get(whole)
    if found is None:
        found = _values.keep(whole, (make(),), 1)
    return found[0]
