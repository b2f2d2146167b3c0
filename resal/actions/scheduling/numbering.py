"""The order of the sessions of a series: their numbers, given anew from 1."""

from collections.abc import Sequence

from resal.actions import Actor, Refusal
from resal.actions.journal import note
from resal.actions.revising import revise
from resal.db import hold, transaction
from resal.language import lazy
from resal.models import Series, TrainingSession
from resal.queries import series_order


@transaction
def number_by_date(series: Series, actor: Actor) -> None:
    """Number the sessions from 1 as they follow each other in time; those without a date come last."""
    hold(series)
    _number(series, series_order.by_date(series.id), actor)


@transaction
def move_in_series(series: Series, session_id: int, step: int, actor: Actor) -> None:
    """One place up (-1) or down (+1). At either end nothing moves.

    Raises `Refusal` when the session has left the series meanwhile.
    """
    hold(series)
    rows = series_order.by_number(series.id)
    place = next((place for place, row in enumerate(rows) if row.id == session_id), None)
    if place is None:
        raise Refusal(lazy("Cette rencontre n'est plus dans la série."))
    if 0 <= place + step < len(rows):
        rows[place], rows[place + step] = rows[place + step], rows[place]
    _number(series, rows, actor)


def _number(series: Series, rows: Sequence[TrainingSession], actor: Actor) -> None:
    changed = []
    for number, row in enumerate(rows, 1):
        if row.number_in_series != number:
            row.number_in_series = number
            changed.append(row)
    if changed:
        revise(changed)
        note(actor, "series.numbered", series)
