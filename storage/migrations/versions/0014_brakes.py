"""What robots.txt said, how much hosts were asked for, and which sites an operator holds back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds the tables; robots.txt is asked for once more, and traffic is counted from now on."""
    op.create_table(
        "robots",
        sa.Column("server", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("read_at", _MOMENT, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("trouble", sa.Text()),
        sa.PrimaryKeyConstraint("server", name="pk_robots"),
    )
    op.create_index("ix_robots_host", "robots", ["host"])
    op.create_table(
        "traffic",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("requests", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("not_modified", sa.BigInteger(), nullable=False),
        sa.Column("last_at", _MOMENT),
        sa.PrimaryKeyConstraint("day", "host", name="pk_traffic"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "brake",
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("paused_at", _MOMENT),
        sa.Column("paused_until", _MOMENT),
        sa.Column("why", sa.Text()),
        sa.Column("delay", sa.Float()),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_brake_site_id"),
        sa.PrimaryKeyConstraint("site_id", name="pk_brake"),
    )
