"""What was measured, as plain Markdown on stdout; progress goes to stderr."""

import os
import platform
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from math import isnan
from pathlib import Path

import psutil

from benchmarks.comparing import Fact, Line

LIBRARIES = ("flask", "sqlalchemy", "granian", "psycopg")
STEADY = 0.8  # of the ratio with the fewest sessions: less is not flat
MARKS = {True: "✓", False: "✗", None: ""}


def machine(folder: Path) -> str:
    """The machine in one line, how busy it is, and what the databases are written to."""
    busy = ", ".join(f"{load:.1f}" for load in psutil.getloadavg())
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{os.cpu_count()} cores, {_processor()}, {psutil.virtual_memory().total / 2**30:.1f} GiB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, {libraries}; "
        f"databases on {_file_system(folder)} ({shutil.disk_usage(folder).free / 2**30:.0f} GiB free); "
        f"load before we began: {busy} (1, 5 and 15 minutes)."
    )


def say(words: str) -> None:
    print(words, flush=True)


def progress(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def heading(engine: str, durability: str) -> None:
    say(f"\n## {engine}\n\n{durability}\n")


def lines(sessions: int, measured: Sequence[Line], facts: Sequence[Fact]) -> None:
    """The two tables of one size of database."""
    say(f"### {sessions:,} sessions\n")
    heads = ("what", "per second", "p50 ms", "p99 ms", "CPU ms", "floor", "per second", "CPU ms", "ratio", "target", "")
    _table(heads, (_cells(line) for line in measured))
    _facts(facts)


def flatness(by_sessions: Mapping[int, Sequence[Line]], names: Iterable[str]) -> None:
    """Whether what must not depend on the size of the database does not."""
    fewest, most = min(by_sessions), max(by_sessions)
    if fewest == most:
        return
    ratios = {count: {line.what: line.ratio for line in found} for count, found in by_sessions.items()}
    kept = {name: ratios[most][name] / ratios[fewest][name] for name in names}
    say(f"### From {fewest:,} to {most:,} sessions\n")
    _facts(
        [Fact(name, f"keeps {share:.0%} of its ratio", f"≥ {STEADY:.0%}", share >= STEADY)
         for name, share in kept.items()]
    )  # fmt: skip


def effort(measured: Sequence[Line]) -> None:
    """How many cores the generator itself took at most, so that nobody takes its limits for ours."""
    busiest = max(measured, key=lambda line: line.effort)
    say(f"The load generator used at most {busiest.effort:.2f} cores ({busiest.what}).")


def _cells(line: Line) -> list[str]:
    ours, floor = line.ours, line.floor
    mine = [f"{ours.rate:,.0f}", _number(ours.p50), _number(ours.p99), _number(ours.cpu)]
    theirs = [line.against, f"{floor.rate:,.0f}", _number(floor.cpu)]
    target = "" if line.target is None else f"≥ {line.target}"
    return [line.what, *mine, *theirs, _number(line.ratio, 2), target, MARKS[line.met]]


def _number(value: float, digits: int = 1) -> str:
    """A dash when nobody was done in time."""
    return "–" if isnan(value) else f"{value:.{digits}f}"


def _facts(facts: Sequence[Fact]) -> None:
    _table(("what", "value", "target", ""), ([fact.what, fact.value, fact.target, MARKS[fact.met]] for fact in facts))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    say("| " + " | ".join(heads) + " |")
    say("|" + "---|" * len(heads))
    for row in rows:
        say("| " + " | ".join(row) + " |")
    say("")


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.is_file():
        names = [row.partition(":")[2].strip() for row in information.read_text().splitlines() if "model name" in row]
        return names[0] if names else platform.machine()
    return platform.processor() or platform.machine()


def _file_system(folder: Path) -> str:
    """The kind of file system under a folder: what a durable commit costs depends on it."""
    disks = [disk for disk in psutil.disk_partitions(all=True) if folder.is_relative_to(disk.mountpoint)]
    return max(disks, key=lambda disk: len(disk.mountpoint)).fstype if disks else "an unknown file system"
