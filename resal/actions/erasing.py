"""Erasing somebody at their own demand (P-39.1 s. 28): at once, for good, but for what has another purpose.

What stays names nobody: the rows that say how many people registered and came. Attestations keep their
own snapshot, for as long as they say.
"""

from sqlalchemy import delete, exists, or_, select, update

from resal import clock, tokens
from resal.actions import PARTICIPANT
from resal.actions.journal import note
from resal.actions.registering.leaving import leave_all
from resal.db import db, hold, transaction
from resal.letters import owing_space
from resal.letters.sent import of_person
from resal.models import (
    AddressChange,
    Answer,
    Consent,
    Correction,
    FeedToken,
    Letter,
    Merge,
    Participant,
    Registration,
    RegistrationChange,
    SeriesRegistration,
    Subscription,
    TrainingSession,
)
from resal.models.registration import LIVE

IN_FLIGHT = ("sending", "data_sent")


@transaction
def erase(person: Participant) -> int:
    """Free what is to come, forget who this was; returns how many places were freed. Twice is once.

    One last letter says that it is done; it is forgotten as soon as it has left.
    """
    freed = leave_all(person)
    hold(person)
    if person.erased_at is not None:
        return 0
    freed += leave_all(person)  # what was taken in between: nothing is any more, while the person is held
    last = owing_space.farewell(person, len(freed))
    _forget_letters(person)
    _forget_wishes(person)
    _scrub_places(person)
    for row in (person, *db.session.scalars(select(Participant).where(Participant.merged_into_id == person.id))):
        _scrub(row)
    _forget_merges(person)
    db.session.add(last)
    note(PARTICIPANT, "person.erased", person, places=len(freed))
    return len(freed)


@transaction
def finish() -> int:
    """Free the places of people erased in the very instant when they registered; returns how many."""
    to_come = or_(TrainingSession.starts_at.is_(None), TrainingSession.starts_at > clock.now())
    late = (
        select(Participant)
        .join(Registration, Registration.participant_id == Participant.id)
        .join(TrainingSession, TrainingSession.id == Registration.training_session_id)
        .where(Participant.erased_at.is_not(None), Registration.state.in_(LIVE), to_come)
        .order_by(Participant.id)
    )
    return sum(len(leave_all(person)) for person in db.session.scalars(late).unique().all())


@transaction
def forget_letters() -> int:
    """Drop what could not be dropped at once: letters that were on their way, and the last one; returns how many."""
    nobody = exists().where(
        Registration.id == Letter.registration_id, Registration.participant_id == Participant.id,
        Participant.erased_at.is_not(None),
    )  # fmt: skip
    done = Letter.state.not_in(("queued", *IN_FLIGHT))
    gone = db.session.execute(
        delete(Letter).where(done, or_(nobody, Letter.kind == "erased")),
        execution_options={"synchronize_session": False},
    )
    return int(gone.rowcount)  # type: ignore[attr-defined] # a DELETE has a row count


def _forget_letters(person: Participant) -> None:
    ids = db.session.scalars(select(Letter.id).where(of_person(person), Letter.state.not_in(IN_FLIGHT))).all()
    db.session.execute(delete(Letter).where(Letter.id.in_(ids)), execution_options={"synchronize_session": False})


def _forget_wishes(person: Participant) -> None:
    """News and calendars; what the address asked for stays when somebody else has it too."""
    shared = select(Participant.id).where(
        Participant.email_key == person.email_key, Participant.id != person.id, Participant.merged_into_id.is_(None)
    )
    if db.session.scalars(shared.limit(1)).first() is None:
        mine = select(Subscription.id).where(Subscription.email_key == person.email_key)
        db.session.execute(delete(Letter).where(Letter.subscription_id.in_(mine), Letter.state.not_in(IN_FLIGHT)))
        db.session.execute(delete(Subscription).where(Subscription.email_key == person.email_key))
    db.session.execute(delete(AddressChange).where(AddressChange.participant_id == person.id))
    db.session.execute(delete(FeedToken).where(FeedToken.participant_id == person.id))
    given = update(Consent).where(Consent.participant_id == person.id, Consent.withdrawn_at.is_(None))
    db.session.execute(given.values(withdrawn_at=clock.now()))


def _forget_merges(person: Participant) -> None:
    """What would undo a merge says who they were: from now on it cannot be undone."""
    mine = update(Merge).where(Merge.kind == "participant", or_(Merge.kept_id == person.id, Merge.gone_id == person.id))
    db.session.execute(mine.values(record=[], undo_until=clock.now()))


def _scrub_places(person: Participant) -> None:
    theirs = select(Registration.id).where(Registration.participant_id == person.id)
    db.session.execute(delete(Answer).where(Answer.registration_id.in_(theirs)))
    db.session.execute(update(Correction).where(Correction.registration_id.in_(theirs)).values(words="", answer=""))
    db.session.execute(
        update(RegistrationChange).where(RegistrationChange.registration_id.in_(theirs)).values(reason="")
    )
    for place in db.session.scalars(select(Registration).where(Registration.participant_id == person.id)):
        place.nonce, place.submission = tokens.new_nonce(), None  # the links of its letters open nothing
        place.needs, place.needs_erase_after = "", None
    for whole in db.session.scalars(select(SeriesRegistration).where(SeriesRegistration.participant_id == person.id)):
        whole.nonce, whole.submission = tokens.new_nonce(), None


def _scrub(person: Participant) -> None:
    person.name, person.name_key = "", f"#{person.id}"
    person.email, person.email_key = "", ""
    person.organization_name = ""
    person.erased_at = clock.now()
