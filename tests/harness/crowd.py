"""Many people at the same instant, each with a connection of their own."""

import threading
from concurrent.futures import ThreadPoolExecutor

CROWD = 8


def at_once(app, tasks):
    """Run all tasks at the same instant, each in its own thread and application context."""
    gate = threading.Barrier(CROWD)

    def run(task):
        with app.app_context():
            gate.wait()
            return task()

    with ThreadPoolExecutor(CROWD) as pool:
        return list(pool.map(run, tasks))
