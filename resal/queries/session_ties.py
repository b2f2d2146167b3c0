"""What ties a session to others: what was kept the last time, other editions, the series, what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import or_, select

from resal.db import db
from resal.language import dates, gettext, ordinal
from resal.models import FollowUp, NextStep, Takeaway, TrainingSession
from resal.queries import approximate, words
from resal.queries.readings import Shown, shown
from resal.queries.session_rows import SessionRow, session_rows
from resal.queries.takeaway_rows import (
    StepRow,
    TakeawayRow,
    bare,
    chosen_takeaways,
    step_rows,
    takeaway_rows,
)
from resal.queries.visible import listed, shown_step, shown_takeaway

S = TrainingSession
MOST_TIED = 60
MOST_SHOWN = 4
MOST_SOURCES = 2
MOST_PROMISED = 6


class Before(NamedTuple):
    """A session where something was kept: which one, in words, a few takeaways, how many in all."""

    line: str
    href: str
    rows: tuple[TakeawayRow, ...]
    total: int


class FollowUpRow(NamedTuple):
    """What comes after, known in words; with `href` once it is a session."""

    kind: str
    text: Shown
    when: Shown
    href: str


@dataclass(frozen=True)
class Ties:
    """`promised`: what was agreed there and is still open."""

    before: tuple[Before, ...]
    promised: tuple[StepRow, ...]
    editions: tuple[SessionRow, ...]
    series: tuple[SessionRow, ...]
    follows: tuple[SessionRow, ...]
    followed_by: tuple[SessionRow, ...]
    follow_ups: tuple[FollowUpRow, ...]


@dataclass(frozen=True)
class Learned:
    """What the session itself left."""

    takeaways: tuple[TakeawayRow, ...]
    steps: tuple[StepRow, ...]

    def __bool__(self) -> bool:
        return bool(self.takeaways or self.steps)


def learned(session: TrainingSession) -> Learned:
    """Its own takeaways and next steps; those who hold its address may read them, listed or not."""
    own = chosen_takeaways().where(Takeaway.training_session_id == session.id)
    published = (Takeaway.state == "published", Takeaway.visibility == "public")
    return Learned(
        tuple(bare(takeaway_rows(own.where(*published), brief=True))),
        tuple(step_rows(NextStep.training_session_id == session.id, NextStep.public.is_(True))),
    )


def ties(session: TrainingSession) -> Ties:
    """What ties it to listed sessions, and to them alone."""
    tied = _tied(session)
    rows = {row.id: row for row in session_rows(S.id.in_([tie.id for tie in tied]), say_over=True)}
    family = session.first_edition_id or session.id
    editions = [rows[tie.id] for tie in tied if family in (tie.first_edition_id, tie.id)]
    series = [rows[tie.id] for tie in tied if tie.series_id and tie.series_id == session.series_id]
    follows = [rows[tie.id] for tie in tied if tie.id == session.follows_id]
    followed_by = [rows[tie.id] for tie in tied if tie.follows_id == session.id]
    sources = _sources(session, tied, rows)
    return Ties(
        before=_before(sources, rows), promised=tuple(_promised([id_ for id_, _ in sources])),
        editions=tuple(editions), follows=tuple(follows), followed_by=tuple(followed_by),
        series=tuple(row.in_series for row in series if row not in (*editions, *follows, *followed_by)),
        follow_ups=tuple(_follow_up(follow_up, rows) for follow_up in session.follow_ups),
    )  # fmt: skip


class Tie(NamedTuple):
    """A listed session tied to this one in some way; `at`: when it was, near enough."""

    at: datetime
    id: int
    series_id: int | None
    first_edition_id: int | None
    follows_id: int | None
    edition_number: int | None
    number_in_series: int | None


def _tied(session: TrainingSession) -> list[Tie]:
    """In the order of time, those without a date placed by the words for it."""
    family = session.first_edition_id or session.id
    query = (
        select(
            S.starts_at, S.date_known_as, S.id, S.series_id, S.first_edition_id, S.follows_id, S.edition_number,
            S.number_in_series,
        )
        .where(listed(), S.id != session.id, or_(
            S.first_edition_id == family, S.id == family, S.follows_id == session.id, S.id == session.follows_id,
            S.series_id == session.series_id,
            S.id.in_([follow_up.became_id for follow_up in session.follow_ups if follow_up.became_id]),
        ))
        .order_by(S.starts_at.desc())
        .limit(MOST_TIED)
    )  # fmt: skip
    return sorted(
        Tie(at or approximate.moment(known), id_, *others) for at, known, id_, *others in db.session.execute(query)
    )


def _sources(session: TrainingSession, tied: Sequence[Tie], rows: Mapping[int, SessionRow]) -> list[tuple[int, str]]:
    """Where something may have been kept, with its line: other editions, the training followed, the
    session before in the series; the latest first."""
    over = [tie for tie in reversed(tied) if rows[tie.id].past]
    family = session.first_edition_id or session.id
    began = session.starts_at or approximate.moment(session.date_known_as)
    in_series = [tie for tie in over if tie.series_id == session.series_id and tie.at < began]
    sources = {tie.id: _edition_line(tie) for tie in over if family in (tie.first_edition_id, tie.id)}
    sources |= {
        tie.id: gettext("La formation que cette rencontre prolonge") for tie in over if tie.id == session.follows_id
    }
    for tie in in_series if session.series_id else ():
        sources.setdefault(tie.id, _series_line(tie))
    return list(sources.items())


def _edition_line(tie: Tie) -> str:
    if tie.edition_number:
        return gettext("%(rank)s édition de cette formation", rank=ordinal(tie.edition_number))
    return gettext("Autre édition de cette formation")


def _series_line(tie: Tie) -> str:
    if tie.number_in_series:
        return gettext("Rencontre %(number)s de la série", number=tie.number_in_series)
    return gettext("Une rencontre précédente de la série")


def _before(sources: Sequence[tuple[int, str]], rows: Mapping[int, SessionRow]) -> tuple[Before, ...]:
    query = chosen_takeaways().where(shown_takeaway(), Takeaway.training_session_id.in_([id_ for id_, _ in sources]))
    kept = takeaway_rows(query) if sources else []
    found = []
    for id_, line in sources:
        own = [row for row in kept if row.session_id == id_]
        if own:
            first = rows[id_].first
            when = dates.day_medium(first) if first else rows[id_].when
            said = gettext("%(line)s, %(when)s.", line=line, when=when)
            found.append(Before(said, f"{rows[id_].href}#appris", tuple(own[:MOST_SHOWN]), len(own)))
    return tuple(found[:MOST_SOURCES])


def _promised(ids: Sequence[int]) -> list[StepRow]:
    """What was agreed at those sessions and is not done yet."""
    still_open = NextStep.state.not_in(("done", "dropped"))
    return (
        step_rows(shown_step(), still_open, NextStep.training_session_id.in_(ids), limit=MOST_PROMISED) if ids else []
    )


def _follow_up(row: FollowUp, tied: Mapping[int, SessionRow]) -> FollowUpRow:
    became = tied.get(row.became_id or 0)
    kind = words.word(words.SESSION_KINDS, row.kind) if row.kind != "other" else ""
    return FollowUpRow(kind, shown(row.text), shown(row.when), became.href if became else "")
