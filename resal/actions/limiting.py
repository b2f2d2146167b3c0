"""How often somebody may try: GCRA, one row per caller and purpose, shared by every process.

The key is a keyed digest, so the table holds nobody's address.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from resal import clock
from resal.db import db, transaction
from resal.models import RateLimit


@transaction
def take(secret: str, purpose: str, caller: str, times: int, within: timedelta) -> bool:
    """Count one try; False when there were more than `times` of late, at an even pace afterwards."""
    return _count(_row(secret, purpose, caller), 1, times, within)


@transaction
def take_together(secret: str, purpose: str, tries: Mapping[str, int], times: int, within: timedelta) -> bool:
    """Count so many tries of each caller, for one act; False, with none counted, when one had too many."""
    rows = [(_row(secret, purpose, caller), tries[caller]) for caller in sorted(tries)]
    before = [row.next_at for row, _ in rows]
    counted = [_count(row, many, times, within) for row, many in rows]
    if not all(counted):
        for (row, _), next_at in zip(rows, before, strict=True):
            row.next_at = next_at
    return all(counted)


def _row(secret: str, purpose: str, caller: str) -> RateLimit:
    """The row of this caller, held."""
    key = hmac.new(secret.encode(), f"{purpose}\0{caller}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    fresh = insert(RateLimit).values(key=key, next_at=clock.now())
    db.session.execute(fresh.on_conflict_do_nothing(index_elements=["key"]))
    return db.session.scalars(select(RateLimit).where(RateLimit.key == key).with_for_update()).one()


def _count(row: RateLimit, many: int, times: int, within: timedelta) -> bool:
    now = clock.now()
    next_at = max(row.next_at, now) + many * within / times
    if next_at - now > within:
        return False
    row.next_at = next_at
    return True


@transaction
def forget_old() -> int:
    """Drop the callers who may come again anyway; returns how many."""
    result = db.session.execute(delete(RateLimit).where(RateLimit.next_at < clock.now()))
    return int(result.rowcount or 0)  # type: ignore[attr-defined] # a DELETE has a row count
