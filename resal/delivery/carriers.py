"""How letters leave: written to files, thrown away, or handed to a server (`RESAL_MAIL_URL`).

Every carrier keeps one order: all but the last gesture, then the promise is committed, then the
last gesture (the final dot, or the file taking its name).
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from resal import clock

Promise = Callable[[], None]


class ServerDown(Exception):
    """No letter can leave for now: unreachable, or refusing everybody. The message says why."""


class Refused(Exception):
    """This letter was refused; `for_good` or for now."""

    def __init__(self, reason: str, for_good: bool) -> None:
        super().__init__(reason)
        self.for_good = for_good


class Lost(Exception):
    """The connection went before the promise: this letter was not taken."""


class Unanswered(Exception):
    """The last gesture was made and no answer came: nobody knows whether it was taken."""


@dataclass(frozen=True)
class Parcel:
    """A message ready to go, to one recipient. `name` is what a file of it is called."""

    sender: str
    recipient: str
    content: bytes
    name: str


class Carrier(Protocol):
    """Opened once for many letters, then closed."""

    def open(self) -> None:
        """Get ready. Raises `ServerDown`."""

    def carry(self, parcel: Parcel, promise: Promise) -> None:
        """Take one letter away, calling `promise` just before the last gesture.

        Raises `Refused`, `Lost`, `Unanswered`, `ServerDown`, or what `promise` raises, and then
        the last gesture has not been made.
        """

    def close(self) -> None:
        """Let go."""


class Nowhere:
    """`null:` for demonstrations and measures: every letter is said to have left."""

    def open(self) -> None:
        pass

    def carry(self, parcel: Parcel, promise: Promise) -> None:
        promise()

    def close(self) -> None:
        pass


class Folder:
    """`file:` one .eml file for each letter, whole or not there at all, sorted by time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ServerDown(f"{self.folder}: {error.strerror}") from error

    def carry(self, parcel: Parcel, promise: Promise) -> None:
        draft = self.folder / f".{parcel.name}.{os.getpid()}"
        try:
            _write(draft, parcel.content)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise ServerDown(f"{self.folder}: {error.strerror}") from error
        try:
            promise()
            draft.replace(self.folder / f"{clock.now():%Y%m%dT%H%M%S.%fZ}-{parcel.name}.eml")
        except OSError as error:
            raise Unanswered(f"{self.folder}: {error.strerror}") from error
        finally:
            draft.unlink(missing_ok=True)

    def close(self) -> None:
        pass


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
