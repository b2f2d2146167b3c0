"""What everybody learns of: moving, cancelling, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from sqlalchemy import select

from resal import clock
from resal.actions import Actor, Refusal, informing
from resal.actions.journal import note
from resal.actions.registering.enrolling import enrol, hold_in_series
from resal.actions.registering.promoting import promote, renew_offers
from resal.actions.registering.seats import check_capacity
from resal.actions.revising import changed
from resal.actions.scheduling.dates import MeetingPlan, plans_of, redate
from resal.actions.scheduling.drafting import refuse_older
from resal.actions.scheduling.telling import concerned
from resal.actions.scheduling.telling_moves import tell_of_cancelling, tell_of_move, tell_of_restoring
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.letters import facts, owing
from resal.models import Letter, Registration, TrainingSession, localized
from resal.queries import approximate

SILENT = timedelta(minutes=15)  # a shorter shift may be kept to oneself


@dataclass(frozen=True)
class MovePlan:
    """When and where a session takes place from now on, and how people meet.

    Without meetings its date is to come again. `known_as`: the words for it, by language; None, they stay.
    `mode`: as in the session, None while it is not settled.
    """

    meetings: Sequence[MeetingPlan]
    venue_id: int | None
    link: str
    mode: str | None
    known_as: dict[str, str] | None = None

    @classmethod
    def of(cls, session: TrainingSession, **changes: Any) -> Self:
        """The session as it stands, with these changes."""
        standing = cls(plans_of(session), session.venue_id, session.link, session.mode)
        return replace(standing, **changes)


@transaction
def reschedule(
    session: TrainingSession, to: MovePlan, revision: int, actor: Actor, silently: bool = False
) -> TrainingSession:
    """Move a session in time or place, or have people meet otherwise; who has a seat or waits keeps it and is told.

    Raises `Refusal` for neither a date nor words, a cancelled session, hours that make no sense, an older
    form, fewer seats than people, or a change that is too great to be made silently.
    """
    hold_in_series(session)
    refuse_older(session, revision)
    if session.cancelled:
        raise Refusal(lazy("Cette rencontre est annulée : rétablissez-la d'abord."))
    if silently and concerned(session) and not may_be_silent(session, to):
        raise Refusal(lazy("Un changement de quinze minutes ou plus se dit aux personnes inscrites."))
    before, undated = owing.occasion(session), session.starts_at is None
    _move(session, to)
    changed(session, actor, "session.dated" if undated and session.live_meetings else "session.moved")
    if not silently:
        tell_of_move(session, before, actor)
    informing.of_move(session, undated=undated, actor=actor)
    promote(session)
    enrol(session)
    return session


@transaction
def cancel(session: TrainingSession, reason: dict[str, str], actor: Actor) -> TrainingSession:
    """Cancel: the form closes, everybody who has a seat or waits is told why, the page stays."""
    hold(session)
    if not localized(dict(reason)).in_language("fr"):
        raise Refusal(lazy("Dites pourquoi : les personnes inscrites le liront."), field="reason_fr")
    if not session.cancelled:
        session.cancelled_at, session.cancelled_by_id = clock.now(), actor.account_id
        session.cancelled_reason = localized(dict(reason))
        changed(session, actor, "session.cancelled")
        tell_of_cancelling(session, session.cancelled_reason, actor)
    return session


@transaction
def correct_reason(session: TrainingSession, reason: dict[str, str], actor: Actor) -> TrainingSession:
    """Say better why a session is cancelled. Its page says it from now on; nobody is written to again."""
    hold(session)
    if not session.cancelled:
        raise Refusal(lazy("Cette rencontre n'est plus annulée."))
    if not localized(dict(reason)).in_language("fr"):
        raise Refusal(lazy("Dites pourquoi : les personnes inscrites le liront."), field="reason_fr")
    session.cancelled_reason = localized(dict(reason), session.cancelled_reason)
    for letter in _still_here(session, "cancelled"):
        letter.facts = {**letter.facts, "reason": facts.reason(dict(session.cancelled_reason), letter.language)}
    note(actor, "session.reason_corrected", session)
    return session


@transaction
def restore(session: TrainingSession, actor: Actor) -> TrainingSession:
    """Take a cancellation back, everybody being told; the seats are as they were."""
    hold_in_series(session)
    if session.cancelled:
        session.cancelled_at, session.cancelled_by_id = None, None
        session.cancelled_reason = localized({})
        changed(session, actor, "session.restored")
        tell_of_restoring(session, actor)
        renew_offers(session)
        promote(session)
        enrol(session)
    return session


def told_of_change(session: TrainingSession) -> int:
    """How many people a move or a cancellation would be told to."""
    return len(concerned(session))


def may_be_silent(session: TrainingSession, to: MovePlan) -> bool:
    """Whether so small a change may be made without a letter: under a quarter of an hour, nothing else."""
    standing = MovePlan.of(session)
    if replace(to, meetings=(), known_as=None) != replace(standing, meetings=()):
        return False
    if len(to.meetings) != len(standing.meetings):
        return False
    return all(_is_slight(then, now) for then, now in zip(standing.meetings, to.meetings, strict=True))


def _still_here(session: TrainingSession, kind: str) -> Sequence[Letter]:
    """The letters of this kind about a session that have not begun to leave; they stay locked to the end."""
    of_it = select(Registration.id).where(Registration.training_session_id == session.id)
    waiting = (Letter.kind == kind, Letter.state == "queued", Letter.registration_id.in_(of_it))
    return db.session.scalars(select(Letter).where(*waiting).order_by(Letter.id).with_for_update(of=Letter)).all()


def _move(session: TrainingSession, to: MovePlan) -> None:
    session.venue_id, session.link = to.venue_id, to.link
    if to.mode != session.mode:
        session.mode = to.mode
        check_capacity(session, session.capacity, session.capacity_online)
    _know_as(session, to.meetings, to.known_as)
    redate(session, to.meetings)


def _know_as(session: TrainingSession, meetings: Sequence[MeetingPlan], words: dict[str, str] | None) -> None:
    """Write the words for a date to come; without meetings there must be some."""
    if words is not None:
        session.date_known_as = localized({**words}, session.date_known_as)
        session.date_known_until = approximate.last_day(session.date_known_as)
    if not meetings and not session.date_known_as.in_language("fr"):
        raise Refusal(lazy("Choisissez une date, ou dites-la en mots."), field="date_known_as_fr")


def _is_slight(then: MeetingPlan, now: MeetingPlan) -> bool:
    if replace(then, start=None, end=None) != replace(now, start=None, end=None):
        return False
    return all(_close(*hours) for hours in ((then.start, now.start), (then.end, now.end)))


def _close(then: time | None, now: time | None) -> bool:
    if then is None or now is None:
        return then == now
    return abs(datetime.combine(date.min, then) - datetime.combine(date.min, now)) < SILENT
