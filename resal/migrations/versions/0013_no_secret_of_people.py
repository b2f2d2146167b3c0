"""People have no secret of their own any more: the link to their space is a row, made when it is asked for."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

PEOPLE = sa.table("participants", sa.column("id"), sa.column("nonce"))
UNIQUE = "uq_participants_nonce"


def upgrade() -> None:
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(UNIQUE), type_="unique")
        batch_op.drop_column("nonce")


def downgrade() -> None:
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.add_column(sa.Column("nonce", sa.String(), nullable=True))
    _give_each_a_new_one()
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.alter_column("nonce", existing_type=sa.String(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f(UNIQUE), ["nonce"])


def _give_each_a_new_one() -> None:
    connection = op.get_bind()
    each = sa.update(PEOPLE).where(PEOPLE.c.id == sa.bindparam("person")).values(nonce=sa.bindparam("secret"))
    people = connection.scalars(sa.select(PEOPLE.c.id)).all()
    if people:
        connection.execute(each, [{"person": id_, "secret": secrets.token_urlsafe(16)} for id_ in people])
