"""Which session a page of the team is about: its title, its first moment, its day drawn as a window."""

from dataclasses import dataclass

from resal import clock
from resal.language import current, dates
from resal.models import TrainingSession
from resal.queries import occasions
from resal.queries.calendar_entries import session_path
from resal.queries.readings import shown


@dataclass(frozen=True)
class Heading:
    """A session in two lines. `weekday`, `day` and `month` are None while the date is to come."""

    id: int
    title: str
    title_lang: str | None
    line: str
    public_href: str
    published: bool
    cancelled: bool
    dark: bool
    weekday: str | None = None
    day: int | None = None
    month: str | None = None


def heading(session: TrainingSession) -> Heading:
    """The heading of a session in the current language."""
    title = shown(session.title)
    day = session.live_meetings[0].date if session.live_meetings else None
    window = (dates.weekday_short(day), day.day, dates.month_short(day)) if day else (None, None, None)
    return Heading(
        session.id, title.text, title.lang, _line(session), session_path(session, current()), session.published,
        session.cancelled, session.cancelled or session.over(clock.now()), *window,
    )  # fmt: skip


def _line(session: TrainingSession) -> str:
    return " · ".join([occasions.first_moment(session), *occasions.where(session)[:1]])
