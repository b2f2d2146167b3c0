"""Links to all the places of one person, for a while; new addresses to confirm."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "space_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_space_links_participant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_links")),
        sa.UniqueConstraint("nonce", name=op.f("uq_space_links_nonce")),
    )
    with op.batch_alter_table("space_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_space_links_participant_id"), ["participant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_space_links_ends_at"), ["ends_at"], unique=False)
    op.create_table(
        "address_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_address_changes_participant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_changes")),
        sa.UniqueConstraint("nonce", name=op.f("uq_address_changes_nonce")),
    )
    with op.batch_alter_table("address_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_address_changes_participant_id"), ["participant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_address_changes_ends_at"), ["ends_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("address_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_address_changes_ends_at"))
        batch_op.drop_index(batch_op.f("ix_address_changes_participant_id"))

    op.drop_table("address_changes")
    with op.batch_alter_table("space_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_space_links_ends_at"))
        batch_op.drop_index(batch_op.f("ix_space_links_participant_id"))

    op.drop_table("space_links")
