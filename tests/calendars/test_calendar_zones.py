"""The written VTIMEZONE and the time zone database agree, in two independent readers."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import icalendar
import pytest
from calendar_samples import TORONTO
from calendar_strategies import unhurried
from dateutil.tz import tzical
from hypothesis import assume, given
from hypothesis import strategies as st

from resal.calendars.zones import covers, is_told_twice, vtimezone, vtimezones

PLACES = sorted(zone for zone in available_timezones() if "/" in zone)
KINDS = [
    TORONTO,
    "America/Vancouver",
    "America/Regina",
    "America/St_Johns",
    "Europe/Paris",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Africa/Casablanca",
    "Asia/Jerusalem",
]
# Both readers stop at the end of 2037; nothing changes after that.
moments = st.datetimes(datetime(1990, 1, 1), datetime(2037, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are naive by contract


@st.composite
def moments_near_a_change(draw, zone):
    """Moments within a day and a half of the clocks' changes, where readers go wrong."""
    year = draw(st.integers(2008, 2036))
    day = datetime(year, 1, 1, tzinfo=UTC)
    days = [day + timedelta(days=n) for n in range(365)]
    offsets = [moment.astimezone(ZoneInfo(zone)).utcoffset() for moment in days]
    changes = [days[n] for n in range(364) if offsets[n] != offsets[n + 1]] or days[:1]
    return draw(st.sampled_from(changes)) + timedelta(minutes=draw(st.integers(-900, 2340)))


def by_icalendar(zone):
    return icalendar.Timezone.from_ical(vtimezone(zone)).to_tz(lookup_tzid=False)


def by_dateutil(zone):
    lines = vtimezone(zone).decode().splitlines(keepends=True)
    return tzical(StringIO("".join(line for line in lines if not line.startswith("X-")))).get()


@unhurried
@given(st.data())
@pytest.mark.parametrize("reader", [by_icalendar, by_dateutil])
def test_a_reader_of_the_vtimezone_finds_the_offset_of_the_database(reader, data):
    zone = data.draw(st.one_of(st.sampled_from(KINDS), st.sampled_from(PLACES)))
    moment = data.draw(st.one_of(moments, moments_near_a_change(zone)))
    assume(covers(zone, moment) and not is_told_twice(zone, moment))
    local = moment.astimezone(ZoneInfo(zone))
    assert local.replace(tzinfo=reader(zone)).utcoffset() == local.utcoffset()


def test_toronto_is_written_as_two_yearly_rules_since_2007():
    assert vtimezone(TORONTO).decode().split("\r\n") == [
        "BEGIN:VTIMEZONE",
        "TZID:America/Toronto",
        "X-LIC-LOCATION:America/Toronto",
        "BEGIN:DAYLIGHT",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0400",
        "TZNAME:EDT",
        "DTSTART:20070311T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "TZOFFSETFROM:-0400",
        "TZOFFSETTO:-0500",
        "TZNAME:EST",
        "DTSTART:20071104T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]


def lines_of(zone, *names):
    lines = vtimezone(zone).decode().splitlines()
    return [line for line in lines if line.partition(":")[0] in names]


def test_paris_changes_on_the_last_sundays():
    assert lines_of("Europe/Paris", "DTSTART", "RRULE") == [
        "DTSTART:19960331T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "DTSTART:19961027T030000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    ]


def test_summer_is_daylight_time_in_the_south_and_in_ireland_too():
    assert lines_of("Pacific/Auckland", "BEGIN", "TZOFFSETTO") == [
        "BEGIN:VTIMEZONE",
        "BEGIN:STANDARD",
        "TZOFFSETTO:+1200",
        "BEGIN:DAYLIGHT",
        "TZOFFSETTO:+1300",
    ]
    assert lines_of("Europe/Dublin", "BEGIN", "TZOFFSETTO") == [
        "BEGIN:VTIMEZONE",
        "BEGIN:DAYLIGHT",
        "TZOFFSETTO:+0100",
        "BEGIN:STANDARD",
        "TZOFFSETTO:+0000",
    ]


def test_a_zone_without_daylight_saving_is_one_observance():
    assert lines_of("Asia/Kolkata", "BEGIN", "TZOFFSETFROM", "TZOFFSETTO", "DTSTART", "RRULE") == [
        "BEGIN:VTIMEZONE",
        "BEGIN:STANDARD",
        "TZOFFSETFROM:+0530",
        "TZOFFSETTO:+0530",
        "DTSTART:19700101T000000",
    ]


def test_a_zone_that_gave_up_daylight_saving_is_told_since_then():
    assert lines_of("America/Sao_Paulo", "TZNAME", "DTSTART") == ["TZNAME:-03", "DTSTART:20190217T020000"]
    assert not covers("America/Sao_Paulo", datetime(2019, 1, 15, tzinfo=UTC))
    assert covers("America/Sao_Paulo", datetime(2019, 3, 15, tzinfo=UTC))


def test_the_rule_of_toronto_covers_what_follows_its_first_change():
    first = datetime(2007, 3, 11, 7, tzinfo=UTC)
    assert covers(TORONTO, first)
    assert not covers(TORONTO, first - timedelta(seconds=1))
    assert not covers(TORONTO, datetime(2006, 6, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("zone", "why"),
    [
        ("Asia/Jerusalem", "the Friday before a Sunday is no ordinal"),
        ("America/Nuuk", "changes on the eve of a Sunday"),
        ("UTC", "written as Z"),
        ("Etc/GMT+5", "its sign reads the other way round"),
        ("EST5EDT", "an abbreviation"),
    ],
)
def test_zones_that_cannot_be_told_are_written_in_utc(zone, why):
    assert not covers(zone, datetime(2026, 6, 1, tzinfo=UTC)), why
    assert lines_of(zone, "TZID", "TZOFFSETTO") == ["TZID:Etc/UTC", "TZOFFSETTO:+0000"]


def test_a_rule_that_starts_in_the_future_does_not_cover_today():
    assert not covers("Africa/Casablanca", datetime(2026, 6, 1, tzinfo=UTC))


def test_each_zone_is_written_once_in_a_steady_order():
    zones = ["Europe/Paris", TORONTO, "UTC", TORONTO, "GMT"]
    assert vtimezones(zones) == vtimezones(reversed(zones))
    assert vtimezones(zones) == b"".join(map(vtimezone, [TORONTO, "Etc/UTC", "Europe/Paris"]))


def test_an_unknown_zone_is_refused():
    with pytest.raises(ZoneInfoNotFoundError):
        vtimezone("America/Montreal-Nord")
