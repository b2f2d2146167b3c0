"""Sessions of the file → rows, with their dated parts, who leads them and what they are tied to.

When and where, seats and state of a session in which people have a place are not for a file to
change: nobody would be told. That is done on the site, which writes to them.
"""

from datetime import datetime

from sqlalchemy import func, select

from resal import tokens
from resal.actions.importing import writing_after
from resal.actions.importing.pen import Pen
from resal.actions.importing.problems import BadProgramme, Findings, Problem, Spot
from resal.actions.importing.reading import missing_to_publish, registration_by_default
from resal.actions.importing.shapes import Record
from resal.actions.importing.when import Event, instant
from resal.actions.revising import new_uid
from resal.actions.scheduling.drafting import affiliations
from resal.db import db, hold
from resal.language import lazy
from resal.models import Facilitation, Meeting, Registration, TrainingSession
from resal.models.registration import LIVE
from resal.queries import approximate

PLAIN = (
    "number_in_series", "kind", "mode", "languages", "city", "link", "external_url", "capacity",
    "capacity_online", "registration", "waiting_list", "visibility",
)  # fmt: skip
WORDS = {
    name: name
    for name in (
        "title", "summary", "objectives", "audience", "instructions", "date_known_as", "cancelled_reason",
    )
}  # fmt: skip


def write(events: tuple[Event, ...], pen: Pen) -> list[TrainingSession]:
    """Write the sessions and return those that changed.

    Raises `BadProgramme` when a session that people count on would change under them, or could
    no longer be published.
    """
    problems: list[Problem] = []
    for event in events:
        _write_event(event, pen, problems)
    db.session.flush()
    for event in events:
        _tie(event.record, pen)
    if problems:
        raise BadProgramme(problems)
    changed = pen.created.get("events", set()) | pen.updated.get("events", set())
    return [pen.rows["events"][key] for key in changed]


def _write_event(event: Event, pen: Pen, problems: list[Problem]) -> None:
    record = event.record
    session = pen.rows["events"].get(record.key)
    with pen.counting("events", record.key, session is None):
        if session is None:
            _describe(_made(event, pen), event, pen)
        else:
            before = _promised(hold(session), pen.now)
            _describe(session, event, pen)
            here = Spot(Findings(problems), record.spot.path)
            _check_promises(session, before, here, pen.now)
            _check_publishable(session, here, pen.now)


def _made(event: Event, pen: Pen) -> TrainingSession:
    session = TrainingSession(
        key=event.record.key,
        access_nonce=tokens.new_nonce(),
        timezone=event.zone,
        registration=registration_by_default(event, pen.now),
        created_at=pen.now,
        example=pen.example,
    )
    pen.rows["events"][event.record.key] = pen.made(session)
    _set_status(session, event.record.get("status", "published"), pen)
    return session


def _describe(session: TrainingSession, event: Event, pen: Pen) -> None:
    record = event.record
    was = session.starts_at
    pen.set(session, timezone=event.zone, **{name: record.get(name) for name in PLAIN if name in record})
    pen.words(session, record, WORDS)
    pen.set(session, date_known_until=approximate.last_day(session.date_known_as))
    _set_status(session, record.get("status"), pen)
    _set_details(session, event, pen)
    _set_relations(session, record, pen)
    _write_meetings(session, event, pen)
    _note_move(session, was, pen)
    _write_facilitations(session, record, pen)
    db.session.flush()
    writing_after.write(session, record, pen)


def _set_status(session: TrainingSession, status: str | None, pen: Pen) -> None:
    """State is facts with a time; one that holds already keeps its time."""
    if status in ("published", "cancelled") and session.published_at is None:
        pen.set(session, published_at=pen.now, unpublished_at=None)
    if status == "cancelled" and session.cancelled_at is None:
        pen.set(session, cancelled_at=pen.now)
    if status in ("published", "draft") and session.cancelled_at is not None:
        pen.set(session, cancelled_at=None)
    if status == "draft" and session.published_at is not None:
        pen.set(session, published_at=None, unpublished_at=pen.now)


def _set_details(session: TrainingSession, event: Event, pen: Pen) -> None:
    """What the file and the table call by different names, or keep in different forms."""
    record = event.record
    for name in ("opens_at", "closes_at"):
        if name in record:
            pen.set(session, **{name: instant(record.get(name), event.zone)})
    if "edition" in record:
        pen.set(session, edition_number=record.get("edition"))
    if "attendance_about" in record:
        low, high = record.get("attendance_about") or (None, None)
        pen.set(session, attendance_low=low, attendance_high=high)


def _set_relations(session: TrainingSession, record: Record, pen: Pen) -> None:
    for name, noun in (("series", "series"), ("venue", "venues")):
        if name in record:
            pen.set(session, **{name: pen.one(noun, record.get(name))})
    for name, noun in (("themes", "themes"), ("organizers", "organizations"), ("funders", "organizations")):
        if name in record:
            pen.members(session, name, pen.named(noun, record.get(name)))


