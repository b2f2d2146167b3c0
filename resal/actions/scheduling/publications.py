"""What a session was on the day it was shown, and announcing how it has changed since."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from resal import clock
from resal.actions import Actor, Refusal
from resal.actions.delaying import owe_later
from resal.actions.journal import note
from resal.actions.people import email_key, name_key
from resal.actions.scheduling.drafting import refuse_older
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.letters import owing
from resal.models import Facilitator, Letter, Participant, Publication, Registration, TrainingSession, localized
from resal.models.registration import LIVE
from resal.queries.publications import Plain, content, differences, last, people_of


def show(session: TrainingSession, actor: Actor) -> None:
    """Keep what everybody reads from now on, without telling of any change: the session is published."""
    db.session.flush()
    _cut(session, content(session), [], {}, actor)


def keep_what_was_shown(session: TrainingSession, actor: Actor) -> None:
    """Before a change: keep what a session published otherwise (imported) has shown so far."""
    if session.published and last(session) is None:
        show(session, actor)


@transaction
def announce(
    session: TrainingSession,
    comment: Mapping[str, str],
    revision: int,
    actor: Actor,
    tell_registered: bool = False,
    tell_leaders: bool = False,
) -> Publication:
    """Say publicly what has changed since the last time, and write to those it concerns, if wanted.

    Raises `Refusal` when nothing has, when the session is not public, or for an older page.
    """
    hold(session)
    refuse_older(session, revision)
    before = last(session)
    after = content(session)
    changes = differences(before.content, after) if before else []
    if not session.published or session.cancelled:
        raise Refusal(lazy("Seule une rencontre publiée annonce ses changements."))
    if not changes:
        raise Refusal(lazy("Rien n'a changé depuis la dernière annonce."))
    session.revision += 1
    publication = _cut(session, after, changes, comment, actor)
    _tell(session, publication, tell_registered, tell_leaders, actor)
    note(actor, "session.changes_announced", session)
    return publication


def registered(session: TrainingSession) -> Sequence[Registration]:
    """Whoever has a seat or a place in line, but the invented ones."""
    living = (
        select(Registration)
        .join(Registration.participant)
        .where(
            Registration.training_session_id == session.id, Registration.state.in_(LIVE),
            ~Participant.example, Participant.erased_at.is_(None),
        )
        .options(joinedload(Registration.participant))
    )  # fmt: skip
    return db.session.scalars(living.order_by(Registration.arrival)).all()


def touched(changes: Sequence[Plain]) -> Sequence[Facilitator]:
    """The leaders of the lines that changed whom we can write to."""
    ids = {id_ for change in changes for id_ in people_of(change)}
    reachable = select(Facilitator).where(Facilitator.id.in_(ids), Facilitator.email != "", ~Facilitator.example)
    return db.session.scalars(reachable.order_by(Facilitator.id)).all() if ids else []


def _in_letters(session: TrainingSession, comment: Mapping[str, str]) -> dict[str, str]:
    """The word of explanation as letters carry it: of a confidential session they tell nothing."""
    return {} if session.visibility == "confidential" else dict(comment)


def how_many(people: Sequence[Registration], leaders: Sequence[Facilitator]) -> int:
    """How many letters go to these: one to whoever is registered, and one to whoever leads from elsewhere."""
    told = {email_key(one.participant.email) for one in people}
    return len(people) + sum(email_key(one.email) not in told for one in leaders)


def _cut(
    session: TrainingSession, shown: Plain, changes: list[Plain], comment: Mapping[str, str], actor: Actor
) -> Publication:
    before = last(session)
    publication = Publication(
        training_session_id=session.id, number=before.number + 1 if before else 1, at=clock.now(),
        by_id=actor.account_id, comment=localized(dict(comment)), content=shown, changes=changes,
    )  # fmt: skip
    db.session.add(publication)
    return publication


def _tell(session: TrainingSession, publication: Publication, everybody: bool, leaders: bool, actor: Actor) -> None:
    """One letter to an address: who is registered and leads too has that of all changes, with their seat."""
    comment, changes = _in_letters(session, publication.comment), publication.changes
    people = registered(session) if everybody else ()
    letters = owing.for_everybody("changed", session, people, reason=comment, changes=changes)
    for person in touched(changes) if leaders else ():
        same = _theirs(letters, person)
        if same is not None:
            same.facts = {**same.facts, "also_leads": True}
        else:
            own = [change for change in changes if person.id in people_of(change)]
            letters.append(owing.for_facilitator("changed", session, person, reason=comment, changes=own))
    owe_later(session, "changed", letters, actor)


def _theirs(letters: Sequence[Letter], person: Facilitator) -> Letter | None:
    """The letter to the seat of somebody who leads; where several share an address, that of their name."""
    same = [one for one in letters if one.registration and email_key(one.to_email) == email_key(person.email)]
    return next((one for one in same if name_key(one.to_name) == name_key(person.name)), same[0] if same else None)
