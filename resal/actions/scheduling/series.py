"""Changing or cancelling several sessions of a series at once: all of it, or nothing."""

from collections.abc import Mapping, Sequence

from resal import clock
from resal.actions import Actor, Refusal
from resal.actions.journal import note
from resal.actions.registering.enrolling import enrol
from resal.actions.registering.promoting import promote
from resal.actions.registering.seats import set_capacity
from resal.actions.revising import revise
from resal.actions.scheduling.dates import redate
from resal.actions.scheduling.drafting import write_leaders
from resal.actions.scheduling.series_plan import SeriesChange, Step, left_alone, mark, meant, plan, seats
from resal.actions.scheduling.telling_moves import Telling, tell_of_several
from resal.db import hold, transaction
from resal.language import current, lazy
from resal.letters import owing
from resal.letters.occasions import Occasion
from resal.models import Announcement, Series, TrainingSession, localized


@transaction
def change_several(
    session: TrainingSession, scope: str, change: SeriesChange, seen: str, actor: Actor, tell: bool = True
) -> Announcement | None:
    """Do to each session meant what `plan` showed; one letter to each person whose dates, place or link change.

    `seen`: the `mark` of what was looked at. Raises `Refusal`, and nothing is done, when that has
    changed since, or when one session cannot follow. Returns what leaves in a quarter of an hour.
    """
    series = _hold(session, scope)
    steps = plan(session, scope, change)
    _refuse_changed([step.session for step in steps], seen)
    _refuse_blocked(steps)
    rows = [step.session for step in steps if step.acts]
    if not rows or not change.anything:
        raise Refusal(lazy("Rien ne change : choisissez ce qui doit changer."))
    before = {row.id: owing.occasion(row) for row in rows}
    for step in steps:
        if step.acts:
            _write(step, change)
    _changed(rows, "session.moved" if change.redates else "session.edited", actor)
    told = _told(rows, before) if tell else {}
    telling = Telling("series_changed", told, "moved" if change.days else "changed", {})
    announcement = tell_of_several(series, telling, actor)
    for row in rows:
        promote(row)
        enrol(row)
    return announcement


@transaction
def cancel_several(
    session: TrainingSession, scope: str, reason: dict[str, str], seen: str, actor: Actor
) -> Announcement | None:
    """Cancel each session meant that is still to come; one letter to each person, naming theirs."""
    series = _hold(session, scope)
    if not localized(dict(reason)).in_language("fr"):
        raise Refusal(lazy("Dites pourquoi : les personnes inscrites le liront."), field="reason_fr")
    every = meant(session, scope)
    _refuse_changed(every, seen)
    rows = [row for row in every if not left_alone(row)]
    if not rows:
        raise Refusal(lazy("Il n'y a plus rien à annuler."))
    for row in rows:
        row.cancelled_at, row.cancelled_by_id = clock.now(), actor.account_id
        row.cancelled_reason = localized(dict(reason))
    _changed(rows, "session.cancelled", actor)
    told = {row.id: owing.occasion(row) for row in rows if row.published}
    return tell_of_several(series, Telling("series_cancelled", told, "cancelled", reason), actor)


def _hold(session: TrainingSession, scope: str) -> Series:
    """The series, then the sessions meant in the order of their ids, all read afresh."""
    series = session.series
    if series is None:
        raise Refusal(lazy("Cette rencontre n'est plus dans une série."))
    hold(series)
    for row in sorted(meant(session, scope), key=lambda row: row.id):
        hold(row)
    return series


def _refuse_changed(rows: Sequence[TrainingSession], seen: str) -> None:
    if mark(rows) != seen:
        raise Refusal(lazy("La série a changé pendant que vous regardiez. Regardez de nouveau, puis confirmez."))


def _refuse_blocked(steps: Sequence[Step]) -> None:
    for step in steps:
        if step.blocks:
            title = step.session.title.read(current()).text
            raise Refusal(lazy("« %(title)s » : %(reason)s"), title=title, reason=step.reason)


def _write(step: Step, change: SeriesChange) -> None:
    session = step.session
    session.venue_id, session.link = change.venue_of(session), change.link_of(session)
    session.registration = change.registration or session.registration
    session.instructions = localized(change.instructions_of(session), session.instructions)
    if change.leaders or "leaders" in change.emptied:
        write_leaders(session, change.leaders)
    if seats(session, change) != (session.capacity, session.capacity_online):
        set_capacity(session, *seats(session, change))
    redate(session, step.plans)


def _changed(rows: Sequence[TrainingSession], deed: str, actor: Actor) -> None:
    for row in rows:
        row.revision += 1
    revise(rows)
    for row in rows:
        note(actor, deed, row)


def _told(rows: Sequence[TrainingSession], before: Mapping[int, Occasion]) -> dict[int, Occasion]:
    """The sessions whose people are told, with the occasion before: those whose date, place or link changed."""
    return {row.id: before[row.id] for row in rows if row.published and before[row.id] != owing.occasion(row)}
