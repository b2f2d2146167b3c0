"""Attestations, and whether a session has a rule of its own for them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attestations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("training_session_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("facts", DOCUMENT, nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erase_after", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "training_session_id IS NULL OR series_id IS NULL", name=op.f("ck_attestations_one_subject")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_attestations_participant_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["attestations.id"], name=op.f("fk_attestations_replaced_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_attestations_series_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["training_session_id"],
            ["training_sessions.id"],
            name=op.f("fk_attestations_training_session_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestations")),
        sa.UniqueConstraint("code", name=op.f("uq_attestations_code")),
    )
    with op.batch_alter_table("attestations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attestations_erase_after"), ["erase_after"], unique=False)
        batch_op.create_index(batch_op.f("ix_attestations_participant_id"), ["participant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attestations_replaced_by_id"), ["replaced_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attestations_series_id"), ["series_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attestations_training_session_id"), ["training_session_id"], unique=False)
        batch_op.create_index(
            "uq_attestations_of_series",
            ["series_id", "participant_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "uq_attestations_of_training_session",
            ["training_session_id", "participant_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    with op.batch_alter_table("training_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("attestation_rule", DOCUMENT, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("training_sessions", schema=None) as batch_op:
        batch_op.drop_column("attestation_rule")

    with op.batch_alter_table("attestations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_attestations_of_training_session",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_attestations_of_series",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_attestations_training_session_id"))
        batch_op.drop_index(batch_op.f("ix_attestations_series_id"))
        batch_op.drop_index(batch_op.f("ix_attestations_replaced_by_id"))
        batch_op.drop_index(batch_op.f("ix_attestations_participant_id"))
        batch_op.drop_index(batch_op.f("ix_attestations_erase_after"))

    op.drop_table("attestations")
