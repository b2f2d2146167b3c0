"""The public feed as calendar programs ask for it: compressed, then only if it changed."""

from collections.abc import Iterator

from benchmarks.comparing import Bench, Line
from benchmarks.load import Page, ask, get

FEED = "/calendrier.ics"
COMPRESSED = {"Accept-Encoding": "gzip"}
PEOPLE = 8
HELLO = Page("/hello")


def lines(bench: Bench) -> Iterator[Line]:
    known = ask(bench.server.port, get(FEED, COMPRESSED)).header("etag")
    again = Page(FEED, {**COMPRESSED, "If-None-Match": known}, status=304)
    yield bench.line("feed, warm", Page(FEED, COMPRESSED), "hello", HELLO, PEOPLE)
    yield bench.line("feed, 304", again, "hello", HELLO, PEOPLE)


def events(port: int) -> int:
    """How many events the feed holds."""
    return ask(port, get(FEED)).body.count(b"BEGIN:VEVENT")
