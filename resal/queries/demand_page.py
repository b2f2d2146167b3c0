"""The demand as the team looks at it: figures by theme, borough and session, and what was refused for want of room."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import func, select

from resal import clock
from resal.addresses import path
from resal.db import db
from resal.language import current, gettext, number
from resal.language.typography import fold, typo
from resal.models import Registration, Theme, TrainingSession
from resal.models.training_session import session_themes
from resal.queries import demand
from resal.queries.demand import YEAR, Wish
from resal.queries.readings import shown

FEW = 5  # fewer people than that could be recognised
PAIRS = 40
S = TrainingSession


class Count(NamedTuple):
    """A line: what, how many in words, where something can be done about it (or nothing)."""

    text: str
    number: str
    href: str = ""


class Pair(NamedTuple):
    """A theme in a borough."""

    theme: str
    borough: str
    number: str
    href: str


@dataclass(frozen=True)
class Demand:
    """All the figures. `everything`: how many ask for whatever comes."""

    people: int
    everything: int
    themes: tuple[Count, ...]
    boroughs: tuple[Count, ...]
    pairs: tuple[Pair, ...]
    sessions: tuple[Count, ...]
    unmet: tuple[Count, ...]

    def __bool__(self) -> bool:
        return bool(self.people or self.sessions or self.unmet)


def figures(exact: bool) -> Demand:
    """What is asked for now. `exact`: tell small numbers too, to a coordinator; others read « moins de 5 »."""
    asked, labels = demand.wishes(), _labels()
    themes = Counter(key for wish in asked for key in wish.themes if key in labels)
    places = Counter(name for wish in asked for name in wish.boroughs)
    return Demand(
        people=len(asked), everything=sum(not wish.themes and not wish.boroughs for wish in asked),
        themes=tuple(_of_theme(labels[key], n, exact) for key, n in _sorted(themes, lambda key: labels[key][1])),
        boroughs=tuple(Count(_place(name), _said(n, exact), _new(quartier=name)) for name, n in _sorted(places, str)),
        pairs=tuple(_pairs(asked, labels, exact)),
        sessions=tuple(Count(title, _said(n, exact), href) for title, n, href in _sessions()),
        unmet=tuple(_of_theme(labels[key], n, exact) for key, n in _sorted(_unmet(), lambda key: labels[key][1])),
    )  # fmt: skip


def _of_theme(theme: tuple[int, str], n: int, exact: bool) -> Count:
    id_, label = theme
    return Count(label, _said(n, exact), _new(theme=id_))


def _new(**begins: object) -> str:
    """Where a session is written down that begins with what was asked for."""
    return path("coordination.new_session", current(), query=begins)


def _pairs(asked: Iterable[Wish], labels: dict[str, tuple[int, str]], exact: bool) -> Iterable[Pair]:
    found = Counter(
        (key, name) for wish in asked for key in wish.themes if key in labels for name in wish.boroughs
    )  # fmt: skip
    for (key, name), n in _sorted(found, lambda pair: f"{labels[pair[0]][1]} {pair[1]}")[:PAIRS]:
        yield Pair(labels[key][1], _place(name), _said(n, exact), _new(theme=labels[key][0], quartier=name))


def _sessions() -> list[tuple[str, int, str]]:
    """How many wait to be told of each session."""
    waiting = demand.waiting().subquery()
    query = (
        select(S.id, S.title, func.count(waiting.c.id))
        .join(waiting, waiting.c.training_session_id == S.id)
        .where(S.cancelled_at.is_(None))
        .group_by(S.id, S.title)
        .order_by(func.count(waiting.c.id).desc(), S.id)
    )
    return [
        (shown(title).text, n, path("coordination.session", current(), id=id_))
        for id_, title, n in db.session.execute(query)
    ]


def _unmet() -> Counter[str]:
    """People who were still in line when a session began, in the last twelve months, by theme."""
    now = clock.now()
    query = (
        select(Theme.key, func.count(Registration.participant_id.distinct()))
        .join(session_themes, session_themes.c.theme_id == Theme.id)
        .join(S, S.id == session_themes.c.training_session_id)
        .join(Registration, Registration.training_session_id == S.id)
        .where(Registration.state == "waiting", S.starts_at <= now, S.starts_at > now - YEAR,
               S.cancelled_at.is_(None))
        .group_by(Theme.key)
    )  # fmt: skip
    return Counter(dict(db.session.execute(query).all()))


def _place(name: str) -> str:
    return typo(name, current())


def _labels() -> dict[str, tuple[int, str]]:
    rows = db.session.execute(select(Theme.id, Theme.key, Theme.label))
    return {key: (id_, shown(label).text) for id_, key, label in rows}


def _sorted(counted: Counter[Any], name: Any) -> list[tuple[Any, int]]:
    return sorted(counted.items(), key=lambda one: (-one[1], fold(name(one[0]))))


def _said(n: int, exact: bool) -> str:
    return number(n) if exact or n >= FEW else gettext("moins de %(n)s", n=FEW)
