"""The process that owns the PostgreSQL server of a run and ends it when the run is over.

It is nobody's child in the end: whether the tests finish, fail, are interrupted or killed, the
lock on `alive` falls, and the server stops, its databases and its folder go.
"""

import signal
import sys
from pathlib import Path
from typing import NoReturn

from harness import postgres
from harness.ground import Ground


def main(folder: str) -> None:
    signal.signal(signal.SIGTERM, _leave)
    ground = Ground(Path(folder))
    try:
        with postgres.server(ground.folder / "server") as address:
            ground.tell("guardian", {"address": address.render_as_string(hide_password=False)})
            ground.wait_until_over()
            postgres.clear(address, f"resal_{ground.token}_")
    except postgres.NoServer as problem:
        ground.tell("guardian", {"problem": str(problem)})
        ground.wait_until_over()
    ground.remove()


def _leave(_signal: int, _frame: object) -> NoReturn:
    raise SystemExit(0)


if __name__ == "__main__":
    main(sys.argv[1])
