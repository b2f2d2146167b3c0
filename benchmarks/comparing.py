"""The product and its floor in turns, so that a machine that drifts does not lie."""

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import NamedTuple

from benchmarks.load import Crowd, Sample, Script
from benchmarks.product import Product
from benchmarks.serving import Server


@dataclass(frozen=True)
class Plan:
    """How long to look, in seconds, and how many times in turns."""

    rounds: int
    warm_up: float
    seconds: float


class Look(NamedTuple):
    """One stretch of load on one server, and the seconds of processor it took there."""

    sample: Sample
    cpu: float


@dataclass(frozen=True)
class Figures:
    """Medians over the rounds: visits per second, latencies in milliseconds.

    `cpu`: milliseconds of processor per visit in the server's processes; unlike the others, it says
    the same on a busy machine, more or less.
    """

    rate: float
    p50: float
    p99: float
    cpu: float


@dataclass(frozen=True)
class Line:
    """One thing measured on both; `ratio` is the median of the ratios of each round."""

    what: str
    against: str
    ours: Figures
    floor: Figures
    ratio: float
    target: float | None
    errors: Counter[str]
    effort: float

    @property
    def met(self) -> bool | None:
        return None if self.target is None else self.ratio >= self.target


@dataclass(frozen=True)
class Fact:
    """One figure of the product alone, said in words; `met` is None when nothing is asked of it."""

    what: str
    value: str
    target: str = ""
    met: bool | None = None


@dataclass(frozen=True)
class Bench:
    """Both servers, running, and how to look at them."""

    plan: Plan
    crowd: Crowd
    product: Product
    server: Server
    floor: Server

    def line(
        self, what: str, ours: Script, against: str, floor: Script, people: int, target: float | None = None
    ) -> Line:
        """Ours, the floor, ours, the floor… with so many people at once."""
        turns = [
            (self._look(self.server, ours, people), self._look(self.floor, floor, people))
            for _ in range(self.plan.rounds)
        ]
        first, second = [turn[0] for turn in turns], [turn[1] for turn in turns]
        return Line(
            what, against, _figures(first), _figures(second),
            ratio=_median(_per(mine.sample.rate, theirs.sample.rate) for mine, theirs in turns),
            target=target,
            errors=sum((look.sample.errors for look in (*first, *second)), Counter[str]()),
            effort=max(look.sample.effort for look in (*first, *second)),
        )  # fmt: skip

    def _look(self, server: Server, script: Script, people: int) -> Look:
        before = server.cpu()
        sample = self.crowd.visit(server.port, script, people, self.plan.warm_up, self.plan.seconds)
        return Look(sample, server.cpu() - before)


def _figures(looks: Sequence[Look]) -> Figures:
    samples = [look.sample for look in looks]
    return Figures(
        rate=_median(sample.rate for sample in samples),
        p50=_median(sample.percentile(50) * 1000 for sample in samples),
        p99=_median(sample.percentile(99) * 1000 for sample in samples),
        cpu=_median(_per(look.cpu * 1000, look.sample.visits) for look in looks),
    )


def _per(value: float, number: float) -> float:
    return value / number if number else nan


def _median(values: Iterable[float]) -> float:
    """Of the rounds that had an answer in time; not a number when none had."""
    known = [value for value in values if not isnan(value)]
    return statistics.median(known) if known else nan
