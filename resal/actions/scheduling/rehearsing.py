"""What people would be told by an action, before it is done: it is done, looked at, and undone."""

from collections.abc import Callable, Sequence
from typing import ParamSpec, TypeVar

from sqlalchemy import func, select

from resal.db import db, writing
from resal.models import Letter

P = ParamSpec("P")
R = TypeVar("R")


class _Undone(Exception):
    """Whatever was done is taken back."""


def rehearse(look: Callable[[Sequence[Letter]], R], act: Callable[P, object], *args: P.args, **more: P.kwargs) -> R:
    """What `look` sees in the letters about a change that an action would owe; nothing of it stays.

    Raises the `Refusal` that the action would raise.
    """
    seen: list[R] = []
    try:
        with writing() as session:
            last = session.scalar(select(func.max(Letter.id))) or 0
            act.__wrapped__(*args, **more)  # type: ignore[attr-defined] # every action is under @transaction
            session.flush()
            owed = select(Letter).where(Letter.id > last, Letter.announcement_id.is_not(None))
            seen.append(look(session.scalars(owed.order_by(Letter.id)).all()))
            raise _Undone
    except _Undone:
        db.session.expire_all()
    return seen[0]
