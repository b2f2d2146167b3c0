"""« Toutes mes places »: every place of one person, what is to be answered first, in as many statements for a
hundred as for one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from resal import clock
from resal.db import db
from resal.language import current, dates, gettext
from resal.models import Meeting, Participant, Registration, SeriesRegistration, TrainingSession
from resal.queries import line, occasions, space_attestations, time_spent, words
from resal.queries.attendance import STATUSES
from resal.queries.attestations import Standing
from resal.queries.occasions import When
from resal.queries.readings import Shown, shown
from resal.queries.series_seat_page import stands
from resal.queries.time_spent import Recorded

FIRST = 10  # past places shown at once; the others are one press away


@dataclass(frozen=True)
class Place:
    """One place. `nonce` makes the link of its own page; `until`: the end of an offer, in words; `called`: a seat
    may be there for the first who answers; `came`: what was noted at the door.
    """

    nonce: str
    title: Shown
    when: tuple[When, ...]
    where: str
    pill: str | None
    state: str
    live: bool
    changeable: bool
    dated: bool
    begun: bool
    until: str = ""
    called: bool = False
    series: Shown | None = None
    came: tuple[str, ...] = ()
    attestation: Standing | None = None


@dataclass(frozen=True)
class Whole:
    """A series that somebody comes to whole; `nonce` makes the link of its page."""

    nonce: str
    title: Shown


@dataclass(frozen=True)
class Space:
    """`answers`: offers, soonest end first; `coming` in order of time, `past` the latest first; `left`: given up,
    or refused, of sessions still to come; `wholes`: the series.
    """

    answers: tuple[Place, ...]
    coming: tuple[Place, ...]
    past: tuple[Place, ...]
    left: tuple[Place, ...]
    wholes: tuple[Whole, ...]

    @property
    def empty(self) -> bool:
        return not (self.answers or self.coming or self.past or self.left or self.wholes)


def of_participant(participant: Participant) -> Space:
    """All that this person has here."""
    rows, now = _rows(participant), clock.now()
    recorded = time_spent.recorded(participant.id) if rows else []
    over = [row.Registration for row in rows if row.Registration.training_session.over(now)]
    standings = space_attestations.of_places(over, recorded)
    came = _came(recorded)
    pairs = [(row.Registration, _place(row, came, standings, now)) for row in rows]
    past = [(one, place) for one, place in pairs if one.training_session.over(now)]
    coming = [(one, place) for one, place in pairs if not one.training_session.over(now) and one.live]
    waiting = [one for one in coming if one[1].until or one[1].called]
    return Space(
        answers=_sorted(waiting, lambda one: (one.offered_until or now, one.id)),
        coming=_sorted([pair for pair in coming if pair not in waiting], _begins),
        past=_sorted([pair for pair in past if pair[0].live], _ended, latest=True),
        left=_sorted([pair for pair in pairs if pair not in coming and pair not in past], _begins),
        wholes=_wholes(rows),
    )  # fmt: skip


def _rows(participant: Participant) -> Sequence[Any]:
    """The place in each session that lives, else the last one, with its rank in line and its series."""
    once: dict[int, Any] = {}
    for row in sorted(db.session.execute(_places(participant.id)).unique(), key=lambda row: not row.Registration.live):
        once.setdefault(row.Registration.training_session_id, row)
    return list(once.values())


def _places(participant_id: int) -> Select[*tuple[Any, ...]]:
    session = joinedload(Registration.training_session)
    whole = and_(
        SeriesRegistration.id == Registration.series_registration_id, SeriesRegistration.withdrawn_at.is_(None)
    )
    return (
        select(Registration, _rank().label("rank"), SeriesRegistration.nonce.label("whole"))
        .outerjoin(SeriesRegistration, whole)
        .where(Registration.participant_id == participant_id)
        .options(
            session.joinedload(TrainingSession.venue), session.joinedload(TrainingSession.series),
            session.joinedload(TrainingSession.meetings).joinedload(Meeting.venue),
        )
        .order_by(Registration.id.desc())
    )  # fmt: skip


def _rank() -> Any:
    """The place in line, as `line.position` counts it."""
    other = aliased(Registration)
    hybrid = select(TrainingSession.id).where(
        TrainingSession.id == other.training_session_id, TrainingSession.mode == "hybrid"
    )
    return (
        select(func.count(other.id))
        .where(
            other.training_session_id == Registration.training_session_id, other.state == "waiting",
            other.arrival <= Registration.arrival, or_(~hybrid.exists(), other.mode == Registration.mode),
        )
        .correlate(Registration)
        .scalar_subquery()
    )  # fmt: skip


def _place(row: Any, came: Mapping[int, tuple[str, ...]], standings: Mapping[int, Standing], now: datetime) -> Place:
    one: Registration = row.Registration
    session = one.training_session
    pill, state = stands(session, one.state, row.rank if one.state == "waiting" else None, now)
    standing = standings.get(one.id)
    to_come = not session.cancelled and not session.started(now)
    offered = to_come and one.state == "offered" and one.offered_until is not None
    return Place(
        nonce=one.nonce, title=title_of(session), when=tuple(occasions.when(session)),
        where=", ".join(occasions.where(session, one.mode if session.mode == "hybrid" else None)[:1]),
        pill=pill, state=state, live=one.live, dated=bool(session.live_meetings), begun=session.started(now),
        changeable=one.live and not session.cancelled and not session.over(now),
        until=line.said(one.offered_until, session) if offered and one.offered_until else "",
        called=to_come and one.state == "waiting" and one.called_at is not None
        and line.phase(session, now) == "first come",
        series=_series(session), came=came.get(one.id, ()), attestation=standing,
    )  # fmt: skip


def title_of(session: TrainingSession) -> Shown:
    """Of a confidential session nothing that would tell its theme to who looks over a shoulder."""
    return Shown(gettext("Espace clinique")) if session.visibility == "confidential" else shown(session.title)


def _series(session: TrainingSession) -> Shown | None:
    if session.series is None or session.visibility == "confidential":
        return None
    return shown(session.series.title)


def _came(recorded: Sequence[Recorded]) -> dict[int, tuple[str, ...]]:
    """What the door noted of each place, a line a date; by registration."""
    found: dict[int, tuple[str, ...]] = {}
    for one in recorded:
        said = gettext("%(day)s : %(status)s", day=_day(one), status=words.word(STATUSES, one.status).lower())
        found[one.registration_id] = (*found.get(one.registration_id, ()), said)
    return found


def _day(one: Recorded) -> str:
    return dates.day_medium(one.part.day, current())


def _wholes(rows: Sequence[Any]) -> tuple[Whole, ...]:
    found: dict[str, Whole] = {}
    for row in rows:
        if row.whole and row.Registration.training_session.series is not None:
            found.setdefault(row.whole, Whole(row.whole, shown(row.Registration.training_session.series.title)))
    return tuple(found.values())


def _begins(one: Registration) -> tuple[bool, float, int]:
    """Without a date comes after all that has one."""
    starts = one.training_session.starts_at
    return starts is None, starts.timestamp() if starts else 0, one.id


def _ended(one: Registration) -> tuple[date, int]:
    """The day it ended, or the last one of what its words name."""
    session = one.training_session
    return (session.ends_at.date() if session.ends_at else session.date_known_until) or date.min, one.id


def _sorted(pairs: Sequence[tuple[Registration, Place]], key: Any, latest: bool = False) -> tuple[Place, ...]:
    return tuple(place for _one, place in sorted(pairs, key=lambda pair: key(pair[0]), reverse=latest))
