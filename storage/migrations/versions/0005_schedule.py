"""What a target's schedule remembers, and the date that its listing shows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Adds the columns; targets that are there begin with what is usual."""
    op.add_column("target", sa.Column("listed_date", sa.Text()))
    op.add_column("target", sa.Column("factors", sa.JSON(none_as_null=True)))
    op.add_column("target", sa.Column("news_at", sa.DateTime(timezone=True)))
    op.add_column("target", sa.Column("deadline", sa.Date()))
    op.add_column("target", sa.Column("expected", sa.Float()))
    op.add_column("target", sa.Column("changed", sa.Boolean()))
    op.add_column("target", sa.Column("pace", sa.Float()))
