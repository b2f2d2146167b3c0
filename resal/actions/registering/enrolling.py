"""Whoever comes to a whole series has a place in each session of it, also those that come later.

The series is held before its sessions, and sessions in the order of their ids: nobody who registers
to a series, and nobody who publishes a session of it, can miss the other or wait for each other.
"""

from sqlalchemy import exists, func, or_, select

from resal import clock
from resal.actions import SYSTEM, Refusal
from resal.actions.registering.register import Typed, create, first_state
from resal.actions.registering.seats import Line
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.letters import owing
from resal.models import Registration, Series, SeriesRegistration, TrainingSession
from resal.models.registration import LIVE
from resal.queries import series_registering
from resal.queries.line import position


def hold_in_series(session: TrainingSession, *also: int | None) -> TrainingSession:
    """Hold a session, its series first, and those it may go to (`also`, by id).

    Raises `Refusal` when it went to another series at this very instant.
    """
    held = {id_ for id_ in (session.series_id, *also) if id_ is not None}
    for row in [db.session.get(Series, id_) for id_ in sorted(held)]:
        if row is not None:
            hold(row)
    hold(session)
    if session.series_id is not None and session.series_id not in held:
        raise Refusal(lazy("Quelqu'un vient de changer cette rencontre de série. Recommencez."))
    return session


def enrol(session: TrainingSession) -> list[Registration]:
    """Give everybody of its series a place in a session that has just opened, with one letter each.

    The session and its series are held. Who gave up a place here keeps out; where all seats are
    taken they wait, in the order in which they came to the series.
    """
    if not series_registering.joinable(session, clock.now()):
        return []
    return [_place(session, whole) for whole in db.session.scalars(_without_place(session))]


def expected(session: TrainingSession) -> int:
    """How many people of its series would have a place, and a letter, once a draft is published."""
    now = clock.now()
    opens = session.registration in ("open", "approval") and (session.opens_at is None or session.opens_at <= now)
    late = session.started(now) or (session.closes_at is not None and session.closes_at <= now)
    if session.visibility != "public" or session.starts_at is None or session.cancelled or late or not opens:
        return 0
    return db.session.scalar(select(func.count()).select_from(_without_place(session).subquery())) or 0


def opened() -> list[int]:
    """The ids of the sessions that have opened by the clock alone, where somebody of the series has no place."""
    rows = series_registering.opened()
    return [row.id for row in rows if db.session.scalars(_without_place(row).limit(1)).first()]


@transaction
def enrol_opened(number: int) -> int:
    """The same for one of these; returns how many people have a place from now on."""
    session = db.session.get(TrainingSession, number)
    return len(enrol(hold_in_series(session))) if session else 0


def mode_in(session: TrainingSession, whole: SeriesRegistration) -> str | None:
    """How somebody of the series takes part in this session, where one may choose."""
    return (whole.mode or "in person") if session.mode == "hybrid" else session.mode


def _without_place(session: TrainingSession):  # type: ignore[no-untyped-def] # a Select of series registrations
    here = (
        select(Registration.id)
        .where(
            Registration.training_session_id == session.id,
            or_(
                Registration.series_registration_id == SeriesRegistration.id,
                (Registration.participant_id == SeriesRegistration.participant_id) & Registration.state.in_(LIVE),
            ),
        )
        .correlate(SeriesRegistration)
    )
    return (
        select(SeriesRegistration)
        .where(
            SeriesRegistration.series_id == session.series_id, SeriesRegistration.withdrawn_at.is_(None),
            ~exists(here),
        )
        .order_by(SeriesRegistration.created_at, SeriesRegistration.id)
    )  # fmt: skip


def _place(session: TrainingSession, whole: SeriesRegistration) -> Registration:
    person, line = whole.participant, Line(session)
    typed = Typed(
        person.name, person.email, person.organization_name, language=whole.language, mode=mode_in(session, whole),
        line=True,
    )  # fmt: skip
    try:
        state = first_state(line, typed, False, person)
    except Refusal:  # no waiting list here: a standing wish waits all the same, nobody is dropped silently
        state = "waiting"
    registration = create(line, person, typed, state, SYSTEM, over_capacity=False)
    registration.series_registration_id = whole.id
    db.session.flush()
    place = position(registration) if state == "waiting" else None
    db.session.add(owing.to_whole(owing.for_registration(state, registration, position=place), whole.series))
    return registration
