"""What a coordinator should know before choosing these days and places; none of it blocks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from resal import clock
from resal.db import db
from resal.language import dates, gettext
from resal.language.typography import fold
from resal.models import Facilitation, Facilitator, Localized, Meeting, TrainingSession, Venue
from resal.models.training_session import session_themes
from resal.queries.holidays import holiday
from resal.queries.readings import shown
from resal.queries.words import in_zone

DAY = timedelta(days=1)
NOON = time(12)
HALVES = {"morning": (0, 12), "afternoon": (12, 17), "evening": (17, 24)}  # from which hour to which
MOST_REMARKS = 25


@dataclass(frozen=True)
class Slot:
    """One dated part, wanted or standing; without `start` its hours are not known."""

    day: date
    start: time | None = None
    end: time | None = None
    zone: str = "America/Toronto"
    venue_id: int | None = None

    def span(self) -> tuple[datetime, datetime]:
        """Start and end in UTC."""
        meeting = Meeting(date=self.day, start_time=self.start, end_time=self.end, timezone=self.zone)
        meeting.place_in_time()
        return meeting.starts_at, meeting.ends_at

    def hours(self) -> str:
        return dates.hours(self.start, self.end) if self.start else ""

    def shares_a_half_day(self, other: "Slot") -> bool:
        """Whether both touch one morning, afternoon or evening, as the clocks of this one show it."""
        return bool(self._halves(self) & self._halves(other))

    def _halves(self, slot: "Slot") -> set[tuple[date, str]]:
        """The half-days that it touches, of this slot's own zone: all of its day when its hours are not known."""
        if slot.start is None:
            return {(slot.day, half) for half in HALVES}
        start, end = (at.astimezone(ZoneInfo(self.zone)) for at in slot.span())
        days = [start.date() + n * DAY for n in range((end.date() - start.date()).days + 1)]
        return {
            (day, half)
            for day in days
            for half, (begins, ends) in HALVES.items()
            if start < _at(day, ends, self.zone) and end > _at(day, begins, self.zone)
        }


@dataclass(frozen=True)
class Wanted:
    """When, where, with whom and for whom somebody would like to meet; ids are of the directory.

    `audience`: what it says of it, in each language.
    """

    slots: tuple[Slot, ...]
    facilitator_ids: frozenset[int] = frozenset()
    theme_ids: frozenset[int] = frozenset()
    series_id: int | None = None
    audience: frozenset[str] = frozenset()
    capacity: int | None = None
    session_id: int | None = None
    zone: str = "America/Toronto"


@dataclass(frozen=True)
class Other:
    """A meeting of another session near those days."""

    session_id: int
    slot: Slot
    title: str
    venue: str
    series_id: int | None
    audience: frozenset[str]

    def said(self) -> dict[str, str]:
        return {"day": dates.day_running(self.slot.day), "title": self.title, "hours": self.slot.hours()}


