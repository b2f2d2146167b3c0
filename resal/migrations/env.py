"""Runs one migration for SQLite and PostgreSQL alike; called by Alembic only.

On SQLite a changed table is copied, and dropping the old one would delete its children through
ON DELETE CASCADE; so foreign keys are off meanwhile (the pragma means nothing inside a
transaction, hence before it) and checked afterwards.
"""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from resal.models import Base, Moment
from resal.models.base import Document, LocalizedText


def run(connection: Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=sqlite,
        compare_type=True,
        render_item=plain_types,
        transactional_ddl=True,  # SQLite can; without it a kill half-way leaves half a schema
    )
    with context.begin_transaction():
        context.run_migrations()
        if sqlite:
            refuse_orphans(connection)
    if sqlite:
        connection.connection.cursor().execute("PRAGMA foreign_keys=ON")


def plain_types(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our own types as plain ones: a migration must not change when the models do."""
    if kind != "type":
        return False
    if isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return "DOCUMENT" if isinstance(item, LocalizedText) or item is Document else False


def refuse_orphans(connection: Connection) -> None:
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if orphans:
        raise RuntimeError(f"the migration would leave rows without their parent: {orphans[:3]}")


run(context.config.attributes["connection"])
