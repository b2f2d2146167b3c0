"""The folder that all processes of one test run share, and how they take turns in it.

The process that started the run keeps a lock on `alive` from its first moment to its last. The
kernel lets that lock go however the process ends, so whoever waits for it knows the run is over.
"""

import fcntl
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any


@dataclass(frozen=True)
class Ground:
    """A folder of this run; `token` is a word that no other run has."""

    folder: Path

    @classmethod
    def new(cls) -> "Ground":
        folder = Path(tempfile.mkdtemp(prefix="resal-tests-"))
        folder.chmod(0o711)  # PostgreSQL, which is somebody else when we are root, passes through
        return cls(folder)

    @property
    def token(self) -> str:
        return self.folder.name.rpartition("-")[2]

    def room(self, name: str) -> Path:
        """A folder of its own inside, for our user alone."""
        room = self.folder / name
        room.mkdir(mode=0o700, parents=True, exist_ok=True)
        return room

    def live(self) -> IO[bytes]:
        """Say that the run goes on, until the file that is returned is closed."""
        file = (self.folder / "alive").open("wb")
        fcntl.flock(file, fcntl.LOCK_EX)
        return file

    def wait_until_over(self) -> None:
        with (self.folder / "alive").open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)

    @contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """One process at a time."""
        with (self.folder / f"{name}.turn").open("wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def once(self, name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What the first process made (plain JSON); the others read it."""
        with self.turn(name):
            if self.told(name) is None:
                self.tell(name, make())
        return self.told(name) or {}

    def told(self, name: str) -> dict[str, Any] | None:
        """The facts somebody told under this name, or None so far."""
        file = self.folder / f"{name}.json"
        return json.loads(file.read_text("utf-8")) if file.exists() else None

    def tell(self, name: str, facts: dict[str, Any]) -> None:
        """Write facts for the others, whole or not at all."""
        draft = self.folder / f"{name}.draft"
        draft.write_text(json.dumps(facts), "utf-8")
        draft.rename(self.folder / f"{name}.json")

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
