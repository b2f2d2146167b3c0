"""Changing or cancelling several sessions of a series at once: all of it, or nothing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from resal import clock
from resal.actions import Actor, Refusal
from resal.actions.journal import note
from resal.actions.registering.enrolling import enrol
from resal.actions.registering.seats import promote, set_capacity
from resal.actions.revising import revise
from resal.actions.scheduling.dates import redate
from resal.actions.scheduling.drafting import write_leaders
from resal.actions.scheduling.series_plan import SeriesChange, Step, left_alone, mark, meant, plan, seats
from resal.actions.scheduling.telling import DELAY
from resal.db import db, hold, transaction
from resal.language import current, lazy
from resal.letters import owing, owing_series
from resal.letters.occasions import Occasion
from resal.models import Announcement, Registration, Series, SeriesRegistration, TrainingSession, localized
from resal.models.registration import LIVE


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
    before = {row.id: (owing.occasion(row), _links(row)) for row in rows}
    for step in steps:
        if step.acts:
            _write(step, change)
    _changed(rows, "session.moved" if change.days or change.start or change.end else "session.edited", actor)
    told = _told(rows, before) if tell else {}
    announcement = _announce(series, "series_changed", told, actor, {}, moved="moved" if change.days else "changed")
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
    told: dict[int, Occasion | None] = {row.id: None for row in rows if row.published}
    return _announce(series, "series_cancelled", told, actor, reason, moved="cancelled")


def people_told(rows: Sequence[TrainingSession]) -> int:
    """How many people have a place in one of these sessions: each would have one letter."""
    return len({place.participant_id for place in _places([row.id for row in rows if row.published])})


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
    session.venue_id = change.venue_id or session.venue_id
    session.link = change.link or session.link
    session.registration = change.registration or session.registration
    if any(change.instructions.values()):
        written = {language: text for language, text in change.instructions.items() if text}
        kept = {language: session.instructions[language] for language in session.instructions.languages()}
        session.instructions = localized({**kept, **written}, session.instructions)
    if change.leaders:
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


def _links(session: TrainingSession) -> list[str]:
    return [session.link, *(meeting.link for meeting in session.live_meetings)]


def _told(
    rows: Sequence[TrainingSession], before: Mapping[int, tuple[Occasion, list[str]]]
) -> dict[int, Occasion | None]:
    """The sessions whose people are told, with the occasion before: those whose date, place or link changed."""
    then = {row.id: before[row.id] for row in rows if row.published}
    return {
        row.id: then[row.id][0] for row in rows if row.id in then and then[row.id] != (owing.occasion(row), _links(row))
    }


def _announce(
    series: Series, kind: str, told: Mapping[int, Occasion | None], actor: Actor, reason: Mapping[str, str], moved: str
) -> Announcement | None:
    """One letter to each person, of all that is theirs, on its way in a quarter of an hour."""
    theirs = defaultdict(list)
    for registration in _places(list(told)):
        theirs[registration.participant_id].append(registration)
    if not theirs:
        return None
    now = clock.now()
    announcement = Announcement(
        kind=moved, series_id=series.id, made_at=now, made_by_id=actor.account_id, leaves_at=now + DELAY
    )
    db.session.add(announcement)
    db.session.flush()
    wholes = {whole.participant_id: whole for whole in _wholes(series)}
    before = {id_: occasion for id_, occasion in told.items() if occasion}
    db.session.add_all(
        owing_series.for_change(kind, announcement, series, places, whole=wholes.get(id_), before=before, reason=reason)
        for id_, places in theirs.items()
    )
    return announcement


def _places(session_ids: Sequence[int]) -> Sequence[Registration]:
    living = select(Registration).where(
        Registration.training_session_id.in_(session_ids), Registration.state.in_(LIVE)
    ).options(joinedload(Registration.participant), joinedload(Registration.training_session))  # fmt: skip
    return db.session.scalars(living.order_by(Registration.id)).all()


def _wholes(series: Series) -> Sequence[SeriesRegistration]:
    living = select(SeriesRegistration).where(
        SeriesRegistration.series_id == series.id, SeriesRegistration.withdrawn_at.is_(None)
    )
    return db.session.scalars(living).all()
