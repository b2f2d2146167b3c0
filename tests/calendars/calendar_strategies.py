"""Entries that nobody would type, and some that somebody will."""

from datetime import UTC, date, datetime, timedelta

from calendar_samples import TORONTO
from hypothesis import settings
from hypothesis import strategies as st

from resal.calendars.entry import Address, Entry

# The first look at a time zone takes its time; none of these tests is about that.
unhurried = settings(deadline=None)

ATTACKS = [
    "Atelier\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTENDEE:mailto:a@example.org",
    "Atelier\nBEGIN:VALARM\nACTION:DISPLAY\nEND:VALARM",
    "a\rb\vc\fd\x1ce\x85f\u2028g\u2029h",
    "\x00\x07\x1b[31mrouge\x7f\x9f\ufeff",
    "C:\\Notes\\nouveau; \\, \\; \\\\ \\N\\n",
    '^n ^^ ^\' "guillemets" :;,=',
    "é" * 90,
    "n" + "\u0301" * 90,
    "🧑🏽‍🤝‍🧑🏻" * 12,
    "avant" + " " * 200 + "après",
    "avant" + "\u00a0" * 60 + "après",
    "\ud800 demi-caractère",
    "%0D%0AATTENDEE:x",
]
hostile = st.one_of(st.sampled_from(ATTACKS), st.text(st.characters(), max_size=120))
titles = hostile.map(lambda text: f"t{text}")
addresses = st.builds(Address, hostile, st.sampled_from(["a@example.org", "o'neil+x%y@exemple.quebec"]))
links = hostile.map(lambda text: f"https://example.org/{text}")
moments = st.datetimes(datetime(1970, 1, 2), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are naive by contract
zones = st.sampled_from([TORONTO, "Europe/Paris", "Asia/Jerusalem", "Pacific/Auckland", "Asia/Kolkata", "UTC"])
points = st.one_of(
    st.just((None, None)),
    st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
)


@st.composite
def spans(draw: st.DrawFn) -> tuple[datetime | date, datetime | date | None]:
    """A start and an end, as people give them."""
    start = draw(moments)
    length = draw(st.timedeltas(timedelta(seconds=1), timedelta(days=20)))
    if draw(st.booleans()):
        return start, draw(st.sampled_from([None, start + length + timedelta(seconds=1)]))
    return start.date(), draw(st.sampled_from([None, (start + length).date()]))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Any entry that can be written."""
    starts, ends = draw(spans())
    latitude, longitude = draw(points)
    return Entry(
        uid=draw(st.from_regex(r"[0-9A-Za-z._@+=-]{1,255}", fullmatch=True)),
        sequence=draw(st.integers(0, 2**31 - 1)),
        revised_at=draw(moments),
        created_at=draw(moments),
        starts=starts,
        ends=ends,
        zone=draw(zones),
        language=draw(st.sampled_from(["fr", "en"])),
        summary=draw(titles),
        description=draw(hostile),
        url=draw(st.one_of(st.just(""), links)),
        location=draw(hostile),
        address=draw(hostile),
        latitude=latitude,
        longitude=longitude,
        online_link=draw(st.one_of(st.none(), links)),
        categories=tuple(draw(st.lists(hostile, max_size=3))),
        cancelled=draw(st.booleans()),
        confidential=draw(st.booleans()),
        organizer=draw(st.one_of(st.none(), addresses)),
    )
