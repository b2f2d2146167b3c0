"""Where a session stands for whoever would like to come: one word, and how it is said."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from resal.language import dates, gettext, ngettext
from resal.models import TrainingSession
from resal.queries.seats import Seats

FEW = 5


@dataclass(frozen=True)
class Standing:
    """`code`: draft, cancelled, over, none, soon, undated, closed, invitation, full, few or open.

    `pill` is that in words (None when there is nothing to say), `kind` the colour of the pill.
    `moved`: it was announced at another time, and is still to come.
    """

    code: str
    kind: str | None = None
    pill: str | None = None
    moved: bool = False

    @property
    def registrable(self) -> bool:
        """Whether the form gives a seat, or a place in line."""
        return self.code in ("open", "few", "full")


def standing(session: TrainingSession, seats: Seats, now: datetime) -> Standing:
    """Where this session stands; `seats` are all its seats together."""
    if not session.published:
        return Standing("draft", None, gettext("Brouillon"))
    if session.cancelled:
        return Standing("cancelled", "off", gettext("Annulée"))
    if session.over(now):
        return Standing("over", None, gettext("Terminée"))
    return Standing(*_to_come(session, seats, now), moved=session.moved_at is not None)


def _to_come(session: TrainingSession, seats: Seats, now: datetime) -> tuple[str, str | None, str | None]:
    state = session.registration_state(now)
    if state == "none":
        return "none", None, None
    if state == "soon" and session.opens_at is not None:
        opening = day_and_month(session.opens_at.astimezone(ZoneInfo(session.timezone)).date())
        return "soon", "soon", gettext("Inscription dès le %(day)s", day=opening)
    if session.registration == "invitation" and not session.started(now):
        return "invitation", None, gettext("Sur invitation")
    if state != "open" and session.starts_at is None:
        return "undated", "soon", gettext("Date à venir")
    if state != "open":
        return "closed", None, gettext("Inscriptions terminées")
    return _open(seats)


def _open(seats: Seats) -> tuple[str, str, str]:
    if seats.full:
        return "full", "full", gettext("Complet")
    if seats.free is not None and seats.free <= FEW:
        return "few", "ok", free_seats(seats.free)
    return "open", "ok", gettext("Places disponibles")


def free_seats(free: int) -> str:
    """« 16 places libres »."""
    return ngettext("%(n)s place libre", "%(n)s places libres", free)


def day_and_month(day: date) -> str:
    """« 5 janvier », "January 5": the year is not in doubt."""
    return dates.day_medium(day).replace(f"\u00a0{day.year}", "").replace(f", {day.year}", "")
