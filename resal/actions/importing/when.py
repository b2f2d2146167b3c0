"""When a session takes place: its dated parts from the keys of the file, and what cannot be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from resal.actions.importing.shapes import Record
from resal.language import lazy
from resal.models import local_time

MOST_DAYS = 60
WHEN = ("date", "end_date", "start_time", "end_time", "meetings", "timezone", "date_known_as_fr")
HOURS = ("start_time", "end_time")
NIGHT_BEGINS, NIGHT_ENDS = time(18), time(6)


@dataclass(frozen=True)
class Event:
    """A session of the file: its record, its zone, its dated parts in order."""

    record: Record
    zone: str
    meetings: tuple[Record, ...]

    @property
    def ends_at(self) -> datetime | None:
        """When its last part is over, or None without a date."""
        return max((_last_moment(meeting, self.zone) for meeting in self.meetings), default=None)


def meetings(record: Record, zone: str) -> tuple[Record, ...]:
    """The dated parts of a session, in order of time; problems are told where they are."""
    if record.get("meetings"):
        _refuse_both_ways(record)
        parts = record.get("meetings")
    else:
        _ask_for_a_date(record)
        parts = [_one_day(record, day) for day in _days(record)]
    for part in parts:
        _check_hours(part, zone)
    return tuple(sorted(parts, key=lambda part: (part.get("date"), part.get("start_time") or time(0))))


def instant(value: datetime | None, zone: str) -> datetime | None:
    """A moment of the file in UTC; without an offset it is in the zone of the session."""
    if value is None:
        return None
    return (value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def check_window(record: Record, zone: str) -> None:
    """Registration closes after it opens."""
    opens, closes = (instant(record.get(name), zone) for name in ("opens_at", "closes_at"))
    if opens and closes and closes <= opens:
        record.spot.key("closes_at").say(lazy("L'inscription fermerait avant d'ouvrir."))


def check_agenda(event: Event) -> None:
    """A line of the agenda that has a date has one of the session's, and hours in order."""
    dates = {part.get("date") for part in event.meetings}
    for item in filter(None, event.record.get("agenda", ())):
        if item.get("date") and item.get("date") not in dates:
            item.spot.key("date").say(lazy("La rencontre n'a pas lieu ce jour-là."))
        _check_order(item)


def _refuse_both_ways(record: Record) -> None:
    for name in ("date", "end_date", *HOURS):
        if record.get(name):
            record.spot.key(name).say(lazy("Les dates sont déjà dans « meetings » : gardez l'un ou l'autre."))


def _ask_for_a_date(record: Record) -> None:
    if record.get("date"):
        return
    if not any(record.words.get("date_known_as", {}).values()):
        record.spot.key("date").say(lazy("Il manque une date, ou les mots qui la disent dans « date_known_as_fr »."))
    for name in ("end_date", *HOURS):
        if record.get(name):
            record.spot.key(name).say(lazy("Il manque la date qui va avec."))


def _days(record: Record) -> Iterator[date]:
    first, last = record.get("date"), record.get("end_date")
    if first is None:
        return
    length = ((last or first) - first).days + 1
    if length < 1:
        record.spot.key("end_date").say(lazy("La fin vient avant le début."))
    if length > MOST_DAYS:
        record.spot.key("end_date").say(
            lazy("Cette rencontre durerait %(length)s jours : %(most)s au plus."), length=length, most=MOST_DAYS
        )
    else:
        yield from (first + timedelta(days=n) for n in range(length))


def _one_day(record: Record, day: date) -> Record:
    return Record(record.spot, {"date": day, **{name: record.get(name) for name in HOURS}})


def _check_hours(part: Record, zone: str) -> None:
    """Hours in order, each of which exists once on that day in that zone."""
    _check_order(part)
    for name in HOURS:
        trouble = local_time.problem(part.get("date"), part.get(name), zone) if part.get(name) else None
        if trouble == "skipped":
            part.spot.key(name).say(
                lazy("Cette heure n'existe pas ce jour-là : on y avance l'heure (%(zone)s)."), zone=zone
            )
        elif trouble == "ambiguous":
            part.spot.key(name).say(
                lazy("Cette heure existe deux fois ce jour-là : on y recule l'heure (%(zone)s)."), zone=zone
            )


def _check_order(part: Record) -> None:
    """An end before the start is the next morning only when a night explains it."""
    start, end = (part.get(name) for name in HOURS)
    if start is None and end is not None:
        part.spot.key("end_time").say(lazy("Il manque l'heure de début."))
    elif end is not None and end <= start and not (start >= NIGHT_BEGINS and end <= NIGHT_ENDS):
        part.spot.key("end_time").say(lazy("La fin vient avant le début."))


def _last_moment(part: Record, zone: str) -> datetime:
    """The end of its local day is near enough to know whether it is over."""
    return datetime.combine(part.get("date") + timedelta(days=1), time(0), ZoneInfo(zone)).astimezone(UTC)
