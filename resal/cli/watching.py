"""A process of ours that is started again when it dies, until it is stopped."""

import subprocess
import sys
import threading

from resal.settings import Settings, child_environment

PATIENCE = 30
PAUSE = 1.0


class Watched:
    """`resal NAME` beside the server, with the same settings."""

    def __init__(self, name: str, settings: Settings) -> None:
        self._command = [sys.executable, "-m", "resal", name]
        self._environment = child_environment(settings)
        self._stopping = threading.Event()
        self._process = self._start()
        threading.Thread(target=self._watch, daemon=True, name=f"watch-{name}").start()

    def stop(self) -> None:
        """Let it finish what it has in hand; after thirty seconds, end it."""
        self._stopping.set()
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own command
            self._command, env=self._environment, start_new_session=True
        )  # in a session of its own: Ctrl-C reaches the server, which stops it in order

    def _watch(self) -> None:
        while not self._stopping.is_set():
            self._process.wait()
            if not self._stopping.wait(PAUSE):
                self._process = self._start()
