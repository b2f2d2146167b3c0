"""So many people, each of them once: whoever loses the connection comes back with the same form."""

import selectors
import time
from abc import ABC, abstractmethod
from array import array
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

from benchmarks.load import PROCESSES, Answer, Person, Visit

PAUSE = 0.05  # before one comes back, in seconds
PATIENCE = 120  # nobody gets further for so long: something is wrong
BUSY = (429, 503)  # answers that ask to come back


class ComeBack(OSError):
    """The server asked to come back in a moment."""


class Unexpected(Exception):
    """An answer that nobody should get."""


class Visitor(ABC):
    """One person. Called again after a broken connection, with what is known by then.

    `statuses`: what was answered; `seat`: where their seat is, in the end.
    """

    def __init__(self) -> None:
        self.statuses: Counter[int] = Counter()
        self.seat = ""

    @abstractmethod
    def __call__(self) -> Visit:
        """What they ask for, one request after the other; each is answered before the next."""

    def expect(self, answer: Answer, *wanted: int) -> None:
        """Count an answer. Raises `ComeBack` when asked to, `Unexpected` for any other status."""
        self.statuses[answer.status] += 1
        if answer.status in BUSY:
            raise ComeBack(answer.status)
        if answer.status not in wanted:
            raise Unexpected(f"{self} was answered {answer.status}")


@dataclass(frozen=True)
class Share:
    """What one process of the generator does."""

    port: int
    clients: int
    numbers: Sequence[int]
    visitor: Callable[[int], Visitor]


@dataclass(frozen=True)
class Finish:
    """How a race went. Latencies in seconds, from the first request to the last answer."""

    seconds: float
    latencies: "array[float]"
    statuses: Counter[int]
    broken: int
    seats: dict[int, str]

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, percent: int) -> float:
        ranked = sorted(self.latencies)
        return ranked[min(len(ranked) - 1, len(ranked) * percent // 100)]


def race(port: int, clients: int, numbers: Sequence[int], visitor: Callable[[int], Visitor]) -> Finish:
    """Let each number come once, so many at a time, from several processes."""
    shares = [
        Share(port, clients // PROCESSES + (n < clients % PROCESSES), numbers[n::PROCESSES], visitor)
        for n in range(PROCESSES)
    ]
    begun = time.perf_counter()
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        finished = list(pool.map(run, [share for share in shares if share.clients and share.numbers]))
    seconds = max(one.seconds for one in finished) if finished else time.perf_counter() - begun
    return Finish(
        seconds, array("d", (one for part in finished for one in part.latencies)),
        sum((part.statuses for part in finished), Counter[int]()), sum(part.broken for part in finished),
        {number: seat for part in finished for number, seat in part.seats.items()},
    )  # fmt: skip


def run(share: Share) -> Finish:
    """One process' share, from the first visitor to the last."""
    return _Race(share).run()


@dataclass
class _Race:
    share: Share
    latencies: "array[float]" = field(default_factory=lambda: array("d"))
    statuses: Counter[int] = field(default_factory=Counter)
    seats: dict[int, str] = field(default_factory=dict)
    broken: int = 0

    def run(self) -> Finish:
        self._selector = selectors.DefaultSelector()
        self._to_come = deque((number, self.share.visitor(number)) for number in self.share.numbers)
        self._again: deque[tuple[float, _Coming]] = deque()
        began = self._moved = time.perf_counter()
        for _ in range(self.share.clients):
            self._next()
        while self._selector.get_map() or self._again:
            self._turn()
        seconds = time.perf_counter() - began
        self._selector.close()
        return Finish(seconds, self.latencies, self.statuses, self.broken, self.seats)

    def _turn(self) -> None:
        for key, _events in self._selector.select(PAUSE):
            self._serve(key.data)
        for coming in self._due():
            self._begin(coming)
        if time.perf_counter() - self._moved > PATIENCE:
            raise TimeoutError(f"nobody got further for {PATIENCE} seconds")

    def _due(self) -> Iterator["_Coming"]:
        while self._again and self._again[0][0] <= time.perf_counter():
            yield self._again.popleft()[1]

    def _next(self) -> None:
        if self._to_come:
            number, visitor = self._to_come.popleft()
            self._begin(_Coming(number, visitor, time.perf_counter()))

    def _begin(self, coming: "_Coming") -> None:
        try:
            coming.person = Person(self.share.port)
            self._selector.register(coming.person.socket, selectors.EVENT_READ, coming)
            coming.person.begin(coming.visitor())
        except OSError:
            self._lost(coming)

    def _serve(self, coming: "_Coming") -> None:
        try:
            if not coming.person.go_on():
                return
        except OSError:
            self._lost(coming)
            return
        self._moved = time.perf_counter()
        self.latencies.append(self._moved - coming.since)
        self.statuses += coming.visitor.statuses
        self.seats[coming.number] = coming.visitor.seat
        self._leave(coming)
        self._next()

    def _lost(self, coming: "_Coming") -> None:
        """The connection broke, or the server asked to come back: the same person, in a moment."""
        self.broken += 1
        self._leave(coming)
        self._again.append((time.perf_counter() + PAUSE, coming))

    def _leave(self, coming: "_Coming") -> None:
        if coming.person is not None:
            if coming.person.socket in self._selector.get_map():
                self._selector.unregister(coming.person.socket)
            coming.person.close()
            coming.person = None


@dataclass
class _Coming:
    """A visitor on the way, over which connection, since when."""

    number: int
    visitor: Visitor
    since: float
    person: "Person | None" = None
