"""Starting the servers that are measured, and stopping them, by their id."""

import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from harness.served import end, free_port

from benchmarks import ROOT
from benchmarks.load import Answer, ask, get

WORKERS = 2
PATIENCE = 60
PAUSE = 0.02


class NotServed(Exception):
    """A server ended, or never answered; the message holds what it printed."""


@dataclass(frozen=True)
class Server:
    """A server that answers on this port of this machine. `started_in`: seconds to its first answer."""

    process: "subprocess.Popen[bytes]"
    port: int
    started_in: float

    def family(self) -> list[psutil.Process]:
        """The server and every process it started."""
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]

    def cpu(self) -> float:
        """Seconds of processor they have used so far."""
        times = [member.cpu_times() for member in self.family()]
        return float(sum(one.user + one.system for one in times))


@contextmanager
def running(command: Sequence[str | Path], ready: str, environment: dict[str, str], folder: Path) -> Iterator[Server]:
    """Run a command, in which {port} is replaced by a free one, until the block ends.

    `ready`: the path that answers 200 once it serves. Raises `NotServed`.
    """
    port = free_port()
    told = [str(word).replace("{port}", str(port)) for word in command]
    log = folder / "server.log"
    begun = time.perf_counter()
    with log.open("wb") as file:
        process = subprocess.Popen(
            told, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT
        )
    try:
        _wait(process, port, ready, log)
        yield Server(process, port, time.perf_counter() - begun)
    finally:
        end(process)


def _wait(process: "subprocess.Popen[bytes]", port: int, path: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        answer = _try(port, path)
        if answer and answer.status == 200:
            return
        if process.poll() is not None:
            break
        time.sleep(PAUSE)
    raise NotServed(log.read_text(errors="replace"))


def _try(port: int, path: str) -> Answer | None:
    try:
        return ask(port, get(path))
    except OSError:
        return None
