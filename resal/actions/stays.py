"""For how long somebody was at a meeting, from what the team says of it: a duration, an arrival, a departure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from resal.actions import Refusal
from resal.language import dates, lazy
from resal.models import Meeting

MINUTE = timedelta(minutes=1)
LONGEST = 24 * 60  # of a meeting whose end nobody wrote down


@dataclass(frozen=True)
class Stay:
    """What was typed: whole minutes, or local hours of the meeting's day; a duration says more than hours."""

    minutes: int | None = None
    arrived: time | None = None
    left: time | None = None


def length(meeting: Meeting) -> int | None:
    """The minutes of a meeting; None where they are not known."""
    timed = meeting.start_time is not None and meeting.end_time is not None
    return (meeting.ends_at - meeting.starts_at) // MINUTE if timed else None


def read(meeting: Meeting, stay: Stay) -> tuple[int, datetime | None]:
    """The minutes, and when the person arrived if that was said.

    Raises `Refusal` for a time that says nothing, or that cannot be at this meeting.
    """
    came_at = _instant(meeting, stay.arrived)
    minutes = _between(meeting, came_at, _instant(meeting, stay.left)) if stay.minutes is None else stay.minutes
    if minutes < 1:
        raise Refusal(lazy("Écrivez au moins une minute, ou notez une absence."), field="duration")
    whole = length(meeting)
    if whole is not None and minutes > whole:
        raise Refusal(
            lazy("Cette date dure %(whole)s : écrivez une durée plus courte."), field="duration",
            whole=dates.duration(whole),
        )  # fmt: skip
    if minutes > LONGEST:
        raise Refusal(lazy("Écrivez une durée de 24 heures au plus."), field="duration")
    return minutes, came_at


def until(meeting: Meeting, came_at: datetime | None, at: datetime) -> int:
    """The minutes of somebody who leaves at an instant. Raises `Refusal` where they cannot be told."""
    begun = meeting.starts_at if meeting.start_time is not None else came_at
    if begun is None:
        raise Refusal(lazy("L'heure d'arrivée n'est pas notée : notez la durée."))
    if at >= meeting.ends_at and length(meeting) is not None:
        raise Refusal(lazy("Cette date est terminée : notez la durée."))
    minutes = (at - max(begun, came_at or begun)) // MINUTE
    if minutes < 1:
        raise Refusal(lazy("Cette date commence à peine : notez une absence, ou la durée."))
    return min(minutes, LONGEST)


def _between(meeting: Meeting, came_at: datetime | None, left_at: datetime | None) -> int:
    """Within the meeting: who comes before the start was there from the start."""
    if came_at is None and left_at is None:
        raise Refusal(lazy("Écrivez une durée, ou l'heure d'arrivée ou de départ."), field="duration")
    timed = length(meeting) is not None
    if (came_at is None and meeting.start_time is None) or (left_at is None and not timed):
        raise Refusal(lazy("Les heures de cette date ne sont pas connues : écrivez la durée."), field="duration")
    first = max(came_at or meeting.starts_at, meeting.starts_at)
    last = min(left_at or meeting.ends_at, meeting.ends_at) if timed else left_at or meeting.ends_at
    if came_at is not None and left_at is not None and left_at <= came_at:
        raise Refusal(lazy("Le départ vient après l'arrivée."), field="left")
    if timed and first >= meeting.ends_at:
        raise Refusal(lazy("Cette arrivée vient après la fin."), field="arrived")
    if last <= first:
        raise Refusal(lazy("Ce départ vient avant le début."), field="left")
    return (last - first) // MINUTE


def _instant(meeting: Meeting, local: time | None) -> datetime | None:
    """An hour of the meeting's day; of the night after it where the meeting goes past midnight."""
    if local is None:
        return None
    at = datetime.combine(meeting.date, local, ZoneInfo(meeting.timezone))
    over_midnight = meeting.start_time and meeting.end_time and meeting.end_time <= meeting.start_time
    if over_midnight and meeting.end_time and local <= meeting.end_time:
        at += timedelta(days=1)
    return at
