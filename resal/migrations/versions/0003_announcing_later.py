"""What is announced to those who asked waits a quarter of an hour, too."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BEFORE = ("moved", "cancelled", "restored", "changed", "dated")
AFTER = (*BEFORE, "announced")
NAME = "ck_announcements_kind_known"


def upgrade() -> None:
    _know(AFTER)


def downgrade() -> None:
    op.execute("UPDATE letters SET announcement_id = NULL WHERE announcement_id IN"
               " (SELECT id FROM announcements WHERE kind = 'announced')")  # fmt: skip
    op.execute("DELETE FROM announcements WHERE kind = 'announced'")
    _know(BEFORE)


def _know(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("announcements", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(NAME), type_="check")
        batch_op.create_check_constraint(batch_op.f(NAME), f"kind IN {kinds}")
