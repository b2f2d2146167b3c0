"""How each connection behaves: what is asked of SQLite, how transactions begin, which are dead.

Whoever will write begins its transaction with the option `WRITING`. On SQLite that is BEGIN
IMMEDIATE: a read that turns into a write fails at once there, whatever the busy timeout. On
PostgreSQL what only reads opens no transaction at all: each statement sees what is committed when
it begins, exactly as it would inside one (READ COMMITTED), for two round trips less.
"""

from multiprocessing.connection import wait
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import Pool

WRITING = "resal_writing"
PATIENCE = 5  # seconds, after which the service says that it comes back soon
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={PATIENCE}000")
_READS_ALONE = "resal_reads_alone"


def options(database_url: str) -> dict[str, Any]:
    """What the engine of an application is made with. A server that is away is given up on in `PATIENCE`."""
    common: dict[str, Any] = {"hide_parameters": True}  # what people typed stays out of every log
    if database_url.startswith("sqlite"):
        return common
    return common | {
        "pool_size": 10, "max_overflow": 10, "pool_timeout": PATIENCE,
        "connect_args": {"connect_timeout": PATIENCE}, "execution_options": {_READS_ALONE: True},
    }  # fmt: skip


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, _record: Any) -> None:
    """SQLite: SQLAlchemy sends BEGIN itself, on every Python; pragmas for each connection."""
    if type(connection).__module__.startswith("sqlite3"):
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Pool, "checkout")
def _replace(connection: Any, _record: Any, _proxy: Any) -> None:
    """PostgreSQL: a server that was restarted has hung up, which shows without asking it anything."""
    if type(connection).__module__.startswith("psycopg") and wait([connection.fileno()], timeout=0):
        raise InvalidatePoolError


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    chosen = connection.get_execution_options()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if chosen.get(WRITING) else "BEGIN")
    elif chosen.get(_READS_ALONE):
        driver: Any = connection.connection.dbapi_connection
        driver.autocommit = not chosen.get(WRITING)
