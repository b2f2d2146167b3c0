"""The pen that writes records into rows: finds or makes them, and knows what really changed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from resal.actions.importing.shapes import Record
from resal.db import db
from resal.models import Base, Localized, localized
from resal.models.base import LocalizedText

T = TypeVar("T", bound=Base)

Report = dict[str, dict[str, int]]
"""By noun, how many things were created and how many updated; what stayed the same is in neither."""


@dataclass
class Pen:
    """One writing: its moment, whether what it makes is an example, the rows by noun and key."""

    now: datetime
    example: bool = False
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    created: dict[str, set[str]] = field(default_factory=dict)
    updated: dict[str, set[str]] = field(default_factory=dict)
    changes: int = 0

    def made(self, row: T) -> T:
        """Add a new row, its texts empty rather than None; it counts as a change."""
        for column in type(row).__table__.columns:
            if isinstance(column.type, LocalizedText) and getattr(row, column.name) is None:
                setattr(row, column.name, Localized())
        db.session.add(row)
        self.changes += 1
        return row

    def gone(self, row: Base) -> None:
        """Delete a row; it counts as a change."""
        db.session.delete(row)
        self.changes += 1

    def set(self, row: Base, **values: Any) -> None:
        """Set only what differs, so that a row left as it was is not written again."""
        for name, value in values.items():
            if getattr(row, name) != value:
                setattr(row, name, value)
                self.changes += 1

    def words(self, row: Base, record: Record, names: Mapping[str, str]) -> None:
        """Set localized columns (`names`: column → name in the file), in the languages that are given."""
        for column, name in names.items():
            given = record.words.get(name)
            if given is not None:
                self.set(row, **{column: worded(given, getattr(row, column))})

    def members(self, row: Base, name: str, wanted: Iterable[Base]) -> None:
        """Set a relation without order: the same members in another order are no change."""
        members = list(dict.fromkeys(wanted))
        if set(getattr(row, name)) != set(members):
            setattr(row, name, members)
            self.changes += 1

    def named(self, noun: str, keys: Iterable[str]) -> list[Any]:
        return [self.rows[noun][key] for key in keys]

    def one(self, noun: str, key: str | None) -> Any:
        return self.rows[noun][key] if key else None

    def line_up(self, rows: list[T], records: list[Record], make: Callable[[], T]) -> Iterator[tuple[int, T, Record]]:
        """Pair rows with records by position: rows too many go, rows too few are made.

        `rows` may be a relation: those that go leave it, and those that `make` makes join it.
        """
        for row in rows[len(records) :]:
            rows.remove(row)
            self.gone(row)
        for position, record in enumerate(records):
            if position == len(rows):
                rows.append(self.made(make()))
            yield position, rows[position], record

    @contextmanager
    def counting(self, noun: str, key: str, created: bool = False) -> Iterator[None]:
        """Count one thing of this noun as created, or as updated when anything of it changes."""
        before = self.changes
        yield
        if created:
            self.created.setdefault(noun, set()).add(key)
        elif self.changes > before:
            self.updated.setdefault(noun, set()).add(key)

    def report(self, nouns: Iterable[str]) -> Report:
        """What was done, noun by noun."""
        created = {noun: self.created.get(noun, set()) for noun in nouns}
        return {
            noun: {"created": len(new), "updated": len(self.updated.get(noun, set()) - new)}
            for noun, new in created.items()
        }


def worded(given: Mapping[str, str], before: Localized | None) -> Localized:
    """The text with the languages that are given; the other languages stay as they were."""
    old = {language: before[language] for language in before.languages()} if before else {}
    texts = {language: text for language, text in {**old, **given}.items() if text}
    if before is not None and texts == old:
        return before
    return localized(dict(texts), before)
