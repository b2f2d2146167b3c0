"""The load generator: people who ask again as soon as they are answered (a closed loop).

Raw sockets kept alive and one selector per process: about 20 µs of its own per request, so that
it is not what is measured; how busy it was is reported beside the figures.
"""

import re
import selectors
import socket
import statistics
import time
from array import array
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from urllib.parse import urlencode

PROCESSES = 2
PATIENCE = 30
CHUNK = 1 << 18
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_END = b"\r\n\r\n"


class Failed(Exception):
    """An answer that is not what a person came for."""


@dataclass(frozen=True)
class Answer:
    """One HTTP answer; `head` is the status line and the headers as they came."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header, or nothing."""
        found = re.search(rb"\r\n" + name.encode() + rb": *([^\r]*)", self.head, re.IGNORECASE)
        return found[1].decode("latin-1") if found else ""


Visit = Generator[bytes, Answer, None]  # yields requests, is sent answers; raises Failed
Script = Callable[[], Visit]


@dataclass(frozen=True)
class Sample:
    """What one stretch of load gave. Latencies in seconds; `visits`: all that ended, warming up
    too; `effort`: cores the generator itself used.
    """

    seconds: float
    latencies: "array[float]"
    errors: Counter[str]
    visits: int
    effort: float

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, percent: int) -> float:
        """In seconds; the nearest that was seen."""
        ranked = sorted(self.latencies)
        return ranked[min(len(ranked) - 1, len(ranked) * percent // 100)] if ranked else float("nan")


@dataclass(frozen=True)
class Job:
    """What one process of the generator does: warm up, then count, in seconds."""

    port: int
    script: Script
    people: int
    warm_up: float
    seconds: float


class Crowd:
    """The processes of the generator, kept for the whole run."""

    def __init__(self) -> None:
        self._pool = ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"))

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(self, *_problem: object) -> None:
        self._pool.shutdown()

    def visit(self, port: int, script: Script, people: int, warm_up: float, seconds: float) -> Sample:
        """Send that many people at once, each starting again as soon as they are done."""
        shares = [people // PROCESSES + (number < people % PROCESSES) for number in range(PROCESSES)]
        jobs = [Job(port, script, share, warm_up, seconds) for share in shares if share]
        return _together(list(self._pool.map(work, jobs)))


def get(path: str, headers: Mapping[str, str] | None = None) -> bytes:
    """A GET request as bytes."""
    return _request("GET", path, headers or {}, b"")


def post(path: str, form: Mapping[str, str], headers: Mapping[str, str]) -> bytes:
    """A form sent as a browser does."""
    body = urlencode(form).encode()
    own = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
    return _request("POST", path, {**own, **headers}, body)


@dataclass(frozen=True)
class Page:
    """One page asked for again and again; anything but `status` is a failure."""

    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200

    def __call__(self) -> Visit:
        answer = yield get(self.path, self.headers)
        if answer.status != self.status:
            raise Failed(f"{self.path} answered {answer.status}")


def ask(port: int, request: bytes) -> Answer:
    """One request on a connection of its own."""
    person = Person(port)
    person.send(request)
    while (answer := person.receive()) is None:
        pass
    person.close()
    return answer


def work(job: Job) -> Sample:
    """Run one process' share of the load."""
    begun, busy = time.perf_counter(), time.process_time()
    loop = _Loop(job)
    loop.run_until(begun + job.warm_up)
    counted_from = time.perf_counter()
    warming = len(loop.latencies)
    loop.forget()
    loop.run_until(counted_from + job.seconds)
    ended = time.perf_counter()
    loop.close()
    effort = (time.process_time() - busy) / (ended - begun)
    return Sample(ended - counted_from, loop.latencies, loop.errors, warming + len(loop.latencies), effort)


class _Loop:
    """Everybody of one process; a visit counts when it ends inside the time that is counted."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._selector = selectors.DefaultSelector()
        self.forget()
        for _ in range(job.people):
            self._arrive()

    def forget(self) -> None:
        self.latencies = array("d")
        self.errors: Counter[str] = Counter()

    def run_until(self, end: float) -> None:
        while time.perf_counter() < end:
            ready = self._selector.select(PATIENCE)
            if not ready:
                raise TimeoutError(f"nobody was answered for {PATIENCE} seconds")
            for key, _events in ready:
                self._serve(key.data)

    def close(self) -> None:
        for key in list(self._selector.get_map().values()):
            key.data.close()
        self._selector.close()

    def _arrive(self) -> None:
        person = Person(self._job.port)
        self._selector.register(person.socket, selectors.EVENT_READ, person)
        person.begin(self._job.script())

    def _serve(self, person: "Person") -> None:
        try:
            if not person.go_on():
                return
            self.latencies.append(time.perf_counter() - person.began)
        except (Failed, OSError) as problem:
            self.errors[str(problem)] += 1
            if isinstance(problem, OSError):
                self._replace(person)
                return
        person.begin(self._job.script())

    def _replace(self, person: "Person") -> None:
        self._selector.unregister(person.socket)
        person.close()
        self._arrive()


class Person:
    """One keep-alive connection and the visit that is under way on it."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = bytearray()
        self._needed = 0
        self.began = 0.0

    def begin(self, visit: Visit) -> None:
        self._visit = visit
        self.began = time.perf_counter()
        self.send(next(visit))

    def go_on(self) -> bool:
        """Take what has come, and ask the next thing when an answer is whole. True when the visit is over."""
        answer = self.receive()
        if answer is None:
            return False
        try:
            self.send(self._visit.send(answer))
        except StopIteration:
            return True
        return False

    def send(self, request: bytes) -> None:
        self.socket.sendall(request)

    def receive(self) -> Answer | None:
        """The answer, once all of it is here."""
        chunk = self.socket.recv(CHUNK)
        if not chunk:
            raise ConnectionError("the server closed the connection")
        self._received += chunk
        if not self._needed:
            self._needed = _whole(self._received)
        if not self._needed or len(self._received) < self._needed:
            return None
        head, _, body = bytes(self._received).partition(_END)
        self._received.clear()
        self._needed = 0
        return Answer(int(head[9:12]), head, body)

    def close(self) -> None:
        self.socket.close()


def _whole(received: bytearray) -> int:
    """How many bytes the answer has, 0 while its head is not here."""
    end = received.find(_END)
    if end < 0:
        return 0
    length = _LENGTH.search(received, 0, end + 2)
    bodiless = bytes(received[9:12]) in (b"304", b"204")
    if length is None and not bodiless:
        raise ConnectionError("an answer without Content-Length")
    return end + len(_END) + (0 if bodiless or length is None else int(length[1]))


def _request(method: str, path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode("latin-1") + _END + body


def _together(samples: Sequence[Sample]) -> Sample:
    latencies = array("d", (latency for sample in samples for latency in sample.latencies))
    errors = sum((sample.errors for sample in samples), Counter[str]())
    seconds = statistics.fmean(sample.seconds for sample in samples)
    visits = sum(sample.visits for sample in samples)
    return Sample(seconds, latencies, errors, visits, effort=sum(sample.effort for sample in samples))
