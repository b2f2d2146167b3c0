"""The dated parts of a session: plans become meetings, which keep their identity."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from resal import clock
from resal.actions import Refusal
from resal.actions.revising import new_uid
from resal.db import db
from resal.language import dates, lazy
from resal.models import Localized, Meeting, TrainingSession, local_time

FURTHEST = timedelta(days=5 * 366)


@dataclass(frozen=True)
class MeetingPlan:
    """One dated part as somebody wrote it, in the session's zone; no hours is the whole day."""

    date: date
    start: time | None = None
    end: time | None = None
    title: Localized = field(default_factory=Localized)
    venue_id: int | None = None
    link: str = ""


def check(plans: Sequence[MeetingPlan], zone: str) -> None:
    """Raises `Refusal` for hours that mean nothing: skipped, twice, backwards, absurdly far."""
    for plan in plans:
        if abs(plan.date - clock.today(zone)) > FURTHEST:
            raise Refusal(lazy("Vérifiez l'année : cette date est à plus de cinq ans."), field="date")
        if plan.end is not None and plan.start is None:
            raise Refusal(lazy("Indiquez aussi l'heure de début."), field="start")
        if plan.end is not None and plan.end == plan.start:
            raise Refusal(lazy("L'heure de fin doit suivre l'heure de début."), field="end")
        for hour in (plan.start, plan.end):
            _refuse_strange_hour(plan.date, hour, zone)


def place(session: TrainingSession, plans: Sequence[MeetingPlan]) -> None:
    """Give the session these meetings. Those kept, in order, keep their calendar identity;

    one too many is removed but remembered, so that calendars show it cancelled (RFC 5546 3.2.5).
    """
    check(plans, session.timezone)
    standing = session.live_meetings
    for number, plan in enumerate(sorted(plans, key=_order)):
        meeting = standing[number] if number < len(standing) else _new(session)
        _write(meeting, plan, number, session.timezone)
    for meeting in standing[len(plans) :]:
        _remove(session, meeting)


def reread_venues(session: TrainingSession) -> None:
    """Let the venues follow the numbers just written: letters and calendars show them next."""
    db.session.flush()
    for row in (session, *session.meetings):
        db.session.expire(row, ["venue"])


def plans_of(session: TrainingSession) -> list[MeetingPlan]:
    """The plans a session's meetings came from."""
    return [MeetingPlan(m.date, m.start_time, m.end_time, m.title, m.venue_id, m.link) for m in session.live_meetings]


def _order(plan: MeetingPlan) -> tuple[date, time]:
    return plan.date, plan.start or time(0)


def _new(session: TrainingSession) -> Meeting:
    now = clock.now()
    meeting = Meeting(uid=new_uid(), created_at=now, revised_at=now, title=Localized(), sequence=0, content_hash="")
    session.meetings.append(meeting)
    return meeting


def _write(meeting: Meeting, plan: MeetingPlan, position: int, zone: str) -> None:
    meeting.date, meeting.start_time, meeting.end_time = plan.date, plan.start, plan.end
    meeting.title, meeting.venue_id, meeting.link = plan.title, plan.venue_id, plan.link
    meeting.position, meeting.timezone, meeting.removed_at = position, zone, None
    meeting.place_in_time()


def _remove(session: TrainingSession, meeting: Meeting) -> None:
    if session.published or session.unpublished_at is not None:
        meeting.removed_at = clock.now()
    else:
        session.meetings.remove(meeting)


def _refuse_strange_hour(day: date, hour: time | None, zone: str) -> None:
    trouble = local_time.problem(day, hour, zone) if hour else None
    if hour and trouble:
        before, after = (dates.hour(choice) for choice in local_time.choices(day, hour, zone))
        sentence = (
            lazy("Cette nuit-là, on avance l'heure : %(hour)s n'existe pas. Choisissez %(before)s ou %(after)s.")
            if trouble == "skipped"
            else lazy(
                "Cette nuit-là, on recule l'heure : %(hour)s arrive deux fois. Choisissez %(before)s ou %(after)s."
            )
        )
        raise Refusal(sentence, field="start", hour=dates.hour(hour), before=before, after=after)
