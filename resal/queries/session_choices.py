"""Sessions to choose one from: the latest ones, or those whose title has some words."""

from collections.abc import Collection
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from resal.db import db
from resal.language import dates
from resal.language.typography import fold
from resal.models import TrainingSession
from resal.queries.choices import Choice
from resal.queries.readings import shown

MOST = 100
S = TrainingSession


def sessions(besides: int, wanted: str = "", chosen: Collection[int | None] = ()) -> list[Choice]:
    """At most a hundred, the undated and the latest first, with the chosen ones whatever they are; never `besides`.

    `wanted`: words of which each begins a word of the title, accents and case apart.
    """
    query = select(S.id, S.title, S.starts_at, S.timezone, S.date_known_as).where(S.id != besides)
    rows = db.session.execute(query.order_by(S.starts_at.desc().nulls_first(), S.id.desc())).all()
    kept = [row for row in rows if row.id in chosen]
    words = fold(wanted).split()
    found = [row for row in rows if row.id not in chosen and _has(row, words)]
    return [_choice(row) for row in (*kept, *found[:MOST])]


def _has(row: Any, words: list[str]) -> bool:
    """In any language: what is typed is read nowhere else."""
    if not words:
        return True
    titles = fold(" ".join(row.title.values())).replace("'", " ").split()
    return all(any(one.startswith(word) for one in titles) for word in words)


def _choice(row: Any) -> Choice:
    title, known = shown(row.title).text, shown(row.date_known_as).text
    day = dates.day_medium(row.starts_at.astimezone(ZoneInfo(row.timezone)).date()) if row.starts_at else known
    return row.id, f"{title} · {day}" if day else title
