"""The dated parts of a session: plans become meetings, which keep their identity."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import or_, select

from resal import clock
from resal.actions import Refusal
from resal.actions.revising import new_uid
from resal.actions.scheduling.recurring import FURTHEST, MOST_DATES
from resal.actions.scheduling.unheard import HEARD
from resal.db import db
from resal.language import dates, lazy
from resal.models import Announcement, Letter, Localized, Meeting, TrainingSession, local_time

EARLIEST = date(2000, 1, 1)  # what is written down of the past; calendars show no earlier month


@dataclass(frozen=True)
class MeetingPlan:
    """One dated part as somebody wrote it; no hours is the whole day.

    `zone`: the one its hours are in, the session's when it is empty; `meeting_id`: the meeting it
    says otherwise, None for a new one.
    """

    date: date
    start: time | None = None
    end: time | None = None
    title: Localized = field(default_factory=Localized)
    venue_id: int | None = None
    link: str = ""
    zone: str = ""
    meeting_id: int | None = None


def check(plans: Sequence[MeetingPlan], zone: str) -> None:
    """Raises `Refusal` for hours that mean nothing: skipped, twice, backwards, absurdly far; for a crowd."""
    if len(plans) > MOST_DATES:
        raise too_many(len(plans))
    for plan in plans:
        if plan.date < EARLIEST:
            raise Refusal(lazy("Vérifiez l'année : cette date est d'avant l'an 2000."), field="date")
        if plan.date - clock.today(zone) > FURTHEST:
            raise Refusal(lazy("Vérifiez l'année : cette date est à plus de cinq ans."), field="date")
        if plan.end is not None and plan.start is None:
            raise Refusal(lazy("Indiquez aussi l'heure de début."), field="start")
        if plan.end is not None and plan.end == plan.start:
            raise Refusal(lazy("L'heure de fin doit suivre l'heure de début."), field="end")
        _refuse_strange_hours(plan, plan.zone or zone)


def too_many(number: int) -> Refusal:
    """What to say to whoever wants more dates than a session may have."""
    return Refusal(
        lazy("Une rencontre a au plus %(most)s dates : vous en avez %(n)s. Retirez-en, ou faites deux rencontres."),
        most=MOST_DATES, n=number,
    )  # fmt: skip


def refuse_strange_hour(day: date, hour: time | None, zone: str, field: str = "start") -> None:
    """Raises `Refusal`, with two hours to choose from, for one that does not exist or comes twice that night."""
    trouble = local_time.problem(day, hour, zone) if hour else None
    if hour and trouble:
        before, after = (dates.hour(choice) for choice in local_time.choices(day, hour, zone))
        sentence = (
            lazy("Cette nuit-là, on avance l'heure : %(hour)s n'existe pas. Choisissez %(before)s ou %(after)s.")
            if trouble == "skipped"
            else lazy(
                "Cette nuit-là, on recule l'heure : %(hour)s arrive deux fois. Choisissez %(before)s ou %(after)s, "
                "que tout le monde lira de la même façon."
            )
        )
        raise Refusal(sentence, field=field, hour=dates.hour(hour), before=before, after=after)


def redate(session: TrainingSession, plans: Sequence[MeetingPlan]) -> None:
    """Give the session these dates, where its numbers now say; what was published keeps in mind whence it moved."""
    start = session.starts_at
    if list(plans) != plans_of(session):
        place(session, plans)
    reread_venues(session)
    session.place_in_time()
    if start != session.starts_at and session.published:
        _keep_in_mind(session, start)


def _keep_in_mind(session: TrainingSession, start: datetime | None) -> None:
    """Whence it moved: from the last start that people were told of, and from none where they had none."""
    if start is None or (session.moved_at is not None and not _was_told(session, session.moved_at)):
        start = session.moved_from
    moved = start is not None and start != session.starts_at
    session.moved_at, session.moved_from = (clock.now(), start) if moved else (None, None)


def _was_told(session: TrainingSession, since: datetime) -> bool:
    """Whether a letter about this session, or several of its series, has left since then."""
    of_its_series = select(Announcement.id).where(Announcement.series_id == session.series_id)
    about = or_(Letter.training_session_id == session.id, Letter.announcement_id.in_(of_its_series))
    left = select(Letter.id).where(about, Letter.state.in_(HEARD), Letter.created_at >= since)
    return db.session.scalar(left.limit(1)) is not None


def place(session: TrainingSession, plans: Sequence[MeetingPlan]) -> None:
    """Give the session these meetings. One that a plan names keeps its calendar identity wherever it

    goes; one that no plan names is removed but remembered, so that calendars show it cancelled (RFC
    5546 3.2.5). A plan that names no standing meeting of this session, or one already taken, is new;
    but the only date of a session, written anew, is that date moved.
    """
    check(plans, session.timezone)
    in_order = sorted(plans, key=order)
    paired, gone = pair(session, in_order)
    for number, (plan, meeting) in enumerate(zip(in_order, paired, strict=True)):
        _write(meeting or _new(session), plan, number, session.timezone)
    for meeting in gone:
        _remove(session, meeting)


def pair(session: TrainingSession, plans: Sequence[MeetingPlan]) -> tuple[list[Meeting | None], list[Meeting]]:
    """The standing meeting of each plan, or None for a new one; and those no plan speaks of."""
    standing = session.live_meetings
    if len(plans) == len(standing) == 1:
        return [standing[0]], []
    left = {meeting.id: meeting for meeting in standing}
    paired = [left.pop(plan.meeting_id, None) if plan.meeting_id else None for plan in plans]
    return paired, list(left.values())


def reread_venues(session: TrainingSession) -> None:
    """Let the venues follow the numbers just written: letters and calendars show them next."""
    db.session.flush()
    for row in (session, *session.meetings):
        db.session.expire(row, ["venue"])


def plans_of(session: TrainingSession) -> list[MeetingPlan]:
    """The plans a session's meetings came from."""
    return [
        MeetingPlan(
            m.date, m.start_time, m.end_time, m.title, m.venue_id, m.link,
            "" if m.timezone == session.timezone else m.timezone, m.id,
        )
        for m in session.live_meetings
    ]  # fmt: skip


def order(plan: MeetingPlan) -> tuple[date, time]:
    """What plans are sorted by."""
    return plan.date, plan.start or time(0)


def _new(session: TrainingSession) -> Meeting:
    now = clock.now()
    meeting = Meeting(uid=new_uid(), created_at=now, revised_at=now, title=Localized(), sequence=0, content_hash="")
    session.meetings.append(meeting)
    return meeting


def _write(meeting: Meeting, plan: MeetingPlan, position: int, zone: str) -> None:
    meeting.date, meeting.start_time, meeting.end_time = plan.date, plan.start, plan.end
    meeting.title, meeting.venue_id, meeting.link = plan.title, plan.venue_id, plan.link
    meeting.position, meeting.timezone, meeting.removed_at = position, plan.zone or zone, None
    meeting.place_in_time()


def _remove(session: TrainingSession, meeting: Meeting) -> None:
    if session.published or session.unpublished_at is not None:
        meeting.removed_at = clock.now()
    else:
        session.meetings.remove(meeting)


def _refuse_strange_hours(plan: MeetingPlan, zone: str) -> None:
    """An end that comes before the start is of the next morning."""
    past_midnight = plan.start is not None and plan.end is not None and plan.end < plan.start
    refuse_strange_hour(plan.date, plan.start, zone, "start")
    refuse_strange_hour(plan.date + timedelta(days=1 if past_midnight else 0), plan.end, zone, "end")
