"""The places of two people who are one: in each session the better stays, with the presence and answers of both."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import aliased

from resal import clock
from resal.actions import Actor
from resal.actions.merging.ledger import Ledger
from resal.actions.registering.doubles import better, better_presence, set_aside
from resal.db import db
from resal.models import Answer, Attendance, Correction, Participant, Registration, SeriesRegistration
from resal.models.base import table_of
from resal.models.registration import LIVE

OF_PRESENCE = ("status", "arrived_at", "minutes", "source", "recorded_at", "recorded_by_id")


def pairs(kept: int, gone: int) -> Sequence[tuple[Registration, Registration]]:
    """The live places that both have, session by session: that of `kept`, then that of `gone`."""
    other = aliased(Registration)
    both = (
        select(Registration, other)
        .join(other, other.training_session_id == Registration.training_session_id)
        .where(
            Registration.participant_id == kept, other.participant_id == gone,
            Registration.state.in_(LIVE), other.state.in_(LIVE),
        )
        .order_by(Registration.training_session_id)
    )  # fmt: skip
    return [(row[0], row[1]) for row in db.session.execute(both)]


def unite(ledger: Ledger, kept: Participant, gone: Participant, email: str, actor: Actor) -> set[int]:
    """Set the second places aside; returns the sessions where one was. Everything is held."""
    freed = set()
    for one, other in pairs(kept.id, gone.id):
        stays, goes = better(one, other)
        _unite_presence(ledger, stays, goes)
        _unite_corrections(ledger, stays, goes)
        _unite_words(ledger, stays, goes)
        ledger.seat(goes)
        set_aside(goes, email, actor)
        ledger.set([goes], merged_into_id=stays.id)
        freed.add(stays.training_session_id)
    return freed


def unite_series(ledger: Ledger, kept: Participant, gone: Participant) -> None:
    """Who came to a whole series twice comes once: the places of the second belong to the first."""
    other = aliased(SeriesRegistration)
    both = select(SeriesRegistration, other).join(other, other.series_id == SeriesRegistration.series_id).where(
        SeriesRegistration.participant_id == kept.id, SeriesRegistration.withdrawn_at.is_(None),
        other.participant_id == gone.id, other.withdrawn_at.is_(None),
    )  # fmt: skip
    for stays, goes in db.session.execute(both.order_by(SeriesRegistration.id)).all():
        theirs = select(Registration).where(Registration.series_registration_id == goes.id)
        ledger.set(db.session.scalars(theirs).all(), series_registration_id=stays.id)
        ledger.set([goes], withdrawn_at=clock.now(), merged_into_id=stays.id)


def _unite_presence(ledger: Ledger, stays: Registration, goes: Registration) -> None:
    """Present over absent, meeting by meeting."""
    records = select(Attendance).where(Attendance.registration_id == stays.id)
    known = {record.meeting_id: record for record in db.session.scalars(records)}
    for record in db.session.scalars(select(Attendance).where(Attendance.registration_id == goes.id)).all():
        own = known.get(record.meeting_id)
        if own is None:
            ledger.set([record], registration_id=stays.id)
            continue
        if better_presence(own, record) is record:
            ledger.set([own], **{column: getattr(record, column) for column in OF_PRESENCE})
        whole = {column.name: getattr(record, column.name) for column in table_of(Attendance).columns}
        ledger.drop(table_of(Attendance), whole)
        db.session.expunge(record)


def _unite_corrections(ledger: Ledger, stays: Registration, goes: Registration) -> None:
    """What both ask of one meeting is asked once."""
    asked = select(Correction).where(Correction.registration_id.in_((stays.id, goes.id))).order_by(Correction.id)
    every = db.session.scalars(asked).all()
    open_ = {one.meeting_id for one in every if one.registration_id == stays.id and one.state == "open"}
    theirs = [one for one in every if one.registration_id == goes.id]
    ledger.set([one for one in theirs if one.state == "open" and one.meeting_id in open_], state="withdrawn")
    ledger.set(theirs, registration_id=stays.id)


def _unite_words(ledger: Ledger, stays: Registration, goes: Registration) -> None:
    """Needs of both; answers of the one that goes where the other gave none; its place in a whole series."""
    if goes.needs and goes.needs != stays.needs:
        ends = [end for end in (stays.needs_erase_after, goes.needs_erase_after) if end is not None]
        needs = "\n".join(text for text in (stays.needs, goes.needs) if text)
        ledger.set([stays], needs=needs, needs_erase_after=max(ends, default=None))
    answered = set(db.session.scalars(select(Answer.question_id).where(Answer.registration_id == stays.id)))
    given = select(Answer).where(Answer.registration_id == goes.id, Answer.question_id.not_in(answered))
    ledger.set(db.session.scalars(given).all(), registration_id=stays.id)
    if stays.series_registration_id is None and goes.series_registration_id is not None:
        ledger.set([stays], series_registration_id=goes.series_registration_id)
