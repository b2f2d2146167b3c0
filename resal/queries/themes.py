"""Themes: their names in every language, what is known of each, and the page of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, select

from resal import clock
from resal.db import db
from resal.language import dates, gettext, ngettext, number
from resal.language.typography import fold
from resal.models import Attendance, Localized, NextStep, Participant, Registration, Takeaway, Theme, TrainingSession
from resal.models.training_session import session_themes
from resal.queries.presence import CAME
from resal.queries.readings import Shown, shown
from resal.queries.session_columns import LATEST
from resal.queries.session_rows import SessionRow, session_rows
from resal.queries.takeaway_rows import (
    StepRow,
    TakeawayRow,
    about,
    chosen_takeaways,
    step_rows,
    takeaway_rows,
    theme_path,
)
from resal.queries.visible import listed, over, shown_step, shown_takeaway, to_come

PAGE = 30
SESSIONS = 12
ZONE = ZoneInfo("America/Toronto")
S = TrainingSession


class ThemeWords(NamedTuple):
    """A theme and all the names it goes by."""

    id: int
    key: str
    label: Localized
    names: tuple[str, ...]


class Figure(NamedTuple):
    """A number and what it counts."""

    number: str
    words: str


@dataclass(frozen=True)
class ThemeFigures:
    """A theme in a panel: its synthesis, when it was written, and its figures."""

    label: Shown
    href: str
    synthesis: Shown
    dated: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class ThemePage:
    """All that is public about a theme; takeaways are one page of them."""

    key: str
    panel: ThemeFigures
    takeaways: tuple[TakeawayRow, ...]
    number: int
    more: bool
    to_come: tuple[SessionRow, ...]
    past: tuple[SessionRow, ...]
    steps: tuple[StepRow, ...]

    @property
    def exists(self) -> bool:
        return self.number == 1 or bool(self.takeaways)

    @property
    def public(self) -> bool:
        """Whether there is anything to show: a theme of drafts alone leaves no trace."""
        return bool(self.takeaways or self.to_come or self.past or self.panel.synthesis)


def all_words() -> list[ThemeWords]:
    """Every theme with its labels and aliases."""
    query = select(Theme.id, Theme.key, Theme.label, Theme.aliases).order_by(Theme.id)
    return [
        ThemeWords(id_, key, label, (*(label.in_language(language) for language in label.languages()), *aliases))
        for id_, key, label, aliases in db.session.execute(query)
    ]


def named(asked: str, known: Sequence[ThemeWords]) -> int | None:
    """The theme whose key or whole name is asked for, in any language."""
    wanted = fold(asked)
    for theme in known:
        if wanted and wanted in {theme.key, *(fold(name) for name in theme.names)}:
            return theme.id
    return None


def label_of(label: Localized) -> str:
    return shown(label).text


def theme_page(key: str, page: int = 1) -> ThemePage | None:
    """The page of the theme with this key, or None when nothing of it is public."""
    id_ = db.session.scalar(select(Theme.id).where(Theme.key == key))
    if id_ is None:
        return None
    now, of_theme = clock.now(), _about(id_)
    query = chosen_takeaways().where(shown_takeaway(), about([id_]))
    rows = takeaway_rows(query.offset((page - 1) * PAGE).limit(PAGE + 1))
    found = ThemePage(
        key=key, panel=figures(id_), takeaways=tuple(rows[:PAGE]), number=page, more=len(rows) > PAGE,
        to_come=tuple(session_rows(listed(), to_come(now), of_theme, limit=SESSIONS)),
        past=tuple(session_rows(listed(), over(now), of_theme, order=LATEST, limit=SESSIONS)),
        steps=tuple(step_rows(shown_step(), NextStep.state.not_in(("done", "dropped")), of_theme)),
    )  # fmt: skip
    return found if found.public else None


def figures(id_: int) -> ThemeFigures:
    """The panel of a theme. Participations are visits: a person who came twice counts twice."""
    query = select(Theme, _sessions_held(id_), _visits(id_), _estimated(id_), _bodies(id_), _kept(id_))
    theme, sessions, visits, estimated, bodies, kept = db.session.execute(query.where(Theme.id == id_)).one()
    return ThemeFigures(
        label=shown(theme.label), href=theme_path(theme.key), synthesis=shown(theme.synthesis),
        dated=_dated(theme.synthesis_at),
        figures=tuple(figure for figure in (
            _figure(sessions, ngettext("rencontre", "rencontres", sessions)),
            _figure(visits + estimated, _participations(visits + estimated, estimated)),
            _figure(bodies, ngettext("organisme", "organismes", bodies)),
            _figure(kept, ngettext("apprentissage", "apprentissages", kept)),
        ) if figure),
    )  # fmt: skip


def _figure(n: int, words: str) -> Figure | None:
    return Figure(number(n), words) if n else None


def _participations(n: int, estimated: int) -> str:
    words = ngettext("participation", "participations", n)
    return gettext("%(participations)s environ", participations=words) if estimated else words


def _dated(at: datetime | None) -> str:
    return dates.day_medium(at.astimezone(ZONE).date()) if at else ""


def _about(id_: int) -> ColumnElement[bool]:
    return S.id.in_(select(session_themes.c.training_session_id).where(session_themes.c.theme_id == id_))


def _held(id_: int) -> tuple[ColumnElement[bool], ...]:
    """Listed sessions of the theme that took place."""
    return listed(), over(clock.now()), S.cancelled_at.is_(None), _about(id_)


def _sessions_held(id_: int) -> ScalarSelect[int]:
    return select(func.count(S.id)).where(*_held(id_)).scalar_subquery()


def _visits(id_: int) -> ScalarSelect[int]:
    return _among_attendances(func.count(Attendance.registration_id.distinct()), id_)


def _bodies(id_: int) -> ScalarSelect[int]:
    return _among_attendances(func.count(Participant.organization_id.distinct()), id_)


def _estimated(id_: int) -> ScalarSelect[int]:
    """The least number of people at sessions where nobody counted."""
    counted = exists().where(Registration.training_session_id == S.id, Attendance.registration_id == Registration.id)
    least = func.coalesce(func.sum(S.attendance_low), 0)
    return select(least).where(*_held(id_), ~counted).scalar_subquery()


def _kept(id_: int) -> ScalarSelect[int]:
    query = select(func.count(Takeaway.id)).join(Takeaway.training_session)
    return query.where(shown_takeaway(), about([id_])).scalar_subquery()


def _among_attendances(counted: ColumnElement[int], id_: int) -> ScalarSelect[int]:
    return (
        select(counted)
        .select_from(Attendance)
        .join(Attendance.registration)
        .join(Registration.participant)
        .join(Registration.training_session)
        .where(Attendance.status.in_(CAME), *_held(id_))
        .scalar_subquery()
    )
