"""Showing a session to everybody, now or at a planned hour, and taking it back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from resal import clock
from resal.actions import SYSTEM, Actor, Refusal, informing
from resal.actions.delaying import take_back
from resal.actions.journal import note
from resal.actions.registering.enrolling import enrol, hold_in_series
from resal.actions.revising import changed
from resal.actions.scheduling import publications
from resal.actions.scheduling.recurring import FURTHEST
from resal.actions.scheduling.telling import concerned
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.models import TrainingSession


def missing(session: TrainingSession) -> tuple[list[str], list[str]]:
    """What stands in the way of publishing, and what is only asked for: French source sentences."""
    return (
        [words for lacks, words in _needed(session) if lacks],
        [words for lacks, words in _wanted(session) if lacks],
    )


@transaction
def publish(session: TrainingSession, actor: Actor, announce: bool = False) -> TrainingSession:
    """Show a session to everybody; whoever comes to its whole series has a place in it.

    `announce`: write to those who asked for its theme or borough. Raises `Refusal` while something that
    must be there is missing.
    """
    hold_in_series(session)
    _refuse_unready(session)
    if not session.published:
        _show(session, actor, announce)
    return session


@transaction
def plan_publication(session: TrainingSession, at: datetime, actor: Actor, announce: bool = False) -> TrainingSession:
    """Publish later by itself, at an instant to come; `announce`: write then to those who asked for such a session.

    Raises `Refusal` for an instant that is past or absurd.
    """
    hold(session)
    _refuse_unready(session)
    now = clock.now()
    if session.published:
        raise Refusal(lazy("Cette rencontre est déjà publiée."))
    if not now < at <= now + FURTHEST:
        raise Refusal(lazy("Choisissez un moment à venir, dans les cinq ans."), field="publish_at")
    session.publish_at, session.publish_announces = at, announce
    note(actor, "session.scheduled", session)
    return session


@transaction
def forget_publication(session: TrainingSession, actor: Actor) -> TrainingSession:
    """It will not be published by itself any more."""
    hold(session)
    if session.publish_at is not None:
        session.publish_at, session.publish_announces = None, False
        note(actor, "session.unscheduled", session)
    return session


def due_publications() -> Sequence[int]:
    """The ids of the drafts that were to be published by now."""
    due = select(TrainingSession.id).where(TrainingSession.publish_at <= clock.now())
    return db.session.scalars(due.order_by(TrainingSession.publish_at, TrainingSession.id)).all()


@transaction
def publish_planned(id_: int) -> bool:
    """Publish a draft whose hour has come, once whoever calls; False when there is nothing to do any more.

    What has come to lack something meanwhile stays a draft, and the journal says so.
    """
    session = db.session.get(TrainingSession, id_)
    if session is None:
        return False
    hold_in_series(session)
    if session.publish_at is None or session.publish_at > clock.now():
        return False  # somebody else was quicker, or changed their mind
    announce = session.publish_announces
    session.publish_at, session.publish_announces = None, False
    if session.published:
        return False
    hard, _ = missing(session)
    if hard:
        note(SYSTEM, "session.not_published", session)
        return False
    _show(session, SYSTEM, announce)
    return True


@transaction
def unpublish(session: TrainingSession, actor: Actor) -> TrainingSession:
    """Back to a draft; calendars show it cancelled for thirty days. Refused once people registered.

    Whoever was about to be told of it is not.
    """
    hold(session)
    if concerned(session):
        raise Refusal(lazy("Des personnes sont inscrites : annulez plutôt la rencontre, elles seront prévenues."))
    if session.published:
        session.published_at, session.unpublished_at = None, clock.now()
        changed(session, actor, "session.unpublished")
        take_back(session)
    return session


def _show(session: TrainingSession, actor: Actor, announce: bool = False) -> None:
    session.published_at, session.published_by_id = clock.now(), actor.account_id
    session.unpublished_at = session.publish_at = None
    session.publish_announces = False
    changed(session, actor, "session.published")
    publications.show(session, actor)
    informing.of_publication(session, actor, announce)
    enrol(session)


def _refuse_unready(session: TrainingSession) -> None:
    hard, _ = missing(session)
    if hard:
        raise Refusal(lazy("Il manque encore quelque chose avant de publier."))


def _needed(session: TrainingSession) -> list[tuple[bool, str]]:
    registers = session.registration != "none"
    places = [session.venue_id, session.city, session.link, *(m.venue_id or m.link for m in session.live_meetings)]
    words_for_the_date = session.date_known_as.in_language("fr")
    hybrid = session.mode == "hybrid"
    return [
        (not session.title.in_language("fr"), lazy("le titre en français")),
        (not session.live_meetings and not words_for_the_date, lazy("une date, ou les mots pour la dire")),
        (registers and not any(places), lazy("un lieu ou un lien")),
        (registers and not session.capacity, lazy("le nombre de places")),
        (registers and hybrid and not session.capacity_online, lazy("le nombre de places en ligne")),
    ]


def _wanted(session: TrainingSession) -> list[tuple[bool, str]]:
    summary = session.summary
    untranslated = summary.status("fr") == "current" and summary.status("en") != "current"
    return [
        (session.title.status("en") != "current", lazy("le titre en anglais")),
        (summary.status("fr") == "missing", lazy("un résumé")),
        (untranslated, lazy("la version anglaise du résumé")),
        (not session.facilitations, lazy("l'animation")),
        (session.venue is not None and not session.venue.access, lazy("l'accessibilité du lieu")),
    ]
