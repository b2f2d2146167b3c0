"""`python -m benchmarks.registrations`: a crowd for too few seats, counted to the last person.

On each engine: 10,000 people register for 500 seats, 64 at a time, at four server processes; then
the same while random processes of the server are killed; then 25 people give up their seat, three
times each, while seats are added and somebody is let in by hand, all at the same instant. After each,
the rows are counted and `resal check` counts every promise again. Beside it, the rate of a bare
insert that checks a counter under a lock (`benchmarks.floor`). Exits 1 when anything is not as promised.
"""

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

import psutil
from harness.postgres import NoServer

from benchmarks import counts, postgresql, report, seeding
from benchmarks.newcomers import Bare, GivingUp, Newcomer
from benchmarks.product import Broken, Product, floor
from benchmarks.racing import Finish, Unexpected, race
from benchmarks.serving import NotServed, Server
from resal.cli.serving import BLOCKING_THREADS

SEATS, SESSIONS, WORKERS = 500, 100, 4
GIVE_UP, TIMES, MORE_SEATS = 25, 3, 10
KILL_EVERY = 2  # seconds
GROWN = 7  # seconds: a process that dies sooner, again, is taken by the server for one that cannot start
ENGINES = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Size:
    """How many people come, so many at a time."""

    people: int
    clients: int


def main() -> int:
    chosen = _arguments()
    size, broken = Size(chosen.people, chosen.clients), []
    with tempfile.TemporaryDirectory(prefix="resal-race-") as name:
        folder = Path(name).resolve()
        folder.chmod(0o711)  # PostgreSQL, which is somebody else when we are root, passes through
        report.say(f"# Registrations\n\n{report.machine(folder)}")
        for engine in ENGINES if chosen.engine == "both" else (chosen.engine,):
            try:
                broken += _engine(engine, folder, size)
            except NoServer as problem:
                report.say(f"\n## {engine}\n\nNot measured: {problem}")
            except (Broken, NotServed, Unexpected, TimeoutError) as problem:
                broken.append(f"{engine}: {problem}")
    for sentence in broken:
        report.say(f"BROKEN: {sentence}")
    return 1 if broken else 0


def _engine(engine: str, folder: Path, size: Size) -> list[str]:
    with ExitStack() as stack:
        if engine == "sqlite":
            address = lambda name: f"sqlite:///{folder / name}.sqlite3"  # noqa: E731 - one of two ways to say it
        else:
            server = stack.enter_context(postgresql.server(folder / "postgresql"))
            address = lambda name: postgresql.database(server, name)  # noqa: E731
        report.say(f"\n## {engine}\n")
        bare = _bare(folder / f"{engine}-floor", address("bare"), size)
        report.say(f"- bare insert with check: {_figures(bare)}")
        return [
            f"{engine}, {what}: {problem}"
            for what, killing in (("quiet", False), ("killing", True))
            for problem in _race(folder / f"{engine}-{what}", address(what), size, bare, killing)
        ]


def _bare(room: Path, url: str, size: Size) -> Finish:
    room.mkdir()
    with floor(room, url, SESSIONS, BLOCKING_THREADS, WORKERS) as server:
        return race(server.port, size.clients, range(size.people), Bare)


def _race(room: Path, url: str, size: Size, bare: Finish, killing: bool) -> Iterator[str]:
    """One product, from empty to full; what is not as promised, in sentences."""
    room.mkdir()
    product = Product(room, url, SESSIONS)
    product.prepare()
    counts.give_seats(url, seeding.REGISTERED_TO, SEATS)
    report.progress(f"{room.name}: {size.people} people for {SEATS} seats")
    with product.serving(WORKERS) as server:
        with _killing(server) if killing else _calmly() as killed:
            finish = race(server.port, size.clients, range(size.people), Newcomer)
        report.say(f"- {_said(finish, killed)}, {finish.rate / bare.rate:.2f} of the bare insert")
        yield from counts.after_registering(url, seeding.REGISTERED_TO, size.people, SEATS)
        yield from _checked(product)
        if not killing:
            yield from _giving_up(product, server, finish, url)


def _giving_up(product: Product, server: Server, finish: Finish, url: str) -> Iterator[str]:
    """Seats given up, added and given by hand at once: as many promoted as that frees, in order."""
    seated = counts.seated(url, seeding.REGISTERED_TO, finish.seats, GIVE_UP)
    tries = [seat for seat in seated for _ in range(TIMES)]
    hand = threading.Thread(target=counts.add_seats_and_one, args=(product, seeding.REGISTERED_TO, SEATS + MORE_SEATS))
    hand.start()
    given_up = race(server.port, len(tries), range(len(tries)), GivingUp(tries))
    hand.join()
    report.say(f"- {GIVE_UP} people giving up {TIMES} times each, {MORE_SEATS} seats added: {_figures(given_up)}")
    yield from counts.after_giving_up(url, seeding.REGISTERED_TO, GIVE_UP, MORE_SEATS, SEATS)
    yield from _checked(product)


def _checked(product: Product) -> Iterator[str]:
    try:
        report.say(f"  `resal check`: {product.resal('check').strip()}")
    except Broken as problem:
        yield str(problem)


@contextmanager
def _calmly() -> Iterator[list[int]]:
    yield []


@contextmanager
def _killing(server: Server) -> Iterator[list[int]]:
    """SIGKILL one process of the server every now and then, never the first one; yields their ids."""
    ended, killed, dice = threading.Event(), list[int](), Random(20)  # noqa: S311 - a game, not a secret

    def kill() -> None:
        while not ended.wait(KILL_EVERY):
            with suppress(psutil.NoSuchProcess):
                grown = [one for one in server.family()[1:] if time.time() - one.create_time() > GROWN]
                for victim in grown and [dice.choice(grown)]:
                    victim.kill()
                    killed.append(victim.pid)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield killed
    finally:
        ended.set()
        thread.join()


def _said(finish: Finish, killed: list[int]) -> str:
    kills = f", {len(killed)} processes killed, {finish.broken} connections broken" if killed else ""
    return f"registering{kills}: {_figures(finish)}"


def _figures(finish: Finish) -> str:
    statuses = ", ".join(f"{number:,} × {status}" for status, number in sorted(finish.statuses.items()))
    return (
        f"{finish.rate:,.0f} per second, p50 {finish.percentile(50) * 1000:,.0f} ms, "
        f"p99 {finish.percentile(99) * 1000:,.0f} ms ({statuses})"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.registrations", description=__doc__)
    parser.add_argument("--engine", choices=(*ENGINES, "both"), default="both")
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=64)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
