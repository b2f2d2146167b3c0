"""How fast it starts, how long the first feed takes then, how much memory it holds after the load."""

import statistics
import time
from collections.abc import Iterator

from benchmarks.comparing import Bench, Fact
from benchmarks.feeds import COMPRESSED, FEED, events
from benchmarks.load import ask, get
from benchmarks.product import Product

MEBIBYTE = 1 << 20
MOST = 250


def starts(product: Product, times: int) -> Iterator[Fact]:
    """Start and stop it so many times; what the first reader of the feed waits each time."""
    started, first, held = [], [], 0
    for _ in range(times):
        with product.serving() as server:
            started.append(server.started_in)
            begun = time.perf_counter()
            ask(server.port, get(FEED, COMPRESSED))
            first.append(time.perf_counter() - begun)
            held = events(server.port)
    yield Fact("start-up, to the first answer", f"{statistics.median(started):.2f} s")
    yield Fact(f"feed of {held:,} events, first", f"{statistics.median(first) * 1000:.0f} ms")


def memory(bench: Bench) -> Fact:
    """After the load, caches full: the server, its processes and the worker for letters.

    PSS counts once what they share; where the system does not know it, what is not shared (USS).
    """
    held = [member.memory_full_info() for member in bench.server.family()]
    pss = sum(getattr(info, "pss", info.uss) for info in held) / MEBIBYTE
    rss = sum(info.rss for info in held) / MEBIBYTE
    value = f"{pss:.0f} MiB PSS in {len(held)} processes ({rss:.0f} MiB RSS)"
    return Fact("memory", value, f"≤ {MOST} MiB", pss <= MOST)