def _write_meetings(session: TrainingSession, event: Event, pen: Pen) -> None:
    """A part keeps its row, so its calendar identifier: by its date first, then by its place in line."""
    changes = pen.changes
    left = session.live_meetings
    paired = [(part, _take(left, part)) for part in event.meetings]
    for position, (part, same_day) in enumerate(paired):
        meeting = same_day or (left.pop(0) if left else _new_meeting(session, pen))
        _describe_meeting(meeting, part, position, event.zone, pen)
    for meeting in left:
        _remove_meeting(session, meeting, pen)
    if pen.changes > changes:
        session.place_in_time()


def _take(left: list[Meeting], part: Record) -> Meeting | None:
    """The meeting of that day, at that hour if there are several; it is taken out of `left`."""
    same_day = [meeting for meeting in left if meeting.date == part.get("date")]
    same_hour = [meeting for meeting in same_day if meeting.start_time == part.get("start_time")]
    found = next(iter(same_hour or same_day), None)
    if found is not None:
        left.remove(found)
    return found


def _new_meeting(session: TrainingSession, pen: Pen) -> Meeting:
    return pen.made(
        Meeting(training_session=session, uid=new_uid(), revised_at=pen.now.replace(microsecond=0), created_at=pen.now)
    )


def _remove_meeting(session: TrainingSession, meeting: Meeting, pen: Pen) -> None:
    """Calendars that have seen it must show it cancelled for a while."""
    if session.published or session.unpublished_at is not None:
        pen.set(meeting, removed_at=pen.now)
    else:
        session.meetings.remove(meeting)
        pen.gone(meeting)


def _describe_meeting(meeting: Meeting, part: Record, position: int, zone: str, pen: Pen) -> None:
    hours = {name: part.get(name) for name in ("start_time", "end_time")}
    pen.set(meeting, position=position, date=part.get("date"), timezone=zone, **hours)
    pen.words(meeting, part, {"title": "title"})
    if "venue" in part:
        pen.set(meeting, venue=pen.one("venues", part.get("venue")))
    if "link" in part:
        pen.set(meeting, link=part.get("link"))


def _note_move(session: TrainingSession, was: datetime | None, pen: Pen) -> None:
    """A published session that changes its day is one that has moved, and pages say so."""
    announced = session.published and was is not None and was > pen.now
    if announced and session.starts_at is not None and session.starts_at != was:
        pen.set(session, moved_at=pen.now, moved_from=was)


def _write_facilitations(session: TrainingSession, record: Record, pen: Pen) -> None:
    """Matched by person. Titles are those of the day: once it is over, later imports leave them alone."""
    if "facilitators" not in record:
        return
    over = session.over(pen.now)
    rows = {led.facilitator_id: led for led in session.facilitations if led.meeting_id is None}
    for position, one in enumerate(record.get("facilitators")):
        person = pen.rows["people"][one.get("person")]
        led = rows.pop(person.id, None)
        if led is None or not over:
            led = led or pen.made(Facilitation(training_session=session, facilitator=person))
            pen.set(led, affiliations=affiliations(person))
        pen.set(led, position=position, role=one.get("role") or led.role or "facilitator")
    for led in rows.values():
        session.facilitations.remove(led)
        pen.gone(led)


def _tie(record: Record, pen: Pen) -> None:
    """Ties between sessions, once all of them have a row."""
    with pen.counting("events", record.key):
        session = pen.rows["events"][record.key]
        for name, column in (("edition_of", "first_edition"), ("follows", "follows")):
            if name in record:
                pen.set(session, **{column: pen.one("events", record.get(name))})


def _promised(session: TrainingSession, now: datetime) -> tuple[object, ...]:
    """What people who have a place in it count on; nothing any more once it is over."""
    if session.over(now):
        return ()
    parts = [
        (part.date, part.start_time, part.end_time, part.timezone, part.venue, part.link)
        for part in session.live_meetings
    ]
    seats = (session.capacity, session.capacity_online)
    state = (session.published, session.cancelled, session.mode)
    return (*parts, session.venue, session.city, session.link, *seats, *state)


def _check_promises(session: TrainingSession, before: tuple[object, ...], here: Spot, now: datetime) -> None:
    if before and _promised(session, now) != before and _people_in(session):
        here.say(
            lazy(
                "Des personnes ont une place dans cette rencontre : changez sa date, son lieu, ses places"
                " ou son état sur le site, qui les préviendra."
            )
        )


def _check_publishable(session: TrainingSession, here: Spot, now: datetime) -> None:
    if session.cancelled or not session.published or session.over(now):
        return
    parts: list[TrainingSession | Meeting] = [session, *session.live_meetings]
    somewhere = bool(session.city) or any(part.venue or part.link for part in parts)
    seats = session.capacity, session.capacity_online
    for name, message in missing_to_publish(session.registration, session.mode, somewhere, *seats):
        here.key(name).say(message)


def _people_in(session: TrainingSession) -> int:
    people = select(func.count()).where(Registration.training_session_id == session.id, Registration.state.in_(LIVE))
    return db.session.scalar(people) or 0
