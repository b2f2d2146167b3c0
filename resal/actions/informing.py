"""Telling whoever asked: a date is known, registration opens, a session is announced. Once each.

What is public here is called by scheduling inside its own transaction, with the session held;
only the worker's own rounds are transactions of theirs.
"""

from datetime import timedelta

from sqlalchemy import delete, or_, select, update

from resal import clock
from resal.actions import SYSTEM, Actor
from resal.actions.delaying import owe_later, take_back
from resal.actions.journal import note
from resal.db import db, hold, transaction
from resal.letters import facts, owing
from resal.models import Letter, Subscription, TrainingSession
from resal.queries import demand

KEPT = timedelta(days=30)
ON_ITS_WAY = ("queued", "sending", "data_sent")


def of_move(session: TrainingSession, undated: bool, actor: Actor) -> None:
    """After a move: who waited for a date is told of it; letters that may still leave say the date of now."""
    if session.starts_at is None:
        take_back(session, ("dated",))
    stopped = (Letter.state == "cancelled") & Letter.announcement_id.is_not(None)
    still_here = select(Letter).where(
        Letter.training_session_id == session.id, Letter.kind.in_(owing.TO_SUBSCRIBERS),
        or_(Letter.state == "queued", stopped),
    )  # fmt: skip
    for letter in db.session.scalars(still_here):
        letter.facts = facts.for_subscribers(session, letter.language)
    if undated and _is_to_come(session):
        _tell_of_date(session, _waiting(session), actor)


def of_publication(session: TrainingSession, actor: Actor, announce: bool) -> None:
    """Once published: who waits for a date it did not have is told; `announce`: who asked for its theme too."""
    if _is_to_come(session):
        _tell_of_date(session, [one for one in _waiting(session) if not _knew_the_date(one, session)], actor)
    if announce:
        _announce(session, actor)


@transaction
def forget_old() -> int:
    """Erase what was fulfilled or withdrawn thirty days ago, letters included; returns how many.

    So too what waits for a session that ended, or was cancelled, thirty days ago.
    """
    before = clock.now() - KEPT
    gone = select(TrainingSession.id).where(
        or_(TrainingSession.ends_at < before, TrainingSession.cancelled_at < before)
    )
    done = or_(Subscription.told_at < before, Subscription.withdrawn_at < before)
    of_gone = Subscription.training_session_id.in_(gone)
    busy = select(Letter.subscription_id).where(Letter.state.in_(ON_ITS_WAY), Letter.subscription_id.is_not(None))
    ended = db.session.scalars(select(Subscription.id).where(or_(done, of_gone), Subscription.id.not_in(busy))).all()
    if not ended:
        return 0
    db.session.execute(delete(Letter).where(Letter.subscription_id.in_(ended)))
    erased = db.session.execute(delete(Subscription).where(Subscription.id.in_(ended)))
    count = int(erased.rowcount)  # type: ignore[attr-defined] # fewer, when another worker was quicker
    if count:
        note(SYSTEM, "subscriptions.erased", None, count=count)
    return count


@transaction
def of_opening(number: int) -> int:
    """Tell of a registration that has opened (one of `demand.opened`); returns how many people.

    Two workers at once: the second one finds nobody who was not told.
    """
    session = hold(db.session.get_one(TrainingSession, number))
    if not _is_to_come(session) or session.registration_state(clock.now()) != "open":
        return 0
    people = _waiting(session)
    db.session.add_all(owing.for_subscribers("opened", session, people))
    _owe_nothing_more(people)
    return len(people)


def _announce(session: TrainingSession, actor: Actor) -> None:
    ready = demand.readers(session).ready
    people = db.session.scalars(select(Subscription).where(Subscription.id.in_(ready)).order_by(Subscription.id)).all()
    if people:
        _detach_stopped(session, "announced")
        owe_later(session, "announced", owing.for_subscribers("announced", session, people), actor)
        note(actor, "session.announced", session, people=len(people))


def _detach_stopped(session: TrainingSession, kind: str) -> None:
    """What was stopped earlier cannot be let go beside what is told now."""
    own = (Letter.training_session_id == session.id, Letter.kind == kind, Letter.state == "cancelled")
    db.session.execute(update(Letter).where(*own).values(announcement_id=None))


def _tell_of_date(session: TrainingSession, people: list[Subscription], actor: Actor) -> None:
    """Once each; while registration has still to open, that is owed too."""
    knowing = demand.told_of_date(session.id)
    unaware = [one for one in people if one.id not in knowing]
    _detach_stopped(session, "dated")
    owe_later(session, "dated", owing.for_subscribers("dated", session, unaware), actor)
    if session.registration_state(clock.now()) != "soon":
        _owe_nothing_more(unaware)


def _owe_nothing_more(people: list[Subscription]) -> None:
    for one in people:
        one.told_at = clock.now()


def _waiting(session: TrainingSession) -> list[Subscription]:
    own = demand.waiting().where(Subscription.training_session_id == session.id)
    return list(db.session.scalars(own.order_by(Subscription.id)))


def _is_to_come(session: TrainingSession) -> bool:
    dated = session.starts_at is not None and session.starts_at > clock.now()
    return dated and session.listed and not session.cancelled


def _knew_the_date(one: Subscription, session: TrainingSession) -> bool:
    """Who asked while there was a date waits for registration to open."""
    return any(meeting.created_at < one.consented_at for meeting in session.live_meetings)
