"""Every promise counted again from the rows: a sentence for each one that is broken.

What was done on purpose and recorded is forgiven: somebody added over capacity, walk-ins.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from resal import clock
from resal.db import db
from resal.language import gettext
from resal.models import (
    Attendance,
    Invitation,
    Letter,
    Meeting,
    Participant,
    Registration,
    RegistrationChange,
    TrainingSession,
)
from resal.models.moves import STEPS
from resal.models.registration import LIVE, SEATED
from resal.queries import group_promises, merge_promises, question_promises, series_promises
from resal.queries.line import moves_in_order

ANSWERS = ("confirmed", "waiting", "requested", "promoted")
BY_THE_CLOCK = timedelta(hours=1)


def broken() -> Iterator[str]:
    """One sentence per broken promise, naming rows by number, never people."""
    yield from _oversold()
    yield from _free_while_waiting()
    yield from _twice()
    yield from _invitations_overused()
    yield from _impossible_moves()
    yield from _offers_that_never_end()
    yield from _without_answer()
    yield from series_promises.broken()
    yield from question_promises.broken()
    yield from merge_promises.broken()
    yield from group_promises.broken()
    yield from _present_without_seat()
    yield from _wrong_times()


def _oversold() -> Iterator[str]:
    """Seats taken, those over capacity on purpose aside, never pass the capacity, per mode."""
    for session, mode, taken in _taken(Registration.over_capacity.is_(False)):
        seats = session.seats(mode)
        if seats is not None and taken > seats:
            yield gettext(
                "Rencontre %(id)s : %(taken)s places prises sur %(seats)s.", id=session.id, taken=taken, seats=seats
            )


def _free_while_waiting() -> Iterator[str]:
    """Nobody waits while a seat is free, before the hours when it is for the first who answers."""
    taken = {(session.id, mode): number for session, mode, number in _taken()}
    waiting = (
        select(TrainingSession, Registration.mode, func.count())
        .join(Registration, Registration.training_session_id == TrainingSession.id)
        .where(Registration.state == "waiting", Registration.waits_with.is_(None))
        .group_by(TrainingSession.id, Registration.mode)
    )
    for session, mode, number in db.session.execute(waiting):
        own = mode if session.mode == "hybrid" else None
        seats = session.seats(own)
        room = seats is None or taken.get((session.id, own), 0) < seats
        if room and moves_in_order(session, clock.now()):
            yield gettext("Rencontre %(id)s : %(n)s en attente alors qu'une place est libre.", id=session.id, n=number)


def _twice() -> Iterator[str]:
    """One live registration per person and session, one order of arrival."""
    double = (
        select(Registration.training_session_id)
        .where(Registration.state.in_(LIVE))
        .group_by(Registration.training_session_id, Registration.participant_id)
        .having(func.count() > 1)
    )
    for (id_,) in db.session.execute(double):
        yield gettext("Rencontre %(id)s : une personne y est inscrite deux fois.", id=id_)
    other = aliased(Registration)
    same = select(Registration.id).join(
        other, (other.training_session_id == Registration.training_session_id) & (other.arrival == Registration.arrival)
    ).where(Registration.id < other.id)  # fmt: skip
    for (id_,) in db.session.execute(same):
        yield gettext("Inscription %(id)s : une autre porte le même ordre d'arrivée.", id=id_)


def _invitations_overused() -> Iterator[str]:
    """No invitation gives more registrations than it may."""
    uses = (
        select(Invitation.id)
        .join(Registration, Registration.invitation_id == Invitation.id)
        .group_by(Invitation.id, Invitation.most)
        .having(func.count() > Invitation.most)
    )
    for (id_,) in db.session.execute(uses):
        yield gettext("Invitation %(id)s : elle a servi plus de fois que prévu.", id=id_)


def _impossible_moves() -> Iterator[str]:
    """Every step of every history is one of the table of moves."""
    steps = select(RegistrationChange.before, RegistrationChange.after, func.min(RegistrationChange.registration_id))
    for before, after, id_ in db.session.execute(steps.group_by(RegistrationChange.before, RegistrationChange.after)):
        if (before, after) not in STEPS:
            yield gettext("Inscription %(id)s : son histoire a un pas impossible.", id=id_)


def _offers_that_never_end() -> Iterator[str]:
    """An offer says until when, and ends then, give or take what the worker needs to see it."""
    late = clock.now() - BY_THE_CLOCK
    standing = select(Registration).join(Registration.training_session).where(
        (Registration.state == "offered") | Registration.offered_until.is_not(None),
        TrainingSession.cancelled_at.is_(None), TrainingSession.starts_at > clock.now(),
    )  # fmt: skip
    for row in db.session.scalars(standing):
        if row.state != "offered" or row.offered_until is None or row.offered_until < late:
            yield gettext("Inscription %(id)s : son offre n'a pas pris fin à temps.", id=row.id)


def _without_answer() -> Iterator[str]:
    """Everybody who has a place was owed a letter that says so; of invented and erased people there is none."""
    answered = select(Letter.registration_id).where(Letter.kind.in_(ANSWERS), Letter.registration_id.is_not(None))
    silent = select(Registration.id).join(Participant).where(
        Registration.state.in_(LIVE), ~series_promises.answered_with_the_whole(),
        Participant.example.is_(False), Participant.erased_at.is_(None),
        Registration.source.in_(("web", "colleague", "door")), Registration.id.not_in(answered),
    )  # fmt: skip
    for (id_,) in db.session.execute(silent):
        yield gettext("Inscription %(id)s : aucune lettre ne l'a confirmée.", id=id_)


def _present_without_seat() -> Iterator[str]:
    """Attendance belongs to somebody with a seat, at a meeting of that very session."""
    stray = select(Attendance.id).join(Registration).join(Meeting, Attendance.meeting_id == Meeting.id).where(
        Registration.state.not_in(SEATED) | (Registration.training_session_id != Meeting.training_session_id)
    )  # fmt: skip
    for (id_,) in db.session.execute(stray):
        yield gettext("Présence %(id)s : cette personne n'a pas de place.", id=id_)


def _wrong_times() -> Iterator[str]:
    """A session starts with its first meeting and ends with its last."""
    spans = (
        select(TrainingSession.id, TrainingSession.starts_at, TrainingSession.ends_at,
               func.min(Meeting.starts_at), func.max(Meeting.ends_at))
        .join(Meeting, (Meeting.training_session_id == TrainingSession.id) & Meeting.removed_at.is_(None))
        .group_by(TrainingSession.id, TrainingSession.starts_at, TrainingSession.ends_at)
    )  # fmt: skip
    for id_, starts, ends, first, last in db.session.execute(spans):
        if (starts, ends) != (first, last):
            yield gettext("Rencontre %(id)s : ses dates ne sont pas celles de ses parties.", id=id_)


def _taken(*conditions: ColumnElement[bool]) -> list[tuple[TrainingSession, str | None, int]]:
    counted = (
        select(TrainingSession, Registration.mode, func.count())
        .join(Registration, Registration.training_session_id == TrainingSession.id)
        .where(Registration.state.in_(SEATED), *conditions)
        .group_by(TrainingSession.id, Registration.mode)
    )
    totals: Counter[tuple[TrainingSession, str | None]] = Counter()
    for session, mode, number in db.session.execute(counted):
        totals[session, mode if session.mode == "hybrid" else None] += number
    return [(session, mode, number) for (session, mode), number in totals.items()]
