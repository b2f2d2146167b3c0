"""What a merge changes, written down in order, so that it can be put back row by row.

A line is plain JSON, one of: {"set": table, "ids": […], "before": {column: value}, "after": {…}};
{"add": table, "row": {…}} and {"drop": table, "row": {…}}; {"seat": registration, "before": state}.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Date, Table, UniqueConstraint, delete, insert, select

from resal.db import db
from resal.models import Base, Localized, Moment, Registration
from resal.models.base import LocalizedText, table_of

CHANGED, GONE, TAKEN = "changed", "gone", "taken"  # why something is left as it is
Line = dict[str, Any]
Left = dict[str, Any]
BATCH = 500


class Ledger:
    """The lines of one merge. Each change is made and flushed at once: the order matters to what is unique."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def set(self, rows: Iterable[Base], **values: Any) -> None:
        """Give these rows of one table new values; those that have them already are left out."""
        alike: dict[str, list[Base]] = defaultdict(list)
        befores: dict[str, Line] = {}
        after = {name: _plain(value) for name, value in values.items()}
        for row in rows:
            before = {name: _plain(getattr(row, name)) for name in values}
            if before != after:
                alike[repr(before)].append(row)
                befores[repr(before)] = before
        for key, same in alike.items():
            self.lines.append(
                {"set": same[0].__tablename__, "ids": [row.id for row in same], "before": befores[key], "after": after}
            )
            for row in same:
                _give(row, values)
        db.session.flush()

    def add(self, table: Table, row: Mapping[str, Any]) -> None:
        db.session.execute(insert(table).values(**row))
        self.lines.append({"add": table.name, "row": _document(row)})

    def drop(self, table: Table, row: Mapping[str, Any]) -> None:
        db.session.execute(delete(table).where(*_same(table, row)))
        self.lines.append({"drop": table.name, "row": _document(row)})

    def seat(self, registration: Registration) -> None:
        """Before its place is freed; `registering` does that."""
        self.lines.append({"seat": registration.id, "before": registration.state})


def put_back(lines: Sequence[Line], seat: Callable[[int, str], str | None]) -> list[Left]:
    """Undo them, the last first. What has changed since stays; returns what, and why.

    `seat` gives a place back: it gets the registration and the state it had, and says why not, if not.
    """
    left: list[Left] = []
    for line in reversed(lines):
        if "set" in line:
            left += _unset(line)
        elif "seat" in line:
            why = seat(line["seat"], line["before"])
            left += [{"table": "registrations", "id": line["seat"], "why": why}] if why else []
        elif "add" in line:
            db.session.execute(delete(_table(line["add"])).where(*_same(_table(line["add"]), _read(line, "add"))))
        else:
            left += _restore(line)
        db.session.flush()
    db.session.expire_all()
    return list({(one["table"], one["id"], one["why"]): one for one in left}.values())


def _unset(line: Line) -> list[Left]:
    model, left = _model(line["set"]), []
    before = {name: _value(table_of(model), name, value) for name, value in line["before"].items()}
    rows = {row.id: row for row in _rows(model, line["ids"])}
    for id_ in line["ids"]:
        row = rows.get(id_)
        if row is None:
            left.append({"table": line["set"], "id": id_, "why": GONE})
        elif any(_plain(getattr(row, name)) != value for name, value in line["after"].items()):
            left.append({"table": line["set"], "id": id_, "why": CHANGED})
        else:
            _give(row, before)
    return left


def _restore(line: Line) -> list[Left]:
    """A row that was dropped, if what it belongs to still is and nothing took its place."""
    table, row = _table(line["drop"]), _read(line, "drop")
    key = row.get("id", next(iter(row.values())))  # of a tie, what is tied
    if not all(_is_there(table, name, value) for name, value in row.items()):
        return [{"table": table.name, "id": key, "why": GONE}]
    if any(_found(table, {name: row[name] for name in names}) for names in _unique(table)):
        return [] if "id" not in row else [{"table": table.name, "id": key, "why": TAKEN}]
    db.session.execute(insert(table).values(**row))
    return []


def _is_there(table: Table, name: str, value: Any) -> bool:
    """Whether what a column points at still exists."""
    keys = table.c[name].foreign_keys
    return value is None or all(_found(key.column.table, {key.column.name: value}) for key in keys)


def _unique(table: Table) -> list[list[str]]:
    unique = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    from_constraints = [[column.name for column in one.columns] for one in unique]
    return [[column.name for column in table.primary_key], *from_constraints]


def _found(table: Table, row: Mapping[str, Any]) -> bool:
    return db.session.execute(select(*table.primary_key).where(*_same(table, row)).limit(1)).first() is not None


def _same(table: Table, row: Mapping[str, Any]) -> list[Any]:
    return [table.c[name] == value for name, value in row.items()]


def _give(row: Base, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _rows(model: type[Base], ids: Sequence[int]) -> list[Base]:
    found: list[Base] = []
    for start in range(0, len(ids), BATCH):
        found += db.session.scalars(select(model).where(model.id.in_(ids[start : start + BATCH]))).all()
    return found


@cache
def _model(name: str) -> type[Base]:
    return next(one.class_ for one in Base.registry.mappers if one.class_.__tablename__ == name)


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _document(row: Mapping[str, Any]) -> Line:
    return {name: _plain(value) for name, value in row.items()}


def _read(line: Line, deed: str) -> dict[str, Any]:
    table = _table(line[deed])
    return {name: _value(table, name, value) for name, value in line["row"].items()}


def _plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return dict(value) if isinstance(value, dict) else value


def _value(table: Table, name: str, value: Any) -> Any:
    """A value of a column, read from JSON."""
    kind = table.c[name].type
    if isinstance(kind, LocalizedText):
        return Localized(value)
    if value is None:
        return None
    if isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value