def _at(day: date, hour: int, zone: str) -> datetime:
    """An hour of a day, 24 being the midnight it ends on."""
    return datetime.combine(day + hour // 24 * DAY, time(hour % 24), ZoneInfo(zone))


def of_session(session: TrainingSession) -> Wanted:
    """What a session asks for as it is written now."""
    slots = [
        Slot(m.date, m.start_time, m.end_time, m.timezone, m.venue_id or session.venue_id)
        for m in session.live_meetings
    ]  # fmt: skip
    return Wanted(
        tuple(slots), frozenset(led.facilitator_id for led in session.facilitations),
        frozenset(theme.id for theme in session.themes), session.series_id, audience(session.audience),
        session.capacity, session.id, session.timezone,
    )  # fmt: skip


def audience(texts: Localized | dict[str, str]) -> frozenset[str]:
    """What is compared of the words for an audience."""
    return frozenset(fold(text) for code, text in texts.items() if "@" not in code and text.strip())


def remarks(wanted: Wanted) -> list[str]:
    """One sentence for each thing to know, in the current language."""
    found = list(dict.fromkeys([*_days(wanted), *_clock_changes(wanted), *_taken(wanted), *_too_small(wanted)]))
    more = len(found) - MOST_REMARKS
    return [*found[:MOST_REMARKS], gettext("Et %(n)s autres remarques.", n=more)] if more > 1 else found


def _days(wanted: Wanted) -> Iterator[str]:
    today = clock.today(wanted.zone)
    for day in sorted({slot.day for slot in wanted.slots}):
        name = holiday(day)
        if name:
            yield gettext("%(day)s, c'est %(holiday)s.", day=_capital(dates.day_long(day)), holiday=gettext(name))
        if day < today:
            yield gettext("%(day)s est une date passée.", day=_capital(dates.day_long(day)))


def _clock_changes(wanted: Wanted) -> Iterator[str]:
    """In the night before a date, or on a day between two dates, where the wanted slots meet."""
    by_zone: dict[str, set[date]] = defaultdict(set)
    for slot in wanted.slots:
        by_zone[slot.zone].add(slot.day)
    for zone, days in by_zone.items():
        for changed in _changes(min(days), max(days), ZoneInfo(zone)):
            said = {"day": dates.day_running(changed)}
            yield (
                gettext("L'heure change dans la nuit qui précède %(day)s.", **said)
                if changed in days
                else gettext("L'heure change %(day)s, entre deux dates : chacune garde son heure à l'horloge.", **said)
            )


def _changes(first: date, last: date, zone: ZoneInfo) -> Iterator[date]:
    noons = (datetime.combine(first + n * DAY, NOON, zone) for n in range(-1, (last - first).days + 1))
    before = next(noons)
    for noon in noons:
        if noon.utcoffset() != before.utcoffset():
            yield noon.date()
        before = noon


def _taken(wanted: Wanted) -> Iterator[str]:
    """What else takes place on those days, from what cannot be to what is only good to know."""
    others = _others(wanted)
    ids = {other.session_id for other in others}
    leaders, themes = _leaders(ids, wanted.facilitator_ids), _themes(ids, wanted.theme_ids)
    for other in others:
        near = [(slot, how) for slot in wanted.slots if (how := _meets(slot, other.slot))]
        here = [how for slot, how in near if other.slot.venue_id and slot.venue_id == other.slot.venue_id]
        same = _same_people(wanted, other, other.session_id in themes)
        at_once = any(slot.shares_a_half_day(other.slot) for slot in wanted.slots)
        if here:
            yield _at_the_place(other, _closest(here))
        for name in leaders[other.session_id] if near else ():
            yield _led_elsewhere(other, name, _closest([how for _, how in near]))
        if same and at_once:
            yield gettext(
                "« %(title)s » s'adresse au même public, %(when)s (%(why)s).", why=same, **_when(other, wanted)
            )


def _meets(slot: Slot, other: Slot) -> str:
    """`hours` when they overlap, `day` on the same day at other hours, `somehow` when hours are not known, or ""."""
    if slot.start is None or other.start is None:
        return "somehow" if slot.day == other.day else ""
    (start, end), (starts, ends) = slot.span(), other.span()
    if start < ends and starts < end:
        return "hours"
    return "day" if slot.day == other.day else ""


def _closest(hows: Sequence[str]) -> str:
    return next(how for how in ("hours", "somehow", "day") if how in hows)


def _at_the_place(other: Other, how: str) -> str:
    said = {"venue": other.venue, **other.said()}
    if how == "hours":
        return gettext("%(venue)s est déjà pris %(day)s aux mêmes heures (%(hours)s) : « %(title)s ».", **said)
    if how == "day":
        return gettext("%(venue)s sert %(day)s à d'autres heures (%(hours)s) : « %(title)s ».", **said)
    return gettext("%(venue)s est déjà pris %(day)s : « %(title)s ».", **said)


def _led_elsewhere(other: Other, name: str, how: str) -> str:
    said = {"name": name, **other.said()}
    if how == "hours":
        return gettext("%(name)s anime déjà « %(title)s » %(day)s aux mêmes heures (%(hours)s).", **said)
    if how == "day":
        return gettext("%(name)s anime aussi « %(title)s » %(day)s, à d'autres heures (%(hours)s).", **said)
    return gettext("%(name)s anime déjà « %(title)s » %(day)s.", **said)


def _same_people(wanted: Wanted, other: Other, theme: bool) -> str:
    """What makes the audience of two sessions the same, in words, or nothing."""
    if wanted.series_id is not None and wanted.series_id == other.series_id:
        return gettext("même série")
    if wanted.audience & other.audience:
        return gettext("même public annoncé")
    return gettext("même thème") if theme else ""


def _when(other: Other, wanted: Wanted) -> dict[str, str]:
    """Its title, its day and its hours, and whose they are when they could be taken for those wanted."""
    hours = in_zone(other.slot.hours(), other.slot.zone, wanted.zone)
    day = dates.day_running(other.slot.day)
    return {"title": other.title, "when": f"{day}, {hours}" if hours else day}


def _others(wanted: Wanted) -> list[Other]:
    """The meetings that stand on those days, or on the days around, whose hours may still overlap."""
    where = func.coalesce(Meeting.venue_id, TrainingSession.venue_id)
    query = (
        select(
            TrainingSession.id, Meeting.date, Meeting.start_time, Meeting.end_time, Meeting.timezone, Venue.id,
            TrainingSession.title, Venue.name, TrainingSession.series_id, TrainingSession.audience,
        )
        .join(Meeting.training_session)
        .outerjoin(Venue, Venue.id == where)
        .where(
            Meeting.date.in_({slot.day + n * DAY for slot in wanted.slots for n in (-1, 0, 1)}),
            Meeting.removed_at.is_(None), TrainingSession.cancelled_at.is_(None),
            TrainingSession.id != (wanted.session_id or 0),
        )
        .order_by(Meeting.starts_at, TrainingSession.id)
    )  # fmt: skip
    return [
        Other(id_, Slot(*slot), shown(title).text, venue or "", series, audience(words))
        for id_, *slot, title, venue, series, words in (db.session.execute(query) if wanted.slots else ())
    ]


def _leaders(ids: set[int], facilitator_ids: Iterable[int]) -> dict[int, list[str]]:
    """The names of those people, by the session they lead."""
    query = (
        select(Facilitation.training_session_id, Facilitator.name)
        .join(Facilitator, Facilitator.id == Facilitation.facilitator_id)
        .where(Facilitation.training_session_id.in_(ids), Facilitator.id.in_(facilitator_ids))
        .order_by(Facilitator.name)
    )
    names: dict[int, list[str]] = defaultdict(list)
    for id_, name in db.session.execute(query) if ids and facilitator_ids else ():
        names[id_].append(name)
    return names


def _themes(ids: set[int], theme_ids: Iterable[int]) -> set[int]:
    """The sessions, of these, that have one of those themes."""
    there, theme = session_themes.c.training_session_id, session_themes.c.theme_id
    query = select(there).where(there.in_(ids), theme.in_(theme_ids))
    return set(db.session.scalars(query)) if ids and theme_ids else set()


def _too_small(wanted: Wanted) -> Iterator[str]:
    venue_ids = {slot.venue_id for slot in wanted.slots if slot.venue_id}
    if not wanted.capacity or not venue_ids:
        return
    query = select(Venue.name, Venue.capacity).where(Venue.id.in_(venue_ids), Venue.capacity < wanted.capacity)
    for name, capacity in db.session.execute(query.order_by(Venue.id)):
        yield gettext("%(venue)s reçoit %(capacity)s personnes : vous offrez %(seats)s places.",
                      venue=name, capacity=capacity, seats=wanted.capacity)  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
