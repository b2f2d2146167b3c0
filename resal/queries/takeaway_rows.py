"""Takeaways and next steps as cards: what was said, of which kind, where it comes from."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, Subquery, and_, exists, or_, select, union_all

from resal import clock
from resal.addresses import path
from resal.db import db
from resal.language import current, dates, gettext
from resal.models import Facilitator, Localized, NextStep, Organization, Takeaway, Theme, TrainingSession
from resal.models.takeaway import takeaway_themes
from resal.models.training_session import session_themes
from resal.queries import approximate, presence, search, words
from resal.queries.readings import Shown, shown
from resal.queries.session_columns import noun
from resal.queries.session_rows import session_href

S = TrainingSession
OF_SESSION = (S.id, S.title, S.starts_at, S.timezone, S.date_known_as, S.attendance_low, S.attendance_high)


class Tag(NamedTuple):
    """A theme on a card."""

    label: str
    href: str


@dataclass(frozen=True)
class TakeawayRow:
    """A takeaway ready for the `takeaway` macro; `note` says when it is in another language."""

    id: int
    href: str
    kind: str
    kind_label: str
    title: str
    text: Markup
    text_lang: str | None
    note: str
    themes: tuple[Tag, ...]
    by: str
    session_id: int
    session_title: str
    session_href: str
    weekday: str | None
    day: int | None
    month: str | None
    year: str
    source: str


@dataclass(frozen=True)
class StepRow:
    """A next step: what, by whom, until when, how far it is."""

    text: Shown
    state: str
    state_label: str
    owner: str
    due: str
    overdue: bool
    session_title: Shown
    session_href: str


def chosen_takeaways() -> Select[*tuple[Any, ...]]:
    """What `takeaway_rows` reads, the latest session first; to be narrowed and limited."""
    return (
        select(Takeaway.id, Takeaway.kind, Takeaway.title, Takeaway.text, Facilitator.name, *OF_SESSION)
        .join(Takeaway.training_session)
        .outerjoin(Facilitator, Facilitator.id == Takeaway.facilitator_id)
        .order_by(S.starts_at.is_(None), S.starts_at.desc(), S.id.desc(), Takeaway.position, Takeaway.id)
    )


def takeaway_rows(query: Select[*tuple[Any, ...]], terms: Sequence[str] = (), brief: bool = False) -> list[TakeawayRow]:
    """The rows of a narrowed `chosen_takeaways()`, the terms marked.

    `brief`: without themes and without counting who was there, which saves two statements.
    """
    width = len(Said._fields)
    found = [(Said(*row[:width]), noun(OF_SESSION, row[width:])) for row in db.session.execute(query)]
    tags = {} if brief else _tags([said.id for said, _ in found])
    came = {} if brief else presence.of_sessions(session for _, session in found)
    return [_row(said, session, tags.get(said.id, ()), str(came.get(session.id, "")), terms) for said, session in found]


def bare(rows: Sequence[TakeawayRow]) -> list[TakeawayRow]:
    """The same without their source, for the page of the session itself."""
    return [replace(row, session_title="", themes=()) for row in rows]


class Said(NamedTuple):
    """The columns of a takeaway itself."""

    id: int
    kind: str
    title: Localized
    text: Localized
    by: str | None


def _row(said: Said, session: S, tags: tuple[Tag, ...], came: str, terms: Sequence[str]) -> TakeawayRow:
    text, title = shown(said.text), shown(session.title)
    day = session.starts_at.astimezone(ZoneInfo(session.timezone)).date() if session.starts_at else None
    when = dates.day_medium(day) if day else shown(session.date_known_as).text
    return TakeawayRow(
        id=said.id, href=path("public.takeaway", current(), id=said.id), kind=said.kind,
        kind_label=words.word(words.TAKEAWAY_KINDS, said.kind), title=shown(said.title).text,
        text=search.marked(text.text, terms), text_lang=text.lang, note=text.note, themes=tags, by=said.by or "",
        session_id=session.id, session_title=title.text, session_href=session_href(session.id, title),
        weekday=dates.weekday_short(day) if day else None, day=day.day if day else None,
        month=dates.month_short(day) if day else None, year=_year(day, session),
        source=" · ".join(part for part in (when, came) if part),
    )  # fmt: skip


def _year(day: date | None, session: S) -> str:
    """The year of the session, by the words for its date when it has none; nothing when they do not say."""
    at = approximate.moment(session.date_known_as)
    return str(day.year) if day else "" if at == approximate.UNKNOWN else str(at.year)


def about(theme_ids: Iterable[int]) -> ColumnElement[bool]:
    """Takeaways of these themes: their own, or else those of their session."""
    ids = list(theme_ids)
    of_session = exists().where(
        session_themes.c.training_session_id == Takeaway.training_session_id, session_themes.c.theme_id.in_(ids)
    )
    return or_(Takeaway.themes.any(Theme.id.in_(ids)), and_(~Takeaway.themes.any(), of_session))


def pairs(*conditions: ColumnElement[bool]) -> Subquery:
    """Rows of (takeaway id, theme id, key, label), for takeaways and sessions under these conditions."""
    columns = (Takeaway.id, Theme.id.label("theme_id"), Theme.key, Theme.label)
    own = (
        select(*columns)
        .join(Takeaway.training_session)
        .join(takeaway_themes, takeaway_themes.c.takeaway_id == Takeaway.id)
        .join(Theme, Theme.id == takeaway_themes.c.theme_id)
        .where(*conditions)
    )
    of_session = (
        select(*columns)
        .join(Takeaway.training_session)
        .join(session_themes, session_themes.c.training_session_id == S.id)
        .join(Theme, Theme.id == session_themes.c.theme_id)
        .where(~Takeaway.themes.any(), *conditions)
    )
    return union_all(own, of_session).subquery()


def _tags(ids: Sequence[int]) -> dict[int, tuple[Tag, ...]]:
    tags: dict[int, list[Tag]] = defaultdict(list)
    for id_, _, key, label in db.session.execute(select(pairs(Takeaway.id.in_(ids)))) if ids else ():
        tags[id_].append(Tag(shown(label).text, theme_path(key)))
    return {id_: tuple(sorted(own)) for id_, own in tags.items()}


def theme_path(key: str) -> str:
    return path("public.theme", current(), slug=key)


def step_rows(*conditions: ColumnElement[bool], limit: int = 30) -> list[StepRow]:
    """Next steps under these conditions, those with the nearest date first."""
    query = (
        select(NextStep, S.id, S.title, S.timezone, Organization, Facilitator.name)
        .join(NextStep.training_session)
        .outerjoin(Organization, Organization.id == NextStep.owner_organization_id)
        .outerjoin(Facilitator, Facilitator.id == NextStep.owner_facilitator_id)
        .where(*conditions)
        .order_by(NextStep.due_on.is_(None), NextStep.due_on, NextStep.position, NextStep.id)
        .limit(limit)
    )
    now = clock.now()
    return [_step(*row, now) for row in db.session.execute(query)]


def _step(
    step: NextStep, id_: int, title: Localized, zone: str, body: Organization | None, person: str | None, now: datetime
) -> StepRow:
    public_body = shown(body.name).text if body and body.public else ""
    said = shown(title)
    return StepRow(
        text=shown(step.text), state=step.state, state_label=words.word(words.STEP_STATES, step.state),
        owner=public_body or person or step.owner_name,
        due=gettext("d'ici le %(day)s", day=dates.day_medium(step.due_on)) if step.due_on and step.open else "",
        overdue=step.overdue(now, now.astimezone(ZoneInfo(zone)).date()),
        session_title=said, session_href=session_href(id_, said),
    )  # fmt: skip
