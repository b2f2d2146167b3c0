"""The product as an operator runs it: an instance of its own, migrated, filled, served."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness.served import RESAL, environment

from benchmarks import ROOT, seeding
from benchmarks.serving import WORKERS, Server, running
from resal import schema, settings

PATIENCE = 300


class Broken(Exception):
    """A command of ours failed; the message holds what it printed."""


@dataclass(frozen=True)
class Product:
    """An instance with so many sessions."""

    folder: Path
    database_url: str
    sessions: int

    @property
    def environment(self) -> dict[str, str]:
        told = {"RESAL_DATABASE_URL": self.database_url, "RESAL_MAIL_URL": "null:", "RESAL_RATE_LIMIT": "off"}
        return dict(environment(self.folder, **told))

    def prepare(self) -> None:
        """Make the database and fill it."""
        schema.migrate(settings.read(self.environment))
        seeding.fill(self.database_url, self.sessions)

    def serving(self, workers: int = WORKERS) -> AbstractContextManager[Server]:
        """`resal serve`, with the worker for letters, until the block ends."""
        command = [RESAL, "serve", "--port", "{port}", "--workers", str(workers)]
        return running(command, "/readyz", self.environment, self.folder)

    @contextmanager
    def holding_letters(self) -> Iterator[None]:
        """Letters are owed but wait: the worker does not take turns with what is measured."""
        self.resal("outbox", "pause")
        try:
            yield
        finally:
            self.resal("outbox", "resume")

    def resal(self, *arguments: str) -> str:
        """Another `resal` command on the same instance; what it printed. Raises `Broken`."""
        return _told([str(RESAL), *arguments], self.environment)


@contextmanager
def floor(folder: Path, database_url: str, events: int, threads: int, workers: int = WORKERS) -> Iterator[Server]:
    """The floor with as many events, served by as many workers and threads."""
    program = [sys.executable, "-m", "benchmarks.floor"]
    _told([*program, "fill", database_url, str(events)], environment())
    with running(
        [*program, "serve", database_url, "{port}", str(workers), str(threads)], "/hello", environment(), folder
    ) as server:
        yield server


def _told(command: list[str], settings_: dict[str, str]) -> str:
    done = subprocess.run(
        command, cwd=ROOT, env=settings_, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    if done.returncode:
        raise Broken(f"{' '.join(command[1:])} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout
