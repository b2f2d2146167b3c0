"""The first schema."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('coordinator', 'host', 'reader')", name=op.f("ck_accounts_role_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email_key", name=op.f("uq_accounts_email_key")),
    )
    op.create_table(
        "facilitators",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("bio", DOCUMENT, nullable=False),
        sa.Column("languages", DOCUMENT, nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facilitators")),
        sa.UniqueConstraint("key", name=op.f("uq_facilitators_key")),
        sa.UniqueConstraint("nonce", name=op.f("uq_facilitators_nonce")),
    )
    op.create_table(
        "networks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", DOCUMENT, nullable=False),
        sa.Column("acronym", sa.String(), nullable=False),
        sa.Column("coordinator", sa.String(), nullable=False),
        sa.Column("territory", DOCUMENT, nullable=False),
        sa.Column("concern", DOCUMENT, nullable=False),
        sa.Column("audience", DOCUMENT, nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("postal_address", sa.String(), nullable=False),
        sa.Column("privacy_officer", sa.String(), nullable=False),
        sa.Column("privacy_email", sa.String(), nullable=False),
        sa.Column("support_numbers", DOCUMENT, nullable=False),
        sa.Column("hosting", sa.String(), nullable=False),
        sa.Column("retention_months", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_networks")),
    )
    op.create_table(
        "organizations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", DOCUMENT, nullable=False),
        sa.Column("acronym", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("website", sa.String(), nullable=False),
        sa.Column("territories", DOCUMENT, nullable=False),
        sa.Column("aliases", DOCUMENT, nullable=False),
        sa.Column("folded_names", sa.String(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["merged_into_id"], ["organizations.id"], name=op.f("fk_organizations_merged_into_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["organizations.id"], name=op.f("fk_organizations_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizations")),
        sa.UniqueConstraint("key", name=op.f("uq_organizations_key")),
    )
    with op.batch_alter_table("organizations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organizations_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organizations_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("wait_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_table(
        "policy_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", DOCUMENT, nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_versions")),
    )
    op.create_table(
        "programme_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_version")),
    )
    op.create_table(
        "rate_limits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_limits")),
        sa.UniqueConstraint("key", name=op.f("uq_rate_limits_key")),
    )
    with op.batch_alter_table("rate_limits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rate_limits_next_at"), ["next_at"], unique=False)

    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", DOCUMENT, nullable=False),
        sa.Column("season", sa.String(), nullable=False),
        sa.Column("summary", DOCUMENT, nullable=False),
        sa.Column("register_whole", sa.Boolean(), nullable=False),
        sa.Column("attestation_rule", DOCUMENT, nullable=False),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("key", name=op.f("uq_series_key")),
    )
    op.create_table(
        "themes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("label", DOCUMENT, nullable=False),
        sa.Column("aliases", DOCUMENT, nullable=False),
        sa.Column("synthesis", DOCUMENT, nullable=False),
        sa.Column("synthesis_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_themes")),
        sa.UniqueConstraint("key", name=op.f("uq_themes_key")),
    )
    op.create_table(
        "venues",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("borough", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("access", DOCUMENT, nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_venues_capacity_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venues")),
        sa.UniqueConstraint("key", name=op.f("uq_venues_key")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("details", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_audit_entries_account_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entries_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entries_at"), ["at"], unique=False)
        batch_op.create_index("ix_audit_entries_subject", ["subject_type", "subject_id"], unique=False)

    op.create_table(
        "facilitator_roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facilitator_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("title", DOCUMENT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["facilitator_id"],
            ["facilitators.id"],
            name=op.f("fk_facilitator_roles_facilitator_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_facilitator_roles_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facilitator_roles")),
    )
    with op.batch_alter_table("facilitator_roles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_facilitator_roles_facilitator_id"), ["facilitator_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_facilitator_roles_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "participants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("organization_name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erase_after", sa.Date(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_participants_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participants")),
        sa.UniqueConstraint("email_key", "name_key", name=op.f("uq_participants_email_key_name_key")),
        sa.UniqueConstraint("nonce", name=op.f("uq_participants_nonce")),
    )
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participants_erase_after"), ["erase_after"], unique=False)
        batch_op.create_index(batch_op.f("ix_participants_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "series_funders",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_series_funders_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_series_funders_series_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("series_id", "organization_id", name=op.f("pk_series_funders")),
    )
    op.create_table(
        "series_themes",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_series_themes_series_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_series_themes_theme_id")),
        sa.PrimaryKeyConstraint("series_id", "theme_id", name=op.f("pk_series_themes")),
    )
    op.create_table(
        "sign_in_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_sign_in_links_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_links")),
        sa.UniqueConstraint("nonce", name=op.f("uq_sign_in_links_nonce")),
    )
    with op.batch_alter_table("sign_in_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_links_account_id"), ["account_id"], unique=False)

    op.create_table(
        "training_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("number_in_series", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=True),
        sa.Column("title", DOCUMENT, nullable=False),
        sa.Column("summary", DOCUMENT, nullable=False),
        sa.Column("objectives", DOCUMENT, nullable=False),
        sa.Column("audience", DOCUMENT, nullable=False),
        sa.Column("prerequisites", DOCUMENT, nullable=False),
        sa.Column("instructions", DOCUMENT, nullable=False),
        sa.Column("languages", DOCUMENT, nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("date_known_as", DOCUMENT, nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("external_url", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("capacity_online", sa.Integer(), nullable=True),
        sa.Column("registration", sa.String(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_list", sa.String(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("access_nonce", sa.String(), nullable=False),
        sa.Column("edition_number", sa.Integer(), nullable=True),
        sa.Column("first_edition_id", sa.Integer(), nullable=True),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("attended_only", sa.Boolean(), nullable=False),
        sa.Column("attendance_low", sa.Integer(), nullable=True),
        sa.Column("attendance_high", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("unpublished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        sa.Column("cancelled_reason", DOCUMENT, nullable=False),
        sa.Column("attendance_closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_training_sessions_capacity_positive")),
        sa.CheckConstraint("capacity_online > 0", name=op.f("ck_training_sessions_capacity_online_positive")),
        sa.CheckConstraint("edition_number > 0", name=op.f("ck_training_sessions_edition_positive")),
        sa.ForeignKeyConstraint(
            ["cancelled_by_id"], ["accounts.id"], name=op.f("fk_training_sessions_cancelled_by_id")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["accounts.id"], name=op.f("fk_training_sessions_created_by_id")),
        sa.ForeignKeyConstraint(
            ["first_edition_id"], ["training_sessions.id"], name=op.f("fk_training_sessions_first_edition_id")
        ),
        sa.ForeignKeyConstraint(["follows_id"], ["training_sessions.id"], name=op.f("fk_training_sessions_follows_id")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["accounts.id"], name=op.f("fk_training_sessions_published_by_id")
        ),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_training_sessions_series_id")),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name=op.f("fk_training_sessions_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_sessions")),
        sa.UniqueConstraint("access_nonce", name=op.f("uq_training_sessions_access_nonce")),
        sa.UniqueConstraint("key", name=op.f("uq_training_sessions_key")),
    )
    with op.batch_alter_table("training_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_sessions_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_sessions_example"), ["example"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_sessions_first_edition_id"), ["first_edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_sessions_follows_id"), ["follows_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_sessions_series_id"), ["series_id"], unique=False)
        batch_op.create_index("ix_training_sessions_shown", ["starts_at", "published_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_sessions_starts_at"), ["starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_sessions_venue_id"), ["venue_id"], unique=False)

    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("policy_version_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_through", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_consents_participant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["policy_version_id"], ["policy_versions.id"], name=op.f("fk_consents_policy_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consents_participant_id"), ["participant_id"], unique=False)

    op.create_table(
        "feed_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_feed_tokens_participant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feed_tokens_token_hash")),
    )
    with op.batch_alter_table("feed_tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_tokens_participant_id"), ["participant_id"], unique=False)

    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_session_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", DOCUMENT, nullable=False),
        sa.Column("when", DOCUMENT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("became_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["became_id"], ["training_sessions.id"], name=op.f("fk_follow_ups_became_id")),
        sa.ForeignKeyConstraint(
            ["training_session_id"],
            ["training_sessions.id"],
            name=op.f("fk_follow_ups_training_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
    )
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_ups_became_id"), ["became_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_follow_ups_training_session_id"), ["training_session_id"], unique=False)

    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", DOCUMENT, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("start_time", sa.Time(), nullable=True),
        sa.Column("end_time", sa.Time(), nullable=True),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_meetings_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["training_session_id"],
            ["training_sessions.id"],
            name=op.f("fk_meetings_training_session_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name=op.f("fk_meetings_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("uid", name=op.f("uq_meetings_uid")),
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meetings_starts_at"), ["starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_meetings_training_session_id"), ["training_session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meetings_venue_id"), ["venue_id"], unique=False)

    op.create_table(
        "next_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_session_id", sa.Integer(), nullable=False),
        sa.Column("text", DOCUMENT, nullable=False),
        sa.Column("owner_name", sa.String(), nullable=False),
        sa.Column("owner_organization_id", sa.Integer(), nullable=True),
        sa.Column("owner_facilitator_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('proposed', 'agreed', 'under way', 'done', 'dropped')", name=op.f("ck_next_steps_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["owner_facilitator_id"], ["facilitators.id"], name=op.f("fk_next_steps_owner_facilitator_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_organization_id"], ["organizations.id"], name=op.f("fk_next_steps_owner_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["training_session_id"],
            ["training_sessions.id"],
            name=op.f("fk_next_steps_training_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_next_steps")),
    )
    with op.batch_alter_table("next_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_next_steps_owner_facilitator_id"), ["owner_facilitator_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_next_steps_owner_organization_id"), ["owner_organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_next_steps_training_session_id"), ["training_session_id"], unique=False)

    op.create_table(
        "registrations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_session_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("arrival", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("needs", sa.String(), nullable=False),
        sa.Column("needs_erase_after", sa.Date(), nullable=True),
        sa.Column("erase_after", sa.Date(), nullable=True),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("submission", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("over_capacity", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "state IN ('requested', 'confirmed', 'waiting', 'offered', 'declined', 'withdrawn', 'cancelled')",
            name=op.f("ck_registrations_state_known"),
        ),
        sa.ForeignKeyConstraint(["participant_id"], ["participants.id"], name=op.f("fk_registrations_participant_id")),
        sa.ForeignKeyConstraint(
            ["training_session_id"],
            ["training_sessions.id"],
            name=op.f("fk_registrations_training_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
        sa.UniqueConstraint("nonce", name=op.f("uq_registrations_nonce")),
        sa.UniqueConstraint("submission", name=op.f("uq_registrations_submission")),
        sa.UniqueConstraint(
            "training_session_id", "arrival", name=op.f("uq_registrations_training_session_id_arrival")
        ),
    )
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registrations_erase_after"), ["erase_after"], unique=False)
        batch_op.create_index("ix_registrations_line", ["training_session_id", "state", "arrival"], unique=False)
        batch_op.create_index(batch_op.f("ix_registrations_needs_erase_after"), ["needs_erase_after"], unique=False)
        batch_op.create_index(batch_op.f("ix_registrations_participant_id"), ["participant_id"], unique=False)
        batch_op.create_index(
            "uq_registrations_live",
            ["training_session_id", "participant_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('requested', 'confirmed', 'waiting', 'offered')"),
            postgresql_where=sa.text("state IN ('requested', 'confirmed', 'waiting', 'offered')"),
        )

    op.create_table(
        "resources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_session_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", DOCUMENT, nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "audience IN ('everyone', 'registered', 'present')", name=op.f("ck_resources_audience_known")
        ),
        sa.ForeignKeyConstraint(
            ["training_session_id"],
            ["training_sessions.id"],
            name=op.f("fk_resources_training_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resources")),
    )
    with op.batch_alter_table("resources", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resources_training_session_id"), ["training_session_id"], unique=False)

    op.create_table(
        "session_funders",
        sa.Column("training_session_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_session_funders_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["training_session_id"],
            ["training_sessions.id"],
            name=op.f("fk_session_funders_training_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("training_session_id", "organization_id", name=op.f("pk_session_funders")),
    )
    with op.batch_alter_table("session_funders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_funders_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "session_organizers",
        sa.Column("training_session_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_session_organizers_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["training_session_id"],
            ["training_sessions.id"],
            name=op.f("fk_session_organizers_training_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("training_session_id", "organization_id", name=op.f("pk_session_organizers")),
    )
    with op.batch_alter_table("session_organizers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_organizers_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "session_themes",
        sa.Column("training_session_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_session_themes_theme_id")),
        sa.ForeignKeyConstraint(
            ["training_session_id"],
            ["training_sessions.id"],
            name=op.f("fk_session_themes_training_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("training_session_id", "theme_id", name=op.f("pk_session_themes")),
    )
    with op.batch_alter_table("session_themes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_themes_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("training_session_id", sa.Integer(), nullable=True),
        sa.Column("themes", DOCUMENT, nullable=False),
        sa.Column("boroughs", DOCUMENT, nullable=False),
        sa.Column("policy_version_id", sa.Integer(), nullable=True),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["policy_version_id"], ["policy_versions.id"], name=op.f("fk_subscriptions_policy_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["training_session_id"],
            ["training_sessions.id"],
            name=op.f("fk_subscriptions_training_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("nonce", name=op.f("uq_subscriptions_nonce")),
    )
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subscriptions_email_key"), ["email_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_subscriptions_training_session_id"), ["training_session_id"], unique=False)

    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_session_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=True),
        sa.Column("start_time", sa.Time(), nullable=True),
        sa.Column("end_time", sa.Time(), nullable=True),
        sa.Column("text", DOCUMENT, nullable=False),
        sa.Column("track", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_agenda_items_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["training_session_id"],
            ["training_sessions.id"],
            name=op.f("fk_agenda_items_training_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
    )
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_items_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_items_training_session_id"), ["training_session_id"], unique=False)

    op.create_table(
        "attendances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('present', 'partial', 'excused', 'absent')", name=op.f("ck_attendances_status_known")
        ),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_attendances_minutes_positive")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_attendances_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["accounts.id"], name=op.f("fk_attendances_recorded_by_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_attendances_registration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendances")),
        sa.UniqueConstraint("registration_id", "meeting_id", name=op.f("uq_attendances_registration_id_meeting_id")),
    )
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendances_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "facilitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_session_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("facilitator_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("affiliations", DOCUMENT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["facilitator_id"], ["facilitators.id"], name=op.f("fk_facilitations_facilitator_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_facilitations_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["training_session_id"],
            ["training_sessions.id"],
            name=op.f("fk_facilitations_training_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facilitations")),
    )
    with op.batch_alter_table("facilitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_facilitations_facilitator_id"), ["facilitator_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_facilitations_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_facilitations_training_session_id"), ["training_session_id"], unique=False)

    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("unique_key", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("to_name", sa.String(), nullable=False),
        sa.Column("to_email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("facts", DOCUMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("training_session_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", sa.String(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'data_sent', 'sent', 'failed', 'uncertain', 'cancelled', 'missed')",
            name=op.f("ck_letters_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_letters_account_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_letters_registration_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["training_session_id"],
            ["training_sessions.id"],
            name=op.f("fk_letters_training_session_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("message_id", name=op.f("uq_letters_message_id")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_letters_unique_key")),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letters_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_letters_due", ["state", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_letters_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letters_training_session_id"), ["training_session_id"], unique=False)

    op.create_table(
        "next_step_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("next_step_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["next_step_id"], ["next_steps.id"], name=op.f("fk_next_step_changes_next_step_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_next_step_changes")),
    )
    with op.batch_alter_table("next_step_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_next_step_changes_next_step_id"), ["next_step_id"], unique=False)

    op.create_table(
        "registration_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_registration_changes_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_changes")),
    )
    with op.batch_alter_table("registration_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_changes_registration_id"), ["registration_id"], unique=False)

    op.create_table(
        "takeaways",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_session_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("facilitator_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", DOCUMENT, nullable=False),
        sa.Column("text", DOCUMENT, nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('highlight', 'finding', 'practice', 'tool', 'figure', 'question')",
            name=op.f("ck_takeaways_kind_known"),
        ),
        sa.CheckConstraint("state IN ('raw', 'reviewed', 'published')", name=op.f("ck_takeaways_state_known")),
        sa.ForeignKeyConstraint(["created_by_id"], ["accounts.id"], name=op.f("fk_takeaways_created_by_id")),
        sa.ForeignKeyConstraint(["facilitator_id"], ["facilitators.id"], name=op.f("fk_takeaways_facilitator_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_takeaways_meeting_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["published_by_id"], ["accounts.id"], name=op.f("fk_takeaways_published_by_id")),
        sa.ForeignKeyConstraint(
            ["training_session_id"],
            ["training_sessions.id"],
            name=op.f("fk_takeaways_training_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takeaways")),
    )
    with op.batch_alter_table("takeaways", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_takeaways_facilitator_id"), ["facilitator_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_takeaways_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_takeaways_training_session_id"), ["training_session_id"], unique=False)

    op.create_table(
        "agenda_facilitators",
        sa.Column("agenda_item_id", sa.Integer(), nullable=False),
        sa.Column("facilitator_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"],
            ["agenda_items.id"],
            name=op.f("fk_agenda_facilitators_agenda_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["facilitator_id"], ["facilitators.id"], name=op.f("fk_agenda_facilitators_facilitator_id")
        ),
        sa.PrimaryKeyConstraint("agenda_item_id", "facilitator_id", name=op.f("pk_agenda_facilitators")),
    )
    op.create_table(
        "agenda_organizations",
        sa.Column("agenda_item_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"],
            ["agenda_items.id"],
            name=op.f("fk_agenda_organizations_agenda_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_agenda_organizations_organization_id")
        ),
        sa.PrimaryKeyConstraint("agenda_item_id", "organization_id", name=op.f("pk_agenda_organizations")),
    )
    op.create_table(
        "takeaway_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("takeaway_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('confirms', 'qualifies', 'updates')", name=op.f("ck_takeaway_links_kind_known")),
        sa.ForeignKeyConstraint(
            ["other_id"], ["takeaways.id"], name=op.f("fk_takeaway_links_other_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["takeaway_id"], ["takeaways.id"], name=op.f("fk_takeaway_links_takeaway_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takeaway_links")),
    )
    with op.batch_alter_table("takeaway_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_takeaway_links_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_takeaway_links_takeaway_id"), ["takeaway_id"], unique=False)

    op.create_table(
        "takeaway_themes",
        sa.Column("takeaway_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["takeaway_id"], ["takeaways.id"], name=op.f("fk_takeaway_themes_takeaway_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_takeaway_themes_theme_id")),
        sa.PrimaryKeyConstraint("takeaway_id", "theme_id", name=op.f("pk_takeaway_themes")),
    )
    op.execute("INSERT INTO programme_version (number, words) VALUES (0, 0)")
    op.execute("INSERT INTO outbox (paused, last_error) VALUES (false, '')")


def downgrade() -> None:
    op.drop_table("takeaway_themes")
    with op.batch_alter_table("takeaway_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_takeaway_links_takeaway_id"))
        batch_op.drop_index(batch_op.f("ix_takeaway_links_other_id"))

    op.drop_table("takeaway_links")
    op.drop_table("agenda_organizations")
    op.drop_table("agenda_facilitators")
    with op.batch_alter_table("takeaways", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_takeaways_training_session_id"))
        batch_op.drop_index(batch_op.f("ix_takeaways_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_takeaways_facilitator_id"))

    op.drop_table("takeaways")
    with op.batch_alter_table("registration_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registration_changes_registration_id"))

    op.drop_table("registration_changes")
    with op.batch_alter_table("next_step_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_next_step_changes_next_step_id"))

    op.drop_table("next_step_changes")
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letters_training_session_id"))
        batch_op.drop_index(batch_op.f("ix_letters_registration_id"))
        batch_op.drop_index("ix_letters_due")
        batch_op.drop_index(batch_op.f("ix_letters_account_id"))

    op.drop_table("letters")
    with op.batch_alter_table("facilitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_facilitations_training_session_id"))
        batch_op.drop_index(batch_op.f("ix_facilitations_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_facilitations_facilitator_id"))

    op.drop_table("facilitations")
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendances_meeting_id"))

    op.drop_table("attendances")
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_items_training_session_id"))
        batch_op.drop_index(batch_op.f("ix_agenda_items_meeting_id"))

    op.drop_table("agenda_items")
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_subscriptions_training_session_id"))
        batch_op.drop_index(batch_op.f("ix_subscriptions_email_key"))

    op.drop_table("subscriptions")
    with op.batch_alter_table("session_themes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_themes_theme_id"))

    op.drop_table("session_themes")
    with op.batch_alter_table("session_organizers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_organizers_organization_id"))

    op.drop_table("session_organizers")
    with op.batch_alter_table("session_funders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_funders_organization_id"))

    op.drop_table("session_funders")
    with op.batch_alter_table("resources", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resources_training_session_id"))

    op.drop_table("resources")
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_registrations_live",
            sqlite_where=sa.text("state IN ('requested', 'confirmed', 'waiting', 'offered')"),
            postgresql_where=sa.text("state IN ('requested', 'confirmed', 'waiting', 'offered')"),
        )
        batch_op.drop_index(batch_op.f("ix_registrations_participant_id"))
        batch_op.drop_index(batch_op.f("ix_registrations_needs_erase_after"))
        batch_op.drop_index("ix_registrations_line")
        batch_op.drop_index(batch_op.f("ix_registrations_erase_after"))

    op.drop_table("registrations")
    with op.batch_alter_table("next_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_next_steps_training_session_id"))
        batch_op.drop_index(batch_op.f("ix_next_steps_owner_organization_id"))
        batch_op.drop_index(batch_op.f("ix_next_steps_owner_facilitator_id"))

    op.drop_table("next_steps")
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meetings_venue_id"))
        batch_op.drop_index(batch_op.f("ix_meetings_training_session_id"))
        batch_op.drop_index(batch_op.f("ix_meetings_starts_at"))

    op.drop_table("meetings")
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_ups_training_session_id"))
        batch_op.drop_index(batch_op.f("ix_follow_ups_became_id"))

    op.drop_table("follow_ups")
    with op.batch_alter_table("feed_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feed_tokens_participant_id"))

    op.drop_table("feed_tokens")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consents_participant_id"))

    op.drop_table("consents")
    with op.batch_alter_table("training_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_sessions_venue_id"))
        batch_op.drop_index(batch_op.f("ix_training_sessions_starts_at"))
        batch_op.drop_index("ix_training_sessions_shown")
        batch_op.drop_index(batch_op.f("ix_training_sessions_series_id"))
        batch_op.drop_index(batch_op.f("ix_training_sessions_follows_id"))
        batch_op.drop_index(batch_op.f("ix_training_sessions_first_edition_id"))
        batch_op.drop_index(batch_op.f("ix_training_sessions_example"))
        batch_op.drop_index(batch_op.f("ix_training_sessions_ends_at"))

    op.drop_table("training_sessions")
    with op.batch_alter_table("sign_in_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_links_account_id"))

    op.drop_table("sign_in_links")
    op.drop_table("series_themes")
    op.drop_table("series_funders")
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participants_organization_id"))
        batch_op.drop_index(batch_op.f("ix_participants_erase_after"))

    op.drop_table("participants")
    with op.batch_alter_table("facilitator_roles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_facilitator_roles_organization_id"))
        batch_op.drop_index(batch_op.f("ix_facilitator_roles_facilitator_id"))

    op.drop_table("facilitator_roles")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_subject")
        batch_op.drop_index(batch_op.f("ix_audit_entries_at"))
        batch_op.drop_index(batch_op.f("ix_audit_entries_account_id"))

    op.drop_table("audit_entries")
    op.drop_table("venues")
    op.drop_table("themes")
    op.drop_table("series")
    with op.batch_alter_table("rate_limits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rate_limits_next_at"))

    op.drop_table("rate_limits")
    op.drop_table("programme_version")
    op.drop_table("policy_versions")
    op.drop_table("outbox")
    with op.batch_alter_table("organizations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organizations_parent_id"))
        batch_op.drop_index(batch_op.f("ix_organizations_merged_into_id"))

    op.drop_table("organizations")
    op.drop_table("networks")
    op.drop_table("facilitators")
    op.drop_table("accounts")
