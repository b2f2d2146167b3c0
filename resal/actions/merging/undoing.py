"""A merge that was a mistake: everything goes back where it was, but for what has changed since."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select, update

from resal import clock
from resal.actions import Actor, Refusal, answering
from resal.actions.journal import note
from resal.actions.merging.holding import hold_sessions
from resal.actions.merging.ledger import put_back
from resal.actions.people import on_its_way
from resal.actions.registering.doubles import give_back
from resal.actions.registering.enrolling import enrol
from resal.actions.registering.promoting import promote
from resal.db import db, hold, hold_all, transaction
from resal.language import lazy
from resal.models import Merge, Organization, Participant, Registration, Series, SeriesRegistration, TrainingSession

PAIR = ("name_key", "email_key")


@transaction
def undo(merge: Merge, actor: Actor) -> Merge:
    """Put all back as it was; `left` of the merge then names what could not be, and why. Twice is once.

    Raises `Refusal` once the thirty days have passed, or while a later merge rests on this one.
    """
    series, sessions = _hold(merge)
    if merge.undone_at is not None:
        return merge
    _refuse(merge)
    seats = [line["seat"] for line in merge.record if "seat" in line]
    left = put_back(merge.record, lambda id_, before: give_back(db.session.get_one(Registration, id_), before, actor))
    merge.undone_at, merge.undone_by_id, merge.left, merge.record = clock.now(), actor.account_id, left, []
    note(actor, "merge.undone", db.session.get(Organization, merge.kept_id) if merge.kind == "organization" else merge)
    _settle(series, sessions, seats)
    return merge


@transaction
def forget_old() -> int:
    """Empty the records whose thirty days have passed: nobody can undo these any more. Returns how many."""
    over = select(Merge.id).where(Merge.undo_until <= clock.now(), Merge.undone_at.is_(None))
    due = [row.id for row in hold_all(Merge, db.session.scalars(over).all()) if row.record]
    if due:
        db.session.execute(update(Merge).where(Merge.id.in_(due)).values(record=[]))
    return len(due)


def _hold(merge: Merge) -> tuple[list[Series], list[TrainingSession]]:
    """As merging holds: series, sessions, then the rows themselves."""
    wholes = select(SeriesRegistration.series_id).where(SeriesRegistration.id.in_(_ids(merge, "series_registrations")))
    series = hold_all(Series, db.session.scalars(wholes).all())
    places = [*_ids(merge, "registrations"), *(line["seat"] for line in merge.record if "seat" in line)]
    theirs = select(Registration.training_session_id).where(Registration.id.in_(places))
    sessions = hold_sessions(*db.session.scalars(theirs).all())
    hold_all(Organization if merge.kind == "organization" else Participant, (merge.kept_id, merge.gone_id))
    hold_all(Registration, places)
    hold(merge)
    return series, sessions


def _refuse(merge: Merge) -> None:
    if not merge.may_be_undone(clock.now()):
        raise Refusal(lazy("Les 30 jours sont passés : cette réunion ne se défait plus."))
    both = (merge.kept_id, merge.gone_id)
    later = select(Merge.id).where(
        Merge.kind == merge.kind, Merge.id > merge.id, Merge.undone_at.is_(None),
        or_(Merge.kept_id.in_(both), Merge.gone_id.in_(both)),
    )  # fmt: skip
    if db.session.scalar(later.limit(1)) is not None:
        raise Refusal(lazy("Une réunion plus récente touche les mêmes fiches : défaites-la d'abord."))
    model = Organization if merge.kind == "organization" else Participant
    if any(db.session.get(model, id_) is None for id_ in both):
        raise Refusal(lazy("Une des deux fiches n'existe plus : il n'y a plus rien à défaire."))
    _refuse_when_taken(merge)


def _refuse_when_taken(merge: Merge) -> None:
    """Whether somebody new bears the name and address that one of them would get back."""
    lines = [line for line in merge.record if line.get("set") == "participants" and set(PAIR) & set(line["before"])]
    before: dict[int, dict[str, Any]] = {}
    for line in lines:
        for id_ in line["ids"]:
            before[id_] = line["before"] | before.get(id_, {})
    for id_, values in before.items():
        person = db.session.get_one(Participant, id_)
        name, email = (values.get(column, getattr(person, column)) for column in PAIR)
        bearers = select(Participant.id).where(Participant.name_key == name, Participant.email_key == email)
        if email != on_its_way(person) and set(db.session.scalars(bearers)) - set(before):
            raise Refusal(lazy("Une autre personne porte maintenant ce nom et ce courriel : rien n'est défait."))


def _settle(series: Iterable[Series], sessions: Iterable[TrainingSession], seats: Iterable[int]) -> None:
    """Choices that filled up meanwhile are given up; who follows a series has a place in what opened since."""
    given = db.session.scalars(select(Registration).where(Registration.id.in_(seats))).all()
    for registration in given:
        if registration.live:
            answering.give_back(registration)
    touched, of = {registration.training_session_id for registration in given}, {one.id for one in series}
    for session in sessions:
        if session.series_id in of:
            enrol(session)
        if session.id in touched:
            promote(session)


def _ids(merge: Merge, table: str) -> list[int]:
    return [id_ for line in merge.record if line.get("set") == table for id_ in line["ids"]]
