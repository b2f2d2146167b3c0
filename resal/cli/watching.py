"""A process of ours that is started again when it dies, until it is stopped."""

import multiprocessing
import os
import subprocess
import sys
import threading
from multiprocessing.process import BaseProcess

import click

from resal.settings import Settings, child_environment

PATIENCE = 30
PAUSE = 1.0


Process = BaseProcess | subprocess.Popen[bytes]


class Watched:
    """`resal NAME` beside the server, with the same settings.

    On Linux the first one is forked from what the server has loaded, so that the two share it (some
    26 MiB); one that died is started afresh, as a program of its own: by then this process has
    threads, and a fork would copy their locks.
    """

    def __init__(self, command: click.Command, settings: Settings) -> None:
        self._command = command
        self._environment = child_environment(settings)
        self._stopping = threading.Event()
        self._process: Process = self._fork() if sys.platform == "linux" else self._start()
        threading.Thread(target=self._watch, daemon=True, name=f"watch-{command.name}").start()

    def stop(self) -> None:
        """Let it finish what it has in hand; after thirty seconds, end it."""
        self._stopping.set()
        self._process.terminate()
        if not self._ended(PATIENCE):
            self._process.kill()

    def _fork(self) -> Process:
        forked = multiprocessing.get_context("fork").Process(target=_run, args=(self._command,))
        forked.start()
        return forked

    def _start(self) -> Process:
        command = [sys.executable, "-m", "resal", str(self._command.name)]
        # in a session of its own: Ctrl-C reaches the server, which stops it in order
        return subprocess.Popen(command, env=self._environment, start_new_session=True)  # noqa: S603 - our own

    def _ended(self, timeout: float | None = None) -> bool:
        if isinstance(self._process, subprocess.Popen):
            try:
                self._process.wait(timeout)
            except subprocess.TimeoutExpired:
                return False
            return True
        self._process.join(timeout)
        return not self._process.is_alive()

    def _watch(self) -> None:
        while not self._stopping.is_set():
            self._ended()
            if not self._stopping.wait(PAUSE):
                self._process = self._start()


def _run(command: click.Command) -> None:
    """In the forked process: the command itself."""
    os.setsid()
    command.main([], prog_name=f"resal {command.name}")
