"""What a change to several sessions of a series would do to each, before anything is done."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from resal import clock
from resal.actions import Refusal
from resal.actions.registering.seats import check_capacity
from resal.actions.scheduling.dates import MeetingPlan, check, plans_of
from resal.language import gettext, lazy
from resal.models import TrainingSession
from resal.queries import series_order

SCOPES = ("one", "following", "all")
LONGEST = timedelta(hours=12)


@dataclass(frozen=True)
class SeriesChange:
    """What changes in each session; whatever is empty stays as it is, unless it is among the `emptied`.

    `days`: by how many to shift; hours are of the clock on the wall, whatever the season; `emptied`:
    "venue", "link", "instructions_fr", "instructions_en" or "leaders".
    """

    days: int = 0
    start: time | None = None
    end: time | None = None
    venue_id: int | None = None
    link: str = ""
    capacity: int | None = None
    capacity_online: int | None = None
    registration: str = ""
    instructions: dict[str, str] = field(default_factory=dict)
    leaders: Sequence[tuple[int, str]] = ()
    emptied: Sequence[str] = ()

    @property
    def anything(self) -> bool:
        return self != SeriesChange()

    @property
    def redates(self) -> bool:
        return bool(self.days or self.start or self.end)

    def venue_of(self, session: TrainingSession) -> int | None:
        """The id of the venue a session would have."""
        return None if "venue" in self.emptied else self.venue_id or session.venue_id

    def link_of(self, session: TrainingSession) -> str:
        return "" if "link" in self.emptied else self.link or session.link

    def instructions_of(self, session: TrainingSession) -> dict[str, str | None]:
        """The instructions a session would have, by language."""
        kept = {language: session.instructions[language] for language in session.instructions.languages()}
        written = {language: text for language, text in self.instructions.items() if text}
        return {
            language: text for language, text in {**kept, **written}.items()
            if f"instructions_{language}" not in self.emptied
        }  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One session: its dates as they would be, or why it stays as it is.

    `blocks`: nothing at all is done until that is corrected; else the session is only left out.
    """

    session: TrainingSession
    plans: list[MeetingPlan]
    reason: str = ""
    blocks: bool = False

    @property
    def acts(self) -> bool:
        return not self.reason


def plan(session: TrainingSession, scope: str, change: SeriesChange) -> list[Step]:
    """A step for each session meant, in the order of time. Nothing is written."""
    return [_step(row, change) for row in meant(session, scope)]


def meant(session: TrainingSession, scope: str) -> list[TrainingSession]:
    """This one, this one and those after it, or the whole series."""
    if scope == "one" or session.series_id is None:
        return [session]
    rows = series_order.by_date(session.series_id)
    place = next((place for place, row in enumerate(rows) if row.id == session.id), 0)
    return rows if scope == "all" else rows[place:]


def left_alone(session: TrainingSession) -> str:
    """Why a session is never touched with the others, or nothing."""
    if session.cancelled:
        return gettext("Elle est annulée : elle ne change pas.")
    if session.started(clock.now()):
        return gettext("Elle a déjà commencé : elle ne change pas.")
    return ""


def mark(rows: Sequence[TrainingSession]) -> str:
    """What was looked at: it differs once a session has changed, come or gone."""
    seen = ",".join(f"{row.id}.{row.revision}" for row in rows)
    return hashlib.sha256(seen.encode()).hexdigest()[:20]


def _step(session: TrainingSession, change: SeriesChange) -> Step:
    reason = left_alone(session)
    if reason:
        return Step(session, plans_of(session), reason)
    try:
        plans = _shifted(session, change)
        if seats(session, change) != (session.capacity, session.capacity_online):
            check_capacity(session, *seats(session, change))
        _refuse_nowhere(session, change)
    except Refusal as refusal:
        return Step(session, plans_of(session), str(refusal), blocks=True)
    return Step(session, plans)


def _refuse_nowhere(session: TrainingSession, change: SeriesChange) -> None:
    """Who registers must know where to go: what is published keeps a place or a link."""
    policy = change.registration or session.registration
    places = [change.venue_of(session), change.link_of(session), session.city]
    places += [meeting.venue_id or meeting.link for meeting in session.live_meetings]
    if change.emptied and session.published and policy != "none" and not any(places):
        raise Refusal(lazy("Il ne resterait ni lieu ni lien."))


def seats(session: TrainingSession, change: SeriesChange) -> tuple[int | None, int | None]:
    """How many seats there would be; those online belong to hybrid sessions alone."""
    online = change.capacity_online if session.mode == "hybrid" and change.capacity_online else session.capacity_online
    return change.capacity or session.capacity, online


def _shifted(session: TrainingSession, change: SeriesChange) -> list[MeetingPlan]:
    plans = [_moved(one, change) for one in plans_of(session)]
    if change.redates:
        check(plans, session.timezone)
    return plans


def _moved(one: MeetingPlan, change: SeriesChange) -> MeetingPlan:
    try:
        day = one.date + timedelta(days=change.days)
    except OverflowError:
        raise Refusal(lazy("Vérifiez l'année : cette date est à plus de cinq ans.")) from None
    start, end = change.start or one.start, change.end or one.end
    if change.start and not change.end and one.start and one.end:
        end = _later(change.start, _length(one.start, one.end))
    if start and end and _length(start, end) > LONGEST:
        raise Refusal(lazy("L'heure de fin doit suivre l'heure de début."))
    return replace(one, date=day, start=start, end=end)


def _length(start: time, end: time) -> timedelta:
    """On the wall; an end before its start is of the next day."""
    day = date(2000, 1, 1)
    return (datetime.combine(day, end) - datetime.combine(day, start)) % timedelta(days=1)


def _later(start: time, by: timedelta) -> time:
    return (datetime.combine(date(2000, 1, 1), start) + by).time()
