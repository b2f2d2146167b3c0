"""Organizations and people that turn out to be the same: what was merged, how to undo it, what only looks alike."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BEFORE = "state IN ('requested', 'confirmed', 'waiting', 'offered', 'declined', 'withdrawn', 'cancelled', 'lapsed')"
AFTER = BEFORE.removesuffix(")") + ", 'merged')"
KINDS = "kind IN ('organization', 'participant')"
POINTING = ("participants", "registrations", "series_registrations")


def upgrade() -> None:
    op.create_table(
        "merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("record", DOCUMENT, nullable=False),
        sa.Column("undo_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("left", DOCUMENT, nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_merges_kind_known")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_merges_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["accounts.id"], name=op.f("fk_merges_undone_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
    )
    with op.batch_alter_table("merges", schema=None) as batch_op:
        batch_op.create_index("ix_merges_of", ["kind", "kept_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_merges_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_merges_undo_until"), ["undo_until"], unique=False)

    op.create_table(
        "distincts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(KINDS, name=op.f("ck_distincts_kind_known")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_distincts_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distincts")),
        sa.UniqueConstraint("kind", "first_id", "second_id", name=op.f("uq_distincts_kind_first_id_second_id")),
    )
    for table in POINTING:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
            batch_op.create_index(batch_op.f(f"ix_{table}_merged_into_id"), ["merged_into_id"], unique=False)
            batch_op.create_foreign_key(batch_op.f(f"fk_{table}_merged_into_id"), table, ["merged_into_id"], ["id"])
    _states(AFTER)


def downgrade() -> None:
    op.execute("UPDATE registrations SET state = 'cancelled' WHERE state = 'merged'")
    op.execute("UPDATE registration_changes SET after = 'cancelled' WHERE after = 'merged'")
    op.execute("UPDATE registration_changes SET before = 'cancelled' WHERE before = 'merged'")
    _states(BEFORE)
    for table in reversed(POINTING):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"fk_{table}_merged_into_id"), type_="foreignkey")
            batch_op.drop_index(batch_op.f(f"ix_{table}_merged_into_id"))
            batch_op.drop_column("merged_into_id")
    op.drop_table("distincts")
    with op.batch_alter_table("merges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_merges_undo_until"))
        batch_op.drop_index(batch_op.f("ix_merges_at"))
        batch_op.drop_index("ix_merges_of")
    op.drop_table("merges")


def _states(known: str) -> None:
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_registrations_state_known"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_registrations_state_known"), known)
