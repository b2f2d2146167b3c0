"""How a line moves, invitations, a cap per organization, and a minimum of people."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BEFORE = "state IN ('requested', 'confirmed', 'waiting', 'offered', 'declined', 'withdrawn', 'cancelled')"
AFTER = "state IN ('requested', 'confirmed', 'waiting', 'offered', 'declined', 'withdrawn', 'cancelled', 'lapsed')"
OFFERED = sa.text("state = 'offered'")


def upgrade() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_session_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("most > 0", name=op.f("ck_invitations_most_positive")),
        sa.ForeignKeyConstraint(
            ["training_session_id"],
            ["training_sessions.id"],
            name=op.f("fk_invitations_training_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("nonce", name=op.f("uq_invitations_nonce")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_training_session_id"), ["training_session_id"], unique=False)

    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("called_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("invitation_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_registrations_invitation_id"), ["invitation_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_registrations_invitation_id"), "invitations", ["invitation_id"], ["id"]
        )
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
        batch_op.add_column(sa.Column("organization_cap", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("minimum", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("minimum_by", sa.Date(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_training_sessions_organization_cap_positive"), "organization_cap > 0"
        )
        batch_op.create_check_constraint(batch_op.f("ck_training_sessions_minimum_positive"), "minimum > 0")


def downgrade() -> None:
    op.execute("UPDATE registrations SET state = 'withdrawn' WHERE state = 'lapsed'")
    op.execute("UPDATE registration_changes SET after = 'withdrawn' WHERE after = 'lapsed'")
    op.execute("UPDATE registration_changes SET before = 'withdrawn' WHERE before = 'lapsed'")

    with op.batch_alter_table("training_sessions", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_training_sessions_minimum_positive"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_training_sessions_organization_cap_positive"), type_="check")
        batch_op.drop_column("minimum_by")
        batch_op.drop_column("minimum")
        batch_op.drop_column("organization_cap")
        batch_op.drop_constraint(batch_op.f("ck_training_sessions_offer_positive"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_training_sessions_first_come_positive"), type_="check")
        batch_op.drop_column("offer_hours")
        batch_op.drop_column("first_come_hours")

    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.drop_index("ix_registrations_offers")
        batch_op.drop_constraint(batch_op.f("ck_registrations_state_known"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_registrations_state_known"), BEFORE)
        batch_op.drop_constraint(batch_op.f("fk_registrations_invitation_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_registrations_invitation_id"))
        batch_op.drop_column("invitation_id")
        batch_op.drop_column("called_at")

    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitations_training_session_id"))

    op.drop_table("invitations")
