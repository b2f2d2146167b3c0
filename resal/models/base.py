"""What every table shares: the declarative base, names of constraints, instants, personal data.

Models depend on SQLAlchemy alone: no Flask, no commit, no mail.
"""

import functools
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar, cast

from sqlalchemy import JSON, Column, DateTime, MetaData, Table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from resal.models.localized import Localized

CONSTRAINT_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Document = JSON().with_variant(JSONB(), "postgresql")


class Moment(TypeDecorator[datetime]):
    """An instant, aware, in UTC, or nothing: a naive datetime is refused before it is stored."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs its zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class LocalizedText(TypeDecorator[Localized]):
    """One JSON value by language, see `Localized`; an empty one is stored as {}."""

    impl = Document
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> dict[str, Any]:
        return dict(value or {})

    def process_result_value(self, value: dict[str, Any] | None, dialect: Dialect) -> Localized:
        return Localized(value or {})


class Base(DeclarativeBase):
    """The base of every model."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment(),
        Localized: LocalizedText(),
        list[str]: Document,
        list[dict[str, Any]]: Document,
        dict[str, Any]: Document,
    }

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)

    def __init__(self, **values: Any) -> None:
        """Columns by name; a text nobody gave is an empty one, never None."""
        for name in _texts(type(self)):
            if values.get(name) is None:
                setattr(self, name, Localized())
        for name, value in values.items():
            setattr(self, name, value)


@functools.cache
def _texts(model: type[Base]) -> tuple[str, ...]:
    columns = model.__mapper__.columns.items()
    return tuple(name for name, column in columns if isinstance(column.type, LocalizedText))


def table_of(model: type[Base]) -> Table:
    """The table itself, for statements of columns alone: the ORM adds half as much again to their cost."""
    return cast(Table, model.__table__)


def pointing_at(model: type[Base]) -> Iterator[tuple[Table, Column[Any]]]:
    """Every column of the other tables that names a row of this one."""
    target = table_of(model)
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is target and table is not target:
                yield table, key.parent


def made_here() -> str:
    """The key of a row made on the site, so that it can be exported and imported again as itself."""
    return f"site-{secrets.token_hex(6)}"


def personal(purpose: str, kept: str) -> dict[str, Any]:
    """Marks a column that says something of a person: why it is kept and until when.

    Read by the retention rules and by the test that no personal column is born without them
    (Loi 25, P-39.1 s. 4, 8 and 23).
    """
    return {"personal": True, "purpose": purpose, "kept": kept}
