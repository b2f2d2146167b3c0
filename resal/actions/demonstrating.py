"""The example programme: loading it, and removing all that is invented in it.

Invented people are written straight into the tables rather than registered: they are owed no
letter, now or later. Their seats keep every other promise: order of arrival, history, capacity.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from resal import addresses, clock, tokens
from resal.actions import Actor, journal
from resal.actions.importing import Report, take_in
from resal.actions.importing.known import the_network
from resal.actions.importing.pen import Pen
from resal.actions.people import email_key, name_key, retain_for
from resal.actions.registering.promoting import promote
from resal.db import db, hold, transaction
from resal.example import facts
from resal.example.coming import coming
from resal.models import (
    Attendance,
    Attestation,
    Base,
    Facilitator,
    FollowUp,
    Letter,
    NextStep,
    Organization,
    Participant,
    ProgrammeVersion,
    Registration,
    RegistrationChange,
    Series,
    Subscription,
    Takeaway,
    TrainingSession,
    Venue,
)

ANNOUNCED = timedelta(days=45)
REGISTERED = timedelta(days=21)
LAST_DAYS = timedelta(days=2)
STORIES = {
    "requested": ("requested",),
    "approved": ("requested", "confirmed"),
    "confirmed": ("confirmed",),
    "waiting": ("waiting",),
    "promoted": ("waiting", "confirmed"),
    "withdrawn": ("confirmed", "withdrawn"),
}
"""What happened to a registration, state by state."""

SHARED: dict[str, type[Facilitator | Series | Venue | Organization]] = {
    "people": Facilitator,
    "series": Series,
    "venues": Venue,
    "organizations": Organization,
}
"""What real sessions may have come to rest on, in the order in which they let go of each other."""


@dataclass(frozen=True)
class Invented:
    """Somebody who does not exist, and what they need to take part."""

    row: Participant
    needs: str


def is_empty() -> bool:
    """Whether there is no session at all yet."""
    return db.session.scalar(select(TrainingSession.id).limit(1)) is None


def present() -> bool:
    """Whether something invented is there, so that pages say so."""
    models = (TrainingSession, *SHARED.values())
    return bool(db.session.scalar(select(or_(*(exists().where(model.example) for model in models)))))


@transaction
def load(actor: Actor) -> Report:
    """Load the facts, and the invented sessions unless some are there already."""
    now = clock.now()
    report = take_in(facts(), Pen(now))
    if not present():
        report = _added(report, _load_coming(now))
    journal.note(actor, "example.loaded", None, **report)
    return report


@transaction
def clear(actor: Actor) -> dict[str, int]:
    """Remove every invented thing and all that hangs on it; says how many of what.

    Real people who registered for an invented session stay, without that registration. A venue
    or an organisation that something real has come to rest on stays too, and is real from now on.
    """
    _untie()
    held = _real_sessions_with_invented_people()
    registrations = select(Registration.id).where(_of_example())
    sessions = select(TrainingSession.id).where(TrainingSession.example)
    owed = or_(Letter.registration_id.in_(registrations), Letter.training_session_id.in_(sessions))
    people = select(Participant.id).where(Participant.example)
    proofs = or_(Attestation.training_session_id.in_(sessions), Attestation.participant_id.in_(people))
    counts = {
        "attestations": _remove(Attestation, proofs),
        "letters": _remove(Letter, owed),
        "registrations": _remove(Registration, _of_example()),
        "participants": _remove(Participant, Participant.example),
        "subscriptions": _remove(Subscription, Subscription.example),
        "events": _remove(TrainingSession, TrainingSession.example),
        **{noun: _keep_used(model) for noun, model in SHARED.items()},
    }
    for session in held:
        promote(session)
    # Deleting in bulk goes unseen by the session, which else notices what public pages show.
    db.session.execute(update(ProgrammeVersion).values(number=ProgrammeVersion.number + 1))
    db.session.expire_all()
    journal.note(actor, "example.cleared", None, **counts)
    return counts


def _load_coming(now: datetime) -> Report:
    network = the_network()
    invented = coming(clock.today(network.timezone if network else "America/Toronto"))
    report = take_in(invented.programme, Pen(now - ANNOUNCED, example=True))
    sessions = db.session.scalars(select(TrainingSession).where(TrainingSession.example)).all()
    for session in sessions:
        _settle(session, now)
    for facilitator in db.session.scalars(select(Facilitator).where(Facilitator.example)):
        facilitator.email = _address(facilitator.name, facilitator.roles[0].organization)
    people = [_participant(person, now) for person in invented.people]
    by_key = {session.key: session for session in sessions}
    for key, plan in invented.registrations.items():
        _fill(by_key[key], plan, islice(cycle(people), plan["from"], None), now)
    return report


def _settle(session: TrainingSession, now: datetime) -> None:
    """What a file cannot say: cancelled yesterday; takeaways written down but not read over yet."""
    if session.cancelled_at is not None:
        session.cancelled_at = now - timedelta(days=1)
    for takeaway in db.session.scalars(select(Takeaway).where(Takeaway.training_session_id == session.id)):
        takeaway.state, takeaway.published_at, takeaway.created_at = "raw", None, session.ends_at or now
    for step in db.session.scalars(select(NextStep).where(NextStep.training_session_id == session.id)):
        step.created_at = step.changed_at = step.history[0].at = session.ends_at or now


def _participant(person: dict[str, str], now: datetime) -> Invented:
    key = person.get("organization")
    organization = db.session.scalars(select(Organization).where(Organization.key == key)).one() if key else None
    email = person.get("email") or _address(person["name"], organization)
    row = Participant(
        name=person["name"],
        name_key=name_key(person["name"]),
        email=email,
        email_key=email_key(email),
        organization=organization,
        organization_name=person.get("organization_name", ""),
        language=person.get("language", "fr"),
        created_at=now - REGISTERED,
        example=True,
    )
    return Invented(row, person.get("needs", ""))


def _address(name: str, organization: Organization | None) -> str:
    """An address that no mail ever reaches (RFC 2606 section 2)."""
    domain = (organization.key or "").removeprefix("exemple-") if organization else "courriel"
    return f"{addresses.slug(name)}@{domain}.example"


def _fill(session: TrainingSession, plan: dict[str, Any], people: Iterator[Invented], now: datetime) -> None:
    """Let people take part one after the other, from three weeks before now or before the start."""
    opened = min(now, session.starts_at or now) - REGISTERED
    stories = [(story, mode) for story, count, *rest in plan["people"] for mode in [*rest, None][:1] * count]
    pace = (REGISTERED - LAST_DAYS) / len(stories)
    seated = []
    for arrival, ((story, mode), person) in enumerate(zip(stories, people, strict=False), start=1):
        registration = _registration(session, person, arrival, mode, opened + pace * arrival)
        _live_through(registration, STORIES[story], opened + REGISTERED - LAST_DAYS)
        db.session.add(registration)
        retain_for(registration)
        seated += [registration] if registration.state == "confirmed" else []
    for registration, status in zip(seated, plan.get("attendance", ()), strict=False):
        db.session.add(_attendance(session, registration, status))
    session.attendance_closed_at = session.ends_at if "attendance" in plan else None


def _registration(
    session: TrainingSession, person: Invented, arrival: int, mode: str | None, at: datetime
) -> Registration:
    return Registration(
        training_session=session,
        participant=person.row,
        arrival=arrival,
        mode=mode or session.mode,
        language=person.row.language,
        needs=person.needs,
        nonce=tokens.new_nonce(),
        source="example",
        created_at=at,
        changed_at=at,
        example=True,
    )


def _live_through(registration: Registration, states: tuple[str, ...], turned: datetime) -> None:
    """Write the history: they came, and later something changed, by themselves or by the program."""
    before = None
    for state in states:
        at = registration.created_at if before is None else turned
        by_themselves = before is None or state == "withdrawn"
        actor = "participant" if by_themselves else "system"
        registration.history.append(RegistrationChange(before=before, after=state, at=at, actor=actor))
        registration.state, registration.changed_at = state, at
        before = state


def _attendance(session: TrainingSession, registration: Registration, status: str) -> Attendance:
    meeting = session.live_meetings[0]
    came = status in ("present", "partial")
    return Attendance(
        registration=registration,
        meeting=meeting,
        status=status,
        arrived_at=meeting.starts_at + timedelta(minutes=registration.arrival - 5) if came else None,
        recorded_at=meeting.ends_at,
    )


def _added(one: Report, other: Report) -> Report:
    return {noun: {name: n + other[noun][name] for name, n in counts.items()} for noun, counts in one.items()}


def _untie() -> None:
    """Real sessions that follow an invented one, or are an edition of it, do no more."""
    invented = select(TrainingSession.id).where(TrainingSession.example)
    for column in (TrainingSession.first_edition_id, TrainingSession.follows_id, FollowUp.became_id):
        db.session.execute(update(column.class_).where(column.in_(invented)).values({column: None}))


def _real_sessions_with_invented_people() -> list[TrainingSession]:
    """Held, as seats will come free in them."""
    tried = select(Registration.training_session_id).join(Participant).where(Participant.example)
    sessions = select(TrainingSession).where(TrainingSession.id.in_(tried), ~TrainingSession.example)
    return [hold(session) for session in db.session.scalars(sessions).all()]


def _remove(model: type[Base], condition: ColumnElement[bool] | InstrumentedAttribute[bool]) -> int:
    """Delete in bulk; what hangs on the rows goes with them (ON DELETE CASCADE). Says how many."""
    ids = db.session.scalars(select(model.id).where(condition)).all()
    db.session.execute(delete(model).where(condition))
    return len(ids)


def _of_example() -> ColumnElement[bool]:
    """Registrations for an invented session, or of an invented person wherever it is."""
    sessions = select(TrainingSession.id).where(TrainingSession.example)
    people = select(Participant.id).where(Participant.example)
    return or_(Registration.training_session_id.in_(sessions), Registration.participant_id.in_(people))


def _keep_used(model: type[Facilitator | Series | Venue | Organization]) -> int:
    """Delete the invented rows that nothing rests on any more; the others become real. Says how many went."""
    removed = 0
    while gone := _remove(model, model.example & ~or_(*_rests_on(model))):
        removed += gone
    db.session.execute(update(model).where(model.example).values(example=False))
    return removed


def _rests_on(model: type[Base]) -> Iterator[ColumnElement[bool]]:
    """A condition for each foreign key that would keep a row of this table from going."""
    target = model.__table__
    for table in Base.metadata.tables.values():
        other = table.alias()
        for key in table.foreign_keys:
            if key.column.table is target and key.ondelete is None:
                yield exists().where(other.c[key.parent.name] == model.id)
