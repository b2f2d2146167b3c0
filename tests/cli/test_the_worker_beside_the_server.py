"""The worker that `resal serve` keeps beside it: started again when it dies, gone with the server."""

import os
import signal
import time
from collections.abc import Callable

import psutil

PATIENCE = 20


def test_a_worker_that_is_killed_is_started_again_and_both_end_with_the_server(serve):
    running = serve("--workers", "1", "--demo")
    server = psutil.Process(running.pid)
    before = {child.pid for child in server.children(recursive=True)}
    [first] = [pid for pid in before if os.getpgid(pid) == pid]
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: workers_of(server) - before != set())
    family = [server, *server.children(recursive=True)]
    os.kill(server.pid, signal.SIGTERM)
    assert psutil.wait_procs(family, timeout=PATIENCE)[1] == []


def workers_of(server: psutil.Process) -> set[int]:
    """Those of its children that lead a session of their own."""
    return {child.pid for child in server.children() if os.getpgid(child.pid) == child.pid}


def wait_until(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.1)
