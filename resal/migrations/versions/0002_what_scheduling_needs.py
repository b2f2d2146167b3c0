"""What scheduling needs: announcements, publications, whole series, and who waits for a date."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("training_session_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('moved', 'cancelled', 'restored', 'changed', 'dated')", name=op.f("ck_announcements_kind_known")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["accounts.id"], name=op.f("fk_announcements_made_by_id")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_announcements_series_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["stopped_by_id"], ["accounts.id"], name=op.f("fk_announcements_stopped_by_id")),
        sa.ForeignKeyConstraint(
            ["training_session_id"],
            ["training_sessions.id"],
            name=op.f("fk_announcements_training_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    with op.batch_alter_table("announcements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcements_leaves_at"), ["leaves_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_announcements_series_id"), ["series_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_announcements_training_session_id"), ["training_session_id"], unique=False)

    op.create_table(
        "publications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_session_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("comment", DOCUMENT, nullable=False),
        sa.Column("content", DOCUMENT, nullable=False),
        sa.Column("changes", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_publications_by_id")),
        sa.ForeignKeyConstraint(
            ["training_session_id"],
            ["training_sessions.id"],
            name=op.f("fk_publications_training_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
        sa.UniqueConstraint("training_session_id", "number", name=op.f("uq_publications_training_session_id_number")),
    )
    with op.batch_alter_table("publications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publications_training_session_id"), ["training_session_id"], unique=False)

    op.create_table(
        "series_registrations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("submission", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_series_registrations_participant_id")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_series_registrations_series_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_registrations")),
        sa.UniqueConstraint("nonce", name=op.f("uq_series_registrations_nonce")),
        sa.UniqueConstraint("submission", name=op.f("uq_series_registrations_submission")),
    )
    with op.batch_alter_table("series_registrations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_series_registrations_participant_id"), ["participant_id"], unique=False)
        batch_op.create_index(
            "uq_series_registrations_live",
            ["series_id", "participant_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    with op.batch_alter_table("agenda_facilitators", schema=None) as batch_op:
        batch_op.add_column(sa.Column("role", sa.String(), server_default="speaker", nullable=False))

    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.add_column(sa.Column("subscription_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("announcement_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_letters_announcement_id"), ["announcement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letters_subscription_id"), ["subscription_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_letters_subscription_id"), "subscriptions", ["subscription_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_letters_announcement_id"), "announcements", ["announcement_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("series_registration_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_registrations_series_registration_id"), ["series_registration_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_registrations_series_registration_id"),
            "series_registrations",
            ["series_registration_id"],
            ["id"],
        )

    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("training_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link_before", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_training_sessions_publish_at"), ["publish_at"], unique=False)
        batch_op.create_check_constraint(batch_op.f("ck_training_sessions_link_before_positive"), "link_before >= 0")


def downgrade() -> None:
    with op.batch_alter_table("training_sessions", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_training_sessions_link_before_positive"), type_="check")
        batch_op.drop_index(batch_op.f("ix_training_sessions_publish_at"))
        batch_op.drop_column("publish_at")
        batch_op.drop_column("link_before")

    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.drop_column("told_at")

    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_registrations_series_registration_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_registrations_series_registration_id"))
        batch_op.drop_column("series_registration_id")

    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_letters_announcement_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_letters_subscription_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_letters_subscription_id"))
        batch_op.drop_index(batch_op.f("ix_letters_announcement_id"))
        batch_op.drop_column("announcement_id")
        batch_op.drop_column("subscription_id")

    with op.batch_alter_table("agenda_facilitators", schema=None) as batch_op:
        batch_op.drop_column("role")

    with op.batch_alter_table("series_registrations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_series_registrations_live",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_series_registrations_participant_id"))

    op.drop_table("series_registrations")
    with op.batch_alter_table("publications", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_publications_training_session_id"))

    op.drop_table("publications")
    with op.batch_alter_table("announcements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_announcements_training_session_id"))
        batch_op.drop_index(batch_op.f("ix_announcements_series_id"))
        batch_op.drop_index(batch_op.f("ix_announcements_leaves_at"))

    op.drop_table("announcements")
