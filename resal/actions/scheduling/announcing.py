"""What everybody learns of: publishing, moving, cancelling, and taking it back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from resal import clock
from resal.actions import Actor, Refusal
from resal.actions.journal import note
from resal.actions.registering.seats import promote
from resal.actions.revising import revise
from resal.actions.scheduling.dates import MeetingPlan, place, plans_of, reread_venues
from resal.actions.scheduling.drafting import refuse_older
from resal.actions.scheduling.telling import concerned, tell, tell_of_move
from resal.db import hold, transaction
from resal.language import lazy
from resal.letters import owing
from resal.models import TrainingSession, localized

SILENT = timedelta(minutes=15)  # a shorter shift may be kept to oneself


def missing(session: TrainingSession) -> tuple[list[str], list[str]]:
    """What stands in the way of publishing, and what is only asked for: French source sentences."""
    return (
        [words for lacks, words in _needed(session) if lacks],
        [words for lacks, words in _wanted(session) if lacks],
    )


@transaction
def publish(session: TrainingSession, actor: Actor) -> TrainingSession:
    """Show a session to everybody. Raises `Refusal` while something that must be there is missing."""
    hold(session)
    hard, _ = missing(session)
    if hard:
        raise Refusal(lazy("Il manque encore quelque chose avant de publier."))
    if not session.published:
        session.published_at, session.published_by_id = clock.now(), actor.account_id
        session.unpublished_at = None
        _changed(session, actor, "session.published")
    return session


@transaction
def unpublish(session: TrainingSession, actor: Actor) -> TrainingSession:
    """Back to a draft; calendars show it cancelled for thirty days. Refused once people registered."""
    hold(session)
    if concerned(session):
        raise Refusal(lazy("Des personnes sont inscrites : annulez plutôt la rencontre, elles seront prévenues."))
    if session.published:
        session.published_at, session.unpublished_at = None, clock.now()
        _changed(session, actor, "session.unpublished")
    return session


@transaction
def reschedule(
    session: TrainingSession,
    meetings: Sequence[MeetingPlan],
    venue_id: int | None,
    link: str,
    revision: int,
    actor: Actor,
    silently: bool = False,
) -> TrainingSession:
    """Move a session in time or place; whoever has a seat or waits keeps it and is told.

    Raises `Refusal` for a cancelled session, hours that make no sense, an older form, or a change
    that is too great to be made silently.
    """
    hold(session)
    refuse_older(session, revision)
    if session.cancelled:
        raise Refusal(lazy("Cette rencontre est annulée : rétablissez-la d'abord."))
    if silently and concerned(session) and not may_be_silent(session, meetings, venue_id, link):
        raise Refusal(lazy("Un changement de quinze minutes ou plus se dit aux personnes inscrites."))
    before = owing.occasion(session)
    start = session.starts_at
    session.venue_id, session.link = venue_id, link
    place(session, meetings)
    reread_venues(session)
    session.place_in_time()
    if start != session.starts_at:
        session.moved_at, session.moved_from = clock.now(), start
    _changed(session, actor, "session.moved")
    if not silently:
        tell_of_move(session, before, actor)
    promote(session)
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
        _changed(session, actor, "session.cancelled")
        tell(session, "cancelled", actor, reason=dict(session.cancelled_reason))
    return session


@transaction
def restore(session: TrainingSession, actor: Actor) -> TrainingSession:
    """Take a cancellation back, everybody being told; the seats are as they were."""
    hold(session)
    if session.cancelled:
        session.cancelled_at, session.cancelled_by_id = None, None
        session.cancelled_reason = localized({})
        _changed(session, actor, "session.restored")
        tell(session, "restored", actor)
        promote(session)
    return session


def told_of_change(session: TrainingSession) -> int:
    """How many people a move or a cancellation would be told to."""
    return len(concerned(session))


def may_be_silent(session: TrainingSession, meetings: Sequence[MeetingPlan], venue_id: int | None, link: str) -> bool:
    """Whether so small a change may be made without a letter: under a quarter of an hour, nothing else."""
    standing = plans_of(session)
    if (venue_id, link) != (session.venue_id, session.link) or len(standing) != len(meetings):
        return False
    return all(_is_slight(then, now) for then, now in zip(standing, meetings, strict=True))


def _changed(session: TrainingSession, actor: Actor, deed: str) -> None:
    session.revision += 1
    revise([session])
    note(actor, deed, session)


def _is_slight(then: MeetingPlan, now: MeetingPlan) -> bool:
    if replace(then, start=None, end=None) != replace(now, start=None, end=None):
        return False
    return all(_close(*hours) for hours in ((then.start, now.start), (then.end, now.end)))


def _close(then: time | None, now: time | None) -> bool:
    if then is None or now is None:
        return then == now
    return abs(datetime.combine(date.min, then) - datetime.combine(date.min, now)) < SILENT


def _needed(session: TrainingSession) -> list[tuple[bool, str]]:
    registers = session.registration != "none"
    places = [session.venue_id, session.city, session.link, *(m.venue_id or m.link for m in session.live_meetings)]
    words_for_the_date = session.date_known_as.in_language("fr")
    online, hybrid = session.mode == "online", session.mode == "hybrid"
    return [
        (not session.title.in_language("fr"), lazy("le titre en français")),
        (not session.live_meetings and not words_for_the_date, lazy("une date, ou les mots pour la dire")),
        (registers and not any(places), lazy("un lieu ou un lien")),
        (registers and not online and not session.capacity, lazy("le nombre de places")),
        (registers and online and not session.capacity, lazy("le nombre de places en ligne")),
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
