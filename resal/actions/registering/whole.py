"""Coming to a whole series at once, and leaving it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from resal import clock, tokens
from resal.actions import PARTICIPANT, Refusal
from resal.actions.people import find, keep
from resal.actions.registering.enrolling import mode_in
from resal.actions.registering.moving import move
from resal.actions.registering.promoting import promote
from resal.actions.registering.register import Typed, create, first_state, live, note_news, refuse_unless_sure
from resal.actions.registering.seats import Line
from resal.db import db, hold, transaction
from resal.language import current, lazy
from resal.letters import owing, owing_series
from resal.models import Participant, Registration, Series, SeriesRegistration, TrainingSession
from resal.models.registration import LIVE
from resal.queries import series_registering


@dataclass(frozen=True)
class Whole:
    """`known`: this person already had a place in the series or in a session of it, so whoever
    typed this is told nothing of it. `nonce` makes the secret link of « ma série ».
    """

    registration: SeriesRegistration
    nonce: str
    known: bool = False


def register_whole(series: Series, typed: Typed) -> Whole:
    """A place in each session of the series that is open, all or none, with one letter for all.

    Where all seats are taken it is a place in line. A place somebody has already is left as it is
    and becomes part of the whole. Raises `Refusal` when nothing is open, or when a session has
    neither a seat nor a waiting list.
    """
    try:
        return _register_whole(series, typed)
    except IntegrityError:  # the same form or person, at the same instant: by now they are known
        return _register_whole(series, typed)


@transaction
def leave_whole(whole: SeriesRegistration) -> SeriesRegistration:
    """Give up the sessions to come; those that have begun keep theirs. Twice is once, with one letter."""
    hold(whole.series)
    db.session.refresh(whole)
    if whole.withdrawn_at is not None:
        return whole
    whole.withdrawn_at = clock.now()
    freed = [_give_up(registration) for registration in _places_of(whole)]
    given_up = [registration for registration in freed if registration is not None]
    db.session.flush()
    db.session.add(owing_series.for_whole("series_left", whole, given_up))
    for registration in given_up:
        promote(registration.training_session)
    return whole


@transaction
def _register_whole(series: Series, typed: Typed) -> Whole:
    hold(series)
    same = _same_form(series, typed)
    if same and same.withdrawn_at is None:
        return Whole(same, same.nonce)
    if same:  # the same form again after leaving: a registration of its own
        typed = replace(typed, submission=None)
    _refuse_unless_whole(series)
    refuse_unless_sure(typed)
    person = find(typed.email, typed.name)
    living = _living(series, person)
    if living:
        return _remind(living)
    sessions = _hold_open(series)
    return _come(series, keep(person, typed.name, typed.email, typed.organization, typed.language), typed, sessions)


def _come(series: Series, person: Participant, typed: Typed, sessions: Sequence[TrainingSession]) -> Whole:
    whole = SeriesRegistration(
        series_id=series.id, participant=person, mode=typed.mode, language=typed.language, nonce=tokens.new_nonce(),
        submission=typed.submission, created_at=clock.now(), example=series.example and person.example,
    )  # fmt: skip
    db.session.add(whole)
    db.session.flush()
    before = [live(session, person) for session in sessions]
    places = [place or _take(session, whole, typed) for session, place in zip(sessions, before, strict=True)]
    for place in places:
        place.series_registration_id = whole.id
    known = any(before)
    whole.submission = None if known else typed.submission  # sent again, it must tell no more than once
    whole.created_at = clock.now()  # after its places: those made later come from sessions added later
    db.session.flush()
    note_news(person, typed)
    db.session.add(owing_series.for_whole("series_confirmed", whole, places))
    return Whole(whole, whole.nonce, known)


def _take(session: TrainingSession, whole: SeriesRegistration, typed: Typed) -> Registration:
    line = Line(session)
    here = replace(typed, mode=mode_in(session, whole), line=True, submission=None)
    try:
        state = first_state(line, here, False, whole.participant)
    except Refusal:
        raise Refusal(
            lazy("« %(title)s » est complète, sans liste d'attente : inscrivez-vous aux autres une à une."),
            title=session.title.read(current()).text,
        ) from None
    return create(line, whole.participant, here, state, PARTICIPANT, over_capacity=False)


def _hold_open(series: Series) -> list[TrainingSession]:
    """The sessions to come to, held in the order of their ids."""
    ids = select(TrainingSession.id).where(TrainingSession.series_id == series.id).order_by(TrainingSession.id)
    held = [hold(db.session.get_one(TrainingSession, id_)) for id_ in db.session.scalars(ids).all()]
    now, here = clock.now(), [session for session in held if session.series_id == series.id]
    found = [session for session in here if series_registering.joinable(session, now)]
    if not found:
        raise Refusal(lazy("Aucune rencontre de cette série n'est ouverte aux inscriptions."))
    return found


def _refuse_unless_whole(series: Series) -> None:
    if not series.register_whole:
        raise Refusal(lazy("On s'inscrit aux rencontres de cette série une à une."))


def _same_form(series: Series, typed: Typed) -> SeriesRegistration | None:
    if typed.submission is None:
        return None
    same = select(SeriesRegistration).where(
        SeriesRegistration.submission == typed.submission, SeriesRegistration.series_id == series.id
    )
    return db.session.scalars(same).one_or_none()


def _living(series: Series, person: Participant | None) -> SeriesRegistration | None:
    if person is None:
        return None
    theirs = select(SeriesRegistration).where(
        SeriesRegistration.series_id == series.id, SeriesRegistration.participant_id == person.id,
        SeriesRegistration.withdrawn_at.is_(None),
    )  # fmt: skip
    return db.session.scalars(theirs).one_or_none()


def _remind(whole: SeriesRegistration) -> Whole:
    """Tell the address, and only the address, that this person already comes to the whole."""
    letter = owing_series.for_whole("series_already", whole, [one for one in _places_of(whole) if one.live])
    if not owing.already_owed(letter):
        db.session.add(letter)
    return Whole(whole, whole.nonce, known=True)


def _places_of(whole: SeriesRegistration) -> Sequence[Registration]:
    places = select(Registration).where(
        Registration.series_registration_id == whole.id, Registration.state.in_(LIVE)
    )  # fmt: skip
    return db.session.scalars(places.order_by(Registration.training_session_id)).all()


def _give_up(registration: Registration) -> Registration | None:
    session = hold(registration.training_session)
    db.session.refresh(registration)
    if not registration.live or session.started(clock.now()):
        return None
    return move(registration, "withdraw", PARTICIPANT, told=False)
