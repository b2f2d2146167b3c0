"""What is announced to those who asked waits a quarter of an hour; news ticked while registering is announced too."""

import secrets
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BEFORE = ("moved", "cancelled", "restored", "changed", "dated")
AFTER = (*BEFORE, "announced")
NAME = "ck_announcements_kind_known"
SUBSCRIPTIONS = sa.table(
    "subscriptions", sa.column("email"), sa.column("email_key"), sa.column("language"),
    sa.column("training_session_id"), sa.column("themes", DOCUMENT), sa.column("boroughs", DOCUMENT),
    sa.column("policy_version_id"), sa.column("nonce"), sa.column("consented_at", MOMENT),
    sa.column("withdrawn_at"), sa.column("example"),
)  # fmt: skip
VERSIONS = sa.table(
    "policy_versions", sa.column("id"), sa.column("kind"), sa.column("text", DOCUMENT),
    sa.column("effective_at", MOMENT),
)  # fmt: skip


def upgrade() -> None:
    _know(AFTER)
    _subscribe_who_ticked_news()


def downgrade() -> None:
    op.execute("UPDATE letters SET announcement_id = NULL WHERE announcement_id IN"
               " (SELECT id FROM announcements WHERE kind = 'announced')")  # fmt: skip
    op.execute("DELETE FROM announcements WHERE kind = 'announced'")
    _know(BEFORE)


def _know(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("announcements", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(NAME), type_="check")
        batch_op.create_check_constraint(batch_op.f(NAME), f"kind IN {kinds}")


def _subscribe_who_ticked_news() -> None:
    """One subscription to an address that ticked it and does not have one, nor left since."""
    connection = op.get_bind()
    consents = sa.table("consents", sa.column("participant_id"), sa.column("purpose"), sa.column("given_at", MOMENT),
                        sa.column("withdrawn_at"))  # fmt: skip
    people = sa.table("participants", sa.column("id"), sa.column("email"), sa.column("email_key"),
                      sa.column("language"), sa.column("example"), sa.column("erased_at"))  # fmt: skip
    subscribed = sa.select(SUBSCRIPTIONS.c.email_key).where(
        SUBSCRIPTIONS.c.training_session_id.is_(None), SUBSCRIPTIONS.c.withdrawn_at.is_(None)
    )
    ticked = (
        sa.select(people.c.email, people.c.email_key, people.c.language, people.c.example, consents.c.given_at)
        .join_from(consents, people, people.c.id == consents.c.participant_id)
        .where(consents.c.purpose == "news", consents.c.withdrawn_at.is_(None), people.c.erased_at.is_(None))
        .where(people.c.email != "", people.c.email_key.not_in(subscribed))
        .order_by(consents.c.given_at)
    )
    first = {row.email_key: row for row in reversed(connection.execute(ticked).all())}
    if first:
        words = _words(connection)
        connection.execute(sa.insert(SUBSCRIPTIONS), [_subscription(row, words) for row in first.values()])


def _words(connection: sa.Connection) -> Any:
    """What the form said when they ticked it."""
    text = {"fr": "Prévenez-moi des prochaines rencontres", "en": "Tell me about future sessions"}
    values = {"kind": "consent: seat", "text": text, "effective_at": datetime.now(UTC)}
    return connection.scalar(sa.insert(VERSIONS).values(values).returning(VERSIONS.c.id))


def _subscription(row: Any, words: Any) -> dict[str, Any]:
    return {
        "email": row.email, "email_key": row.email_key, "language": row.language or "fr", "themes": [],
        "boroughs": [], "policy_version_id": words, "nonce": secrets.token_hex(16), "consented_at": row.given_at,
        "example": row.example,
    }  # fmt: skip
