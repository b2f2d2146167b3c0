"""A real `resal serve`, as an operator runs it: a process of its own, a port of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psutil

RESAL = Path(sys.executable).with_name("resal")
PATIENCE = 60


@dataclass(frozen=True)
class Served:
    """A site that answers at `url`, with its instance folder."""

    url: str
    instance: Path
    port: int
    pid: int

    def resal(self, *arguments: str) -> str:
        """Run another `resal` command on the same instance; what it printed."""
        command = [RESAL, *arguments]
        done = subprocess.run(
            command, env=environment(self.instance), capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert done.returncode == 0, f"{arguments}: {done.stderr}"
        return done.stdout


@contextmanager
def serving(instance: Path, *options: str, program: Path = RESAL, **settings: str) -> Iterator[Served]:
    """Serve on a free port of this machine until the block ends; `settings` are RESAL_… names."""
    port = free_port()
    command = [program, "serve", "--port", str(port), *options]
    log = instance / "serve.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=instance, env=environment(instance, **settings), stdin=subprocess.DEVNULL,
            stdout=file, stderr=subprocess.STDOUT,
        )  # fmt: skip
    served = Served(f"http://127.0.0.1:{port}", instance, port, process.pid)
    try:
        _wait_until_ready(served, process, log)
        yield served
    finally:
        end(process)


def environment(instance: Path | None = None, **settings: str) -> dict[str, str]:
    """The environment of a program under test: ours, without what the developer has set for theirs."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("RESAL_", "PYTHON"))}
    pinned = {"RESAL_INSTANCE": str(instance)} if instance else {}
    return {**ours, **pinned, **settings}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def end(process: "subprocess.Popen[bytes]") -> None:
    """Ask it to stop; what is left of it and its children after ten seconds is killed."""
    try:
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        family = []
    process.terminate()
    _, left = psutil.wait_procs(family, timeout=10)
    for member in left:
        member.kill()
    process.wait()


def _wait_until_ready(served: Served, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(PATIENCE * 10):
        try:
            urlopen(f"{served.url}/readyz", timeout=5).close()  # noqa: S310 - our own http address
            return
        except HTTPError as problem:
            problem.close()
        except (URLError, ConnectionError, TimeoutError):
            pass
        assert process.poll() is None, f"it ended: {log.read_text(errors='replace')}"
        time.sleep(0.1)
    raise AssertionError(f"not ready after {PATIENCE} s: {log.read_text(errors='replace')}")
