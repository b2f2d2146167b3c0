"""Taking a seat, or a place in line."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import IntegrityError

from resal import clock, tokens
from resal.actions import PARTICIPANT, Actor, Refusal, answering, interest
from resal.actions.journal import note
from resal.actions.people import IS_THE_SAME, keep, retain_for, sameness
from resal.actions.registering import caps
from resal.actions.registering.moving import beginning, move
from resal.actions.registering.promoting import promote
from resal.actions.registering.seats import Line
from resal.db import db, hold, put, transaction
from resal.language import lazy
from resal.letters import owing
from resal.models import Consent, Participant, Registration, RegistrationChange, TrainingSession
from resal.models.base import table_of
from resal.models.registration import LIVE, SEATED
from resal.models.training_session import MODES
from resal.queries import invitations, organization_names
from resal.queries.line import position
from resal.queries.presence import attended

OF_THEMSELVES = ("web", "colleague")  # the sources that the team did not type, so that its rules hold
_PLACES = table_of(Registration).c
_SAME_FORM = select(_PLACES.id).where(
    _PLACES.submission == bindparam("submission"), _PLACES.training_session_id == bindparam("session")
)
_WHO = table_of(Participant).c
_SAME_PERSON = select(func.coalesce(_WHO.merged_into_id, _WHO.id)).where(*IS_THE_SAME)
_KNOWN = select(_SAME_FORM.scalar_subquery(), _SAME_PERSON.scalar_subquery())
_LIVING = select(Registration).where(
    Registration.training_session_id == bindparam("session"),
    Registration.participant_id == bindparam("person"),
    Registration.state.in_(LIVE),
)


class OneOfThese(Refusal):
    """The organization is none of ours, but looks like these `names`; whoever typed it says which."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(lazy("On ne connaît pas ce nom : est-ce l'un de ceux-ci?"), field="organization")
        self.names = names


class JustFilled(Refusal):
    """The last seat went while the form was being filled in; `ahead` people already wait."""

    def __init__(self, ahead: int) -> None:
        super().__init__(lazy("La dernière place vient de partir."))
        self.ahead = ahead


@dataclass(frozen=True)
class Typed:
    """What somebody wrote in the form, cleaned: no control characters, trimmed."""

    name: str
    email: str
    organization: str
    language: str = "fr"
    mode: str | None = None
    needs: str = ""
    news: bool = False
    submission: str | None = None
    line: bool = False  # whether a place in line is good enough
    source: str = "web"
    invitation: int | None = None
    answers: answering.Replies = None  # None: nothing was asked
    sure: bool = True  # whether the organization is meant as written, however much it looks like another


class Known(NamedTuple):
    """The registration that this very form has already made (double click, back button), and the
    person, if we know them.
    """

    form: Registration | None
    person: Participant | None


@dataclass(frozen=True)
class Outcome:
    """`again`: this person already had a place, so nothing moved; `position`: place in line.

    `refusal`: what somebody new would have been told instead, so that the answer tells a stranger nothing.
    `nonce` is the registration's, known without reading the row again after the commit.
    """

    registration: Registration
    nonce: str
    again: bool = False
    position: int | None = None
    refusal: Refusal | None = None


def register(
    session: TrainingSession, typed: Typed, actor: Actor = PARTICIPANT, over_capacity: bool = False
) -> Outcome:
    """Give a seat, or a place in line when the form accepted one, with one letter.

    Raises `Refusal` when registration is not open, `JustFilled` when the last seat has just gone.
    The team may add somebody over capacity, on purpose and recorded.
    """
    try:
        return _register(session, typed, actor, over_capacity, known_before(session, typed))
    except IntegrityError:  # the same form or person, at the same instant: by now they are known
        return _register(session, typed, actor, over_capacity, known_before(session, typed))


def known_before(session: TrainingSession, typed: Typed) -> Known:
    """Asked before anybody has to wait for us: the fewer statements under the lock, the shorter the line."""
    asked = {"submission": typed.submission, "session": session.id, **sameness(typed.email, typed.name)}
    form, person = db.session.execute(_KNOWN, asked).one()
    return Known(
        form=db.session.get(Registration, form) if form else None,
        person=db.session.get(Participant, person) if person else None,
    )


@transaction
def _register(session: TrainingSession, typed: Typed, actor: Actor, over_capacity: bool, known: Known) -> Outcome:
    before, person = known
    hold(session)
    if before and before.live:
        return _outcome(before, again=False)
    if before:  # the same form again after giving up the seat: a registration of its own
        typed = replace(typed, submission=None)
    if actor is PARTICIPANT:
        refuse_unless_open(session, typed.invitation)
    answers = answering.accept(session, typed.answers, actor)  # before `live`: a refusal tells nothing of anybody
    refuse_unless_sure(typed)
    before = live(session, person)
    if before:
        return _again(session, before, typed, actor, over_capacity)
    line = Line(session)
    state = first_state(line, typed, over_capacity, person)
    participant = keep(person, typed.name, typed.email, typed.organization, typed.language)
    registration = create(line, participant, typed, state, actor, over_capacity)
    answering.write(registration, answers)
    if actor is not PARTICIPANT:
        note(actor, "registration.added", registration)
    note_news(participant, typed)
    return _owe(registration, newcomer=person is None)


