"""How a line moves: offers that run out, the first who answers close to the start."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None

BEFORE = "state IN ('requested', 'confirmed', 'waiting', 'offered', 'declined', 'withdrawn', 'cancelled')"
AFTER = "state IN ('requested', 'confirmed', 'waiting', 'offered', 'declined', 'withdrawn', 'cancelled', 'lapsed')"
OFFERED = sa.text("state = 'offered'")


def upgrade() -> None:
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("called_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(batch_op.f("ck_registrations_state_known"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_registrations_state_known"), AFTER)
        batch_op.create_index(
            "ix_registrations_offers", ["offered_until"], sqlite_where=OFFERED, postgresql_where=OFFERED
        )

    with op.batch_alter_table("training_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("first_come_hours", sa.Integer(), server_default="24", nullable=False))
        batch_op.add_column(sa.Column("offer_hours", sa.Integer(), server_default="12", nullable=False))
        batch_op.create_check_constraint(
            batch_op.f("ck_training_sessions_first_come_positive"), "first_come_hours >= 0"
        )
        batch_op.create_check_constraint(batch_op.f("ck_training_sessions_offer_positive"), "offer_hours > 0")


def downgrade() -> None:
    op.execute("UPDATE registrations SET state = 'withdrawn' WHERE state = 'lapsed'")
    op.execute("UPDATE registration_changes SET after = 'withdrawn' WHERE after = 'lapsed'")
    op.execute("UPDATE registration_changes SET before = 'withdrawn' WHERE before = 'lapsed'")

    with op.batch_alter_table("training_sessions", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_training_sessions_offer_positive"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_training_sessions_first_come_positive"), type_="check")
        batch_op.drop_column("offer_hours")
        batch_op.drop_column("first_come_hours")

    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.drop_index("ix_registrations_offers")
        batch_op.drop_constraint(batch_op.f("ck_registrations_state_known"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_registrations_state_known"), BEFORE)
        batch_op.drop_column("called_at")
