"""What a session leaves behind, and its agenda: records → rows, matched by position.

Lists of the file replace what earlier imports wrote. Takeaways and next steps that people wrote
on the site are theirs: an import neither changes nor removes them.
"""

from typing import Any

from sqlalchemy import select

from resal.actions.importing.pen import Pen
from resal.actions.importing.shapes import Record
from resal.actions.reflecting import search_text
from resal.db import db
from resal.models import (
    AgendaItem,
    Facilitator,
    FollowUp,
    NextStep,
    NextStepChange,
    Organization,
    Resource,
    Takeaway,
    TrainingSession,
)

IMPORT = "import"
"""Who moved a next step, when it was an import."""


def write(session: TrainingSession, record: Record, pen: Pen) -> None:
    """Write each of these lists that the record gives. The session has its id already."""
    lists = {
        "agenda": _write_agenda,
        "takeaways": _write_takeaways,
        "next_steps": _write_next_steps,
        "follow_ups": _write_follow_ups,
        "resources": _write_resources,
    }
    for name, write_list in lists.items():
        if name in record:
            write_list(session, record.get(name), pen)


def _write_agenda(session: TrainingSession, records: list[Record], pen: Pen) -> None:
    days = {meeting.date: meeting for meeting in session.live_meetings}
    for position, item, record in pen.line_up(session.agenda, records, AgendaItem):
        meeting = days[record.get("date")] if record.get("date") else None
        hours = {name: record.get(name) for name in ("part", "start_time", "end_time")}
        pen.set(item, position=position, meeting=meeting, track=record.get("track", ""), **hours)
        pen.words(item, record, {"text": ""})
        led_by = [_person_or_organization(key, pen) for key in record.get("led_by", ())]
        pen.members(item, "facilitators", [one for one in led_by if isinstance(one, Facilitator)])
        pen.members(item, "organizations", [one for one in led_by if isinstance(one, Organization)])


def _write_takeaways(session: TrainingSession, records: list[Record], pen: Pen) -> None:
    for position, takeaway, record in pen.line_up(
        _imported_takeaways(session), records, lambda: _new_takeaway(session, pen)
    ):
        facilitator = pen.one("people", record.get("facilitator"))
        changes = pen.changes
        pen.set(takeaway, position=position, kind=record.get("kind"), facilitator=facilitator)
        pen.words(takeaway, record, {"title": "title", "text": ""})
        pen.members(takeaway, "themes", pen.named("themes", record.get("themes", ())))
        if pen.changes > changes or not takeaway.search_text:
            takeaway.search_text = search_text(takeaway)


def _imported_takeaways(session: TrainingSession) -> list[Takeaway]:
    """Those that nobody of the team wrote or published."""
    mine = select(Takeaway).where(
        Takeaway.training_session_id == session.id,
        Takeaway.created_by_id.is_(None),
        Takeaway.published_by_id.is_(None),
        Takeaway.published_at.is_not(None),
    )
    return list(db.session.scalars(mine.order_by(Takeaway.position, Takeaway.id)))


def _new_takeaway(session: TrainingSession, pen: Pen) -> Takeaway:
    visibility = "circle" if session.visibility == "confidential" else "public"
    return Takeaway(
        training_session=session, visibility=visibility, state="published", published_at=pen.now, created_at=pen.now
    )


def _write_next_steps(session: TrainingSession, records: list[Record], pen: Pen) -> None:
    for position, step, record in pen.line_up(_imported_steps(session), records, lambda: _new_step(session, pen)):
        pen.set(step, position=position, due_on=record.get("due"))
        pen.words(step, record, {"text": ""})
        _set_owner(step, record.get("owner", ""), pen)
        _move(step, record.get("state") or step.state or "proposed", pen)


def _imported_steps(session: TrainingSession) -> list[NextStep]:
    steps = select(NextStep).where(NextStep.training_session_id == session.id)
    rows = db.session.scalars(steps.order_by(NextStep.position, NextStep.id))
    return [step for step in rows if step.history and step.history[0].actor == IMPORT]


def _new_step(session: TrainingSession, pen: Pen) -> NextStep:
    return NextStep(training_session=session, created_at=pen.now, changed_at=pen.now)


def _set_owner(step: NextStep, owner: str, pen: Pen) -> None:
    """A person or an organisation by its key, or else a name as it is."""
    found = _person_or_organization(owner, pen)
    pen.set(
        step,
        owner_facilitator=found if isinstance(found, Facilitator) else None,
        owner_organization=found if isinstance(found, Organization) else None,
        owner_name="" if found else owner,
    )


def _move(step: NextStep, state: str, pen: Pen) -> None:
    if step.state == state:
        return
    step.history.append(NextStepChange(before=step.state, after=state, at=pen.now, actor=IMPORT))
    pen.set(step, state=state, changed_at=pen.now)


def _write_follow_ups(session: TrainingSession, records: list[Record], pen: Pen) -> None:
    for position, follow_up, record in pen.line_up(session.follow_ups, records, FollowUp):
        pen.set(follow_up, position=position, kind=record.get("kind") or "other")
        pen.words(follow_up, record, {"text": "", "when": "when"})


def _write_resources(session: TrainingSession, records: list[Record], pen: Pen) -> None:
    """Those for everybody: a file knows of no others, which stay."""
    rows = list(
        db.session.scalars(
            select(Resource)
            .where(Resource.training_session_id == session.id, Resource.audience == "everyone")
            .order_by(Resource.position, Resource.id)
        )
    )
    for position, resource, record in pen.line_up(rows, records, lambda: Resource(training_session_id=session.id)):
        names = {name: record.get(name, "") for name in ("kind", "language", "url")}
        pen.set(resource, position=position, **names)
        pen.words(resource, record, {"title": "title"})


def _person_or_organization(key: str, pen: Pen) -> Any:
    return pen.rows["people"].get(key) or pen.rows["organizations"].get(key)
