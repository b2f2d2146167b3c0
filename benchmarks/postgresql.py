"""A PostgreSQL server for the length of one run, as durable as in real life."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness import postgres
from sqlalchemy import URL, create_engine, text
from sqlalchemy.pool import NullPool

DURABILITY = ("fsync", "synchronous_commit", "full_page_writes")
postgres.FAST = ("jit=off",)  # the tests trade safety for speed; what is measured here may not


@contextmanager
def server(folder: Path) -> Iterator[URL]:
    """The address of its maintenance database. Raises `harness.postgres.NoServer`."""
    with postgres.server(folder) as address:
        yield address


def database(server: URL, name: str) -> str:
    """The address of a new, empty database."""
    postgres.drop(server.set(database=name))
    postgres.administer(server, f'CREATE DATABASE "{name}" TEMPLATE "template0"')
    return server.set(database=name).render_as_string(hide_password=False)


def durability(server: URL) -> str:
    """The settings that decide what survives a power cut, as the server says them."""
    with create_engine(server, poolclass=NullPool).connect() as connection:
        said = [f"{name} {connection.scalar(text(f'SHOW {name}'))}" for name in DURABILITY]
        version = connection.scalar(text("SHOW server_version"))
    return f"PostgreSQL {version}: {', '.join(said)}"
