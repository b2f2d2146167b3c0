"""How often somebody may try: GCRA, one row per caller and purpose, shared by every process.

The key is a keyed digest, so the table holds nobody's address.
"""

import hashlib
import hmac
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from resal import clock
from resal.db import db, transaction
from resal.models import RateLimit


@transaction
def take(secret: str, purpose: str, caller: str, times: int, within: timedelta) -> bool:
    """Count one try; False when there were more than `times` of late, at an even pace afterwards."""
    now = clock.now()
    key = hmac.new(secret.encode(), f"{purpose}\0{caller}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()
    pace = within / times
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    db.session.execute(insert(RateLimit).values(key=key, next_at=now).on_conflict_do_nothing(index_elements=["key"]))
    row = db.session.scalars(select(RateLimit).where(RateLimit.key == key).with_for_update()).one()
    next_at = max(row.next_at, now) + pace
    if next_at - now > within:
        return False
    row.next_at = next_at
    return True


@transaction
def forget_old() -> int:
    """Drop the callers who may come again anyway; returns how many."""
    result = db.session.execute(delete(RateLimit).where(RateLimit.next_at < clock.now()))
    return int(result.rowcount or 0)  # type: ignore[attr-defined] # a DELETE has a row count
