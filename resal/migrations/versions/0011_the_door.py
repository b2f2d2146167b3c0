"""Who noted a presence, the code on the wall, corrections asked by people, sheets printed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")
CURRENT = sa.text("ended_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source", sa.String(), server_default="team", nullable=False))
        batch_op.create_check_constraint(batch_op.f("ck_attendances_source_known"), "source IN ('team', 'person')")

    op.create_table(
        "arrival_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_arrival_codes_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_arrival_codes_code")),
    )
    with op.batch_alter_table("arrival_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_arrival_codes_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(
            "uq_arrival_codes_current", ["meeting_id"], unique=True, sqlite_where=CURRENT, postgresql_where=CURRENT
        )

    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'declined', 'withdrawn')", name=op.f("ck_corrections_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_corrections_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_corrections_registration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_corrections_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_corrections_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index(
            "uq_corrections_open", ["registration_id", "meeting_id"], unique=True, sqlite_where=OPEN,
            postgresql_where=OPEN,
        )  # fmt: skip

    op.create_table(
        "sign_in_sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("lines", DOCUMENT, nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_sign_in_sheets_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_sheets")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_sign_in_sheets_meeting_id_number")),
    )


def downgrade() -> None:
    op.drop_table("sign_in_sheets")
    op.drop_table("corrections")
    op.drop_table("arrival_codes")
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_attendances_source_known"), type_="check")
        batch_op.drop_column("source")
