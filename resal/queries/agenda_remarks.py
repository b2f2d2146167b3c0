"""What a coordinator should look at twice in an agenda; none of it blocks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import combinations

from resal.language import dates, gettext
from resal.models import Meeting

DAY = 24 * 60
NIGHT_BEGINS, NIGHT_ENDS = time(18), time(6)


@dataclass(frozen=True)
class Slot:
    """A line by its number on the page, from 1. `people`: names by id of those who lead it."""

    number: int
    meeting_id: int | None
    start: time | None
    end: time | None
    track: str = ""
    people: tuple[tuple[int, str], ...] = ()

    @property
    def span(self) -> tuple[int, int] | None:
        """From which minute of its day to which; None without both hours. It may go past midnight."""
        if self.start is None or self.end is None or inverted(self.start, self.end):
            return None
        first = _minutes(self.start)
        return first, first + minutes(self.start, self.end)

    def follows_on(self, other: "Slot") -> bool:
        """Whether both are of one day, and not of two tracks in parallel."""
        return self.meeting_id == other.meeting_id and (self.track == other.track or not (self.track and other.track))

    def meets(self, other: "Slot") -> bool:
        """Whether both take place at one moment."""
        if self.meeting_id != other.meeting_id or self.meeting_id is None or not self.span or not other.span:
            return False
        return self.span[0] < other.span[1] and other.span[0] < self.span[1]


def minutes(start: time, end: time) -> int:
    """How long it lasts; an end before the start is on the next day."""
    return (_minutes(end) - _minutes(start)) % DAY or DAY


def inverted(start: time, end: time) -> bool:
    """Whether these hours are the wrong way round: the end comes first, and it is no night."""
    return end <= start and not (start >= NIGHT_BEGINS and end <= NIGHT_ENDS)


def after_midnight(at: time, meeting: Meeting | None) -> tuple[bool, time]:
    """What the hours of one day are sorted by: those of an evening go past midnight."""
    begins, ends = (meeting.start_time, meeting.end_time) if meeting else (None, None)
    return bool(begins and ends and ends < begins and at < begins), at


def remarks(slots: Sequence[Slot], meetings: Sequence[Meeting]) -> list[str]:
    """One sentence for each thing to know, in the current language, in the order of the page."""
    days = {meeting.id: meeting for meeting in meetings}
    return [*_outside(slots, days), *_without_day(slots, days), *out_of_order(slots, days), *_together(slots)]


def out_of_order(slots: Sequence[Slot], days: dict[int, Meeting]) -> Iterator[str]:
    """Lines written below one of the same day that begins later; parallel tracks may follow each other."""
    timed = [slot for slot in slots if slot.start is not None]
    for place, slot in enumerate(timed):
        above = next((one for one in reversed(timed[:place]) if one.follows_on(slot)), None)
        if above and _begins(slot, days) < _begins(above, days):
            yield gettext(
                "La ligne %(n)s commence avant la ligne %(above)s, écrite plus haut : on la lit à son heure.",
                n=slot.number, above=above.number,
            )  # fmt: skip


def _begins(slot: Slot, days: dict[int, Meeting]) -> tuple[bool, time]:
    return after_midnight(slot.start or time(0), days.get(slot.meeting_id or 0))


def _outside(slots: Iterable[Slot], days: dict[int, Meeting]) -> Iterator[str]:
    for slot in slots:
        meeting = days.get(slot.meeting_id or 0)
        if meeting and meeting.start_time and meeting.end_time and slot.start and not _inside(slot, meeting):
            hours = dates.hours(meeting.start_time, meeting.end_time)
            yield gettext("La ligne %(n)s sort des heures de la rencontre, %(hours)s.", n=slot.number, hours=hours)


def _without_day(slots: Iterable[Slot], days: dict[int, Meeting]) -> Iterator[str]:
    for slot in slots:
        if slot.start and slot.meeting_id not in days and days:
            yield gettext("La ligne %(n)s a une heure, mais pas de jour.", n=slot.number)


def _together(slots: Iterable[Slot]) -> Iterator[str]:
    """Lines of one track that overlap; somebody expected in two tracks at once."""
    for one, other in combinations(slots, 2):
        if not one.meets(other):
            continue
        if one.track == other.track:
            yield gettext("Les lignes %(one)s et %(other)s se chevauchent.", one=one.number, other=other.number)
        else:
            for _, name in sorted(set(one.people) & set(other.people)):
                yield gettext("%(name)s est attendu aux lignes %(one)s et %(other)s en même temps.",
                              name=name, one=one.number, other=other.number)  # fmt: skip


def _inside(slot: Slot, meeting: Meeting) -> bool:
    if meeting.start_time is None or meeting.end_time is None or slot.start is None:
        return True
    opens = _minutes(meeting.start_time)
    closes = opens + minutes(meeting.start_time, meeting.end_time)
    first, last = slot.span or (_minutes(slot.start),) * 2
    return any(opens <= first + shift and last + shift <= closes for shift in (0, DAY))


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