def _again(
    session: TrainingSession, registration: Registration, typed: Typed, actor: Actor, over_capacity: bool
) -> Outcome:
    """Somebody who already has a place: nothing of theirs moves, whoever typed this.

    Except that the team may seat, on purpose, a person who waits.
    """
    if over_capacity and registration.state not in SEATED:
        return _seat_by_hand(session, registration, actor)
    outcome = _outcome(registration, again=True)
    if actor is not PARTICIPANT:
        return outcome
    remind(registration)
    try:
        first_state(Line(session), typed, over_capacity, person=None)
    except Refusal as refusal:
        return replace(outcome, refusal=refusal)
    return outcome


def _seat_by_hand(session: TrainingSession, registration: Registration, actor: Actor) -> Outcome:
    """Somebody who waits, or asked, is seated by the team, over capacity if need be."""
    registration.over_capacity = not Line(session).has_room(registration.mode)
    grouped = registration.waits_with is not None
    move(registration, "seat by hand", actor)
    note(actor, "registration.added", registration)
    if grouped:  # there may be a seat for each of the others, now that they are fewer
        promote(session)
    return Outcome(registration, registration.nonce)


def refuse_unless_open(session: TrainingSession, invitation: int | None = None) -> None:
    now = clock.now()
    invited = invitation is not None and invitations.holds(session, invitation, now)
    if session.registration_state(now, invited) != "open":
        raise Refusal(lazy("Les inscriptions à cette rencontre sont terminées."))


def refuse_unless_sure(typed: Typed) -> None:
    """Asked whoever types it, known or not, so that it tells nothing of anybody (trust, H1)."""
    names = [] if typed.sure else organization_names.close_to(typed.organization)
    if names:
        raise OneOfThese(names)


def live(session: TrainingSession, participant: Participant | None) -> Registration | None:
    """The place somebody has in a session, if any."""
    if participant is None:
        return None
    return db.session.scalars(_LIVING, {"session": session.id, "person": participant.id}).one_or_none()


def remind(registration: Registration) -> None:
    """Tell the address, and only the address, that this person already has a place."""
    letter = owing.for_registration("already", registration, position=_position(registration))
    if not owing.already_owed(letter):
        db.session.add(letter)


def first_state(line: Line, typed: Typed, over_capacity: bool, person: Participant | None) -> str:
    """The state somebody begins in. Raises `Refusal` when there is neither a seat nor a place in line."""
    session = line.session
    if session.mode == "hybrid" and typed.mode not in ("in person", "online"):
        raise Refusal(lazy("Choisissez comment vous participez."), field="mode")
    room = over_capacity or line.has_room(typed.mode)
    lined_up = session.waiting_list != "none"
    apart = _is_a_stranger(session, person) or caps.is_beyond(session, typed.organization)
    asks = session.registration == "approval" or (apart and (room or lined_up))
    if asks and typed.source in OF_THEMSELVES:
        return "requested"
    if room:
        return "confirmed"
    if not lined_up:
        raise Refusal(lazy("Toutes les places sont prises."))
    if not typed.line:
        raise JustFilled(line.waiting(typed.mode))
    return "waiting"


def _is_a_stranger(session: TrainingSession, person: Participant | None) -> bool:
    """Whether the session is for those who attended another one, and this person did not."""
    return session.attended_only and not attended(person.id if person else None, session.follows_id)


def create(
    line: Line, participant: Participant, typed: Typed, state: str, actor: Actor, over_capacity: bool
) -> Registration:
    """The row itself, with the first line of its history; the session is held."""
    session, now, step = line.session, clock.now(), beginning(state, actor)
    over = over_capacity and not line.has_room(typed.mode)
    registration = Registration(
        training_session=session, participant=participant, state=step.after, arrival=line.last_arrival + 1,
        mode=typed.mode if session.mode == "hybrid" and typed.mode in MODES else session.mode,
        language=typed.language, needs=typed.needs, nonce=tokens.new_nonce(), submission=typed.submission,
        source=typed.source, over_capacity=over, invitation_id=typed.invitation, created_at=now, changed_at=now,
        example=session.example and participant.example,
    )  # fmt: skip
    db.session.add(registration)
    retain_for(registration)
    db.session.flush()
    put(RegistrationChange(registration_id=registration.id, before=None, after=step.after, at=now, actor=str(actor)))
    return registration


def note_news(participant: Participant, typed: Typed) -> None:
    """The consent to news is its own, never a condition of the seat (P-39.1 s. 14)."""
    if typed.news:
        db.session.add(
            Consent(participant_id=participant.id, purpose="news", given_at=clock.now(), given_through=typed.source)
        )
        interest.ask_with_a_seat(participant, typed.language)


def _owe(registration: Registration, newcomer: bool) -> Outcome:
    outcome = _outcome(registration, again=False)
    more = {"position": outcome.position, "newcomer": newcomer}
    put(owing.for_registration(registration.state, registration, **more))
    return outcome


def _outcome(registration: Registration, again: bool) -> Outcome:
    return Outcome(registration, registration.nonce, again, _position(registration))


def _position(registration: Registration) -> int | None:
    return position(registration) if registration.state == "waiting" else None
