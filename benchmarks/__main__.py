"""`python -m benchmarks`: measure everything and print it. Exits 1 only when something broke."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.postgres import NoServer

from benchmarks import feeds, footprint, lists, pages, postgresql, registering, report
from benchmarks.comparing import Bench, Line, Plan
from benchmarks.load import Crowd
from benchmarks.product import Broken, Product, floor
from benchmarks.seeding import TO_COME
from benchmarks.serving import WORKERS, NotServed
from resal.cli.serving import BLOCKING_THREADS

LISTS = "lists"
FAMILIES = {"pages": pages, "feeds": feeds, "registering": registering}
WHOLE = Plan(rounds=3, warm_up=1.0, seconds=3.0)
QUICK = Plan(rounds=1, warm_up=0.5, seconds=2.0)
ENGINES = ("sqlite", "postgresql")
SQLITE = "SQLite: journal_mode WAL, synchronous FULL, for the product and for the floor."

LEGEND = f"""\
Both are served by granian with {WORKERS} processes of {BLOCKING_THREADS} threads and measured in turns; each figure is
a median of the rounds, each ratio the median of their ratios. Whoever is answered asks again at once; pages and feeds
are asked for by {pages.PEOPLE} people. « Made anew »: an address nobody has asked for, so nothing was kept.
« CPU ms »: per visit, in the server's own processes, PostgreSQL apart. Letters wait while people register."""

NewDatabase = Callable[[str], str]


def main() -> int:
    chosen = _arguments()
    broken = []
    with tempfile.TemporaryDirectory(prefix="resal-bench-") as name, Crowd() as crowd:
        folder = Path(name).resolve()
        folder.chmod(0o711)  # PostgreSQL, which is somebody else when we are root, passes through
        report.say(f"# Benchmarks\n\n{report.machine(folder)}\n")
        report.say(LEGEND)
        for engine in ENGINES if chosen.engine == "both" else (chosen.engine,):
            try:
                broken += _engine(engine, folder, QUICK if chosen.quick else WHOLE, chosen, crowd)
            except NoServer as problem:
                report.say(f"\n## {engine}\n\nNot measured: {problem}")
            except (Broken, NotServed) as problem:
                broken.append(str(problem))
    for sentence in broken:
        report.say(f"BROKEN: {sentence}")
    return 1 if broken else 0


def _engine(engine: str, folder: Path, plan: Plan, chosen: argparse.Namespace, crowd: Crowd) -> list[str]:
    """Everything on one engine; the sentences of what went wrong."""
    measured: dict[int, list[Line]] = {}
    with _databases(engine, folder) as (new_database, durability):
        report.heading(engine, durability)
        for sessions in chosen.sessions:
            report.progress(f"{engine}, {sessions} sessions: preparing")
            room = folder / f"{engine}-{sessions}"
            room.mkdir()
            product = Product(room, new_database(f"product_{sessions}"), sessions)
            measured[sessions] = _size(product, new_database(f"floor_{sessions}"), plan, chosen.only, crowd)
    every = [line for lines in measured.values() for line in lines]
    if "pages" in chosen.only:
        report.flatness(measured, pages.FLAT)
    if every:
        report.effort(every)
    return [f"{engine}: {line.what}: {dict(line.errors)}" for line in every if line.errors]


def _size(product: Product, floor_url: str, plan: Plan, only: list[str], crowd: Crowd) -> list[Line]:
    """Everything on one size of database; in the end every promise is counted again."""
    product.prepare()
    facts = [*footprint.starts(product, plan.rounds), *(lists.facts(product) if LISTS in only else ())]
    room = product.folder / "floor"
    room.mkdir()
    with product.serving() as ours, floor(room, floor_url, product.sessions, BLOCKING_THREADS) as theirs:
        bench = Bench(plan, crowd, product, ours, theirs)
        lines = []
        for line in (line for family, lines_of in FAMILIES.items() if family in only for line in lines_of.lines(bench)):
            report.progress(f"  {line.what}: {line.ours.rate:,.0f} per second, {line.ratio:.2f} of the floor")
            lines.append(line)
        facts.append(footprint.memory(bench))
    report.lines(product.sessions, lines, facts)
    report.say(f"`resal check`: {product.resal('check').strip()}\n")
    return lines


@contextmanager
def _databases(engine: str, folder: Path) -> Iterator[tuple[NewDatabase, str]]:
    """How to make a new database there, and what it promises of a commit."""
    if engine == "sqlite":
        yield (lambda name: f"sqlite:///{folder / name}.sqlite3"), SQLITE
        return
    with postgresql.server(folder / "postgresql") as server:
        yield (lambda name: postgresql.database(server, name)), postgresql.durability(server)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short look at each thing, to see that it runs")
    parser.add_argument("--engine", choices=(*ENGINES, "both"), default="both")
    parts = (*FAMILIES, LISTS)
    parser.add_argument("--only", nargs="+", choices=parts, default=parts, help="a part of it")
    parser.add_argument("--sessions", type=_sizes, default=[100, 1000, 10000], metavar="N,N", help="100,1000,10000")
    return parser.parse_args()


def _sizes(text: str) -> list[int]:
    sizes = [int(part) for part in text.split(",")]
    if min(sizes) < TO_COME:
        raise argparse.ArgumentTypeError(f"at least {TO_COME} sessions: so many are to come")
    return sizes


if __name__ == "__main__":
    sys.exit(main())
