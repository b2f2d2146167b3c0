"""What the registration form shows of its session, and the organizations it suggests."""

from dataclasses import dataclass, replace

from sqlalchemy import bindparam, func, select

from resal import clock
from resal.db import db
from resal.language import current, dates
from resal.language.typography import fold
from resal.models import Organization, Registration, TrainingSession
from resal.models.base import table_of
from resal.models.registration import SEATED
from resal.queries import line, occasions
from resal.queries.calendar_entries import session_path
from resal.queries.network import about
from resal.queries.remembered import remembered
from resal.queries.session_facts import cap_said

SUGGESTED = 300
WAYS = ("in person", "online")  # of a hybrid session
_PLACES = table_of(Registration).c
_COUNT = select(func.count()).where(
    _PLACES.training_session_id == bindparam("session"), _PLACES.state.in_(bindparam("states", expanding=True))
)
_COUNT_OF_MODE = _COUNT.where(_PLACES.mode == bindparam("mode"))


@dataclass(frozen=True)
class RegisteringPage:
    """A session as its form shows it."""

    id: int
    title: str
    title_lang: str | None
    href: str
    line: str
    weekday: str | None
    day: int | None
    month: str | None
    full: bool
    opens: str
    cancelled: bool
    reason: str
    hybrid: bool
    approval: bool
    reserved_to: str
    retention_months: int
    organizations: list[str]
    cap: str = ""
    policy: tuple[str, ...] = ()
    full_modes: tuple[str, ...] = ()


def of(session: TrainingSession, mode: str | None) -> RegisteringPage:
    """What to show of a session. `full`: no seat is left for this way of taking part; then, how its line moves.

    `full_modes`: of a hybrid session, the ways of taking part that are.
    """
    page, modes = remembered(("registering", session.id), lambda: _words(session)), full_modes(session)
    full = (mode in modes if mode else len(modes) == len(WAYS)) if page.hybrid else is_full(session, mode)
    policy = tuple(line.policy(session, clock.now())) if full else ()
    return replace(page, full=full, full_modes=modes, policy=policy)


def _words(session: TrainingSession) -> RegisteringPage:
    title = session.title.read(current())
    first = session.live_meetings[0].date if session.live_meetings else None
    return RegisteringPage(
        id=session.id, title=title.text, title_lang=None if title.language == current() else title.language,
        href=session_path(session, current()), line=occasions.line(session),
        weekday=dates.weekday_short(first) if first else None,
        day=first.day if first else None, month=dates.month_short(first) if first else None,
        full=False, cancelled=session.cancelled,
        opens=dates.moment_long(session.opens_at, session.timezone) if session.opens_at else "",
        reason=session.cancelled_reason.read(current()).text, hybrid=session.mode == "hybrid",
        approval=session.registration == "approval", reserved_to=_reserved_to(session),
        retention_months=about().retention_months,
        organizations=suggestions(), cap=cap_said(session.organization_cap) if session.organization_cap else "",
    )  # fmt: skip


def _reserved_to(session: TrainingSession) -> str:
    """The training whose participants alone are let in without asking, if there is one."""
    followed = session.follows if session.attended_only else None
    return followed.title.read(current()).text if followed else ""


def takes_others(session: TrainingSession) -> bool:
    """Whether anybody who reads of this session may register others, by an address without a secret."""
    return session.listed and session.registration_state(clock.now()) == "open"


def place_of_a_newcomer(session: TrainingSession, mode: str | None) -> int | None:
    """The place in line somebody new would get now; None when a seat is free."""
    if not is_full(session, mode):
        return None
    return _count(session, mode, ("waiting",)) + 1


def full_modes(session: TrainingSession) -> tuple[str, ...]:
    """The ways of taking part in a hybrid session for which no seat is left."""
    return tuple(one for one in WAYS if is_full(session, one)) if session.mode == "hybrid" else ()


def is_full(session: TrainingSession, mode: str | None) -> bool:
    """Whether no seat is left for this way of taking part; for none in particular, in any."""
    seats = session.seats(mode)
    if session.mode == "hybrid" and mode is None:
        return len(full_modes(session)) == len(WAYS)
    return seats is not None and _count(session, mode, SEATED) >= seats


def _count(session: TrainingSession, mode: str | None, states: tuple[str, ...]) -> int:
    counted = _COUNT_OF_MODE if session.mode == "hybrid" and mode else _COUNT
    return db.session.scalar(counted, {"session": session.id, "states": states, "mode": mode}) or 0


def suggestions() -> list[str]:
    """The organizations to choose from, by name."""
    return remembered("organizations", _public_names)


def _public_names() -> list[str]:
    """Public names only: shelters and the like are hidden."""
    rows = db.session.scalars(
        select(Organization.name)
        .where(Organization.hidden.is_(False), Organization.merged_into_id.is_(None))
        .order_by(Organization.id)
        .limit(SUGGESTED)
    )
    return sorted((name.read(current()).text for name in rows), key=fold)
