"""What a target's validators are worth."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Adds the columns; the last good look of what is there counts as one that saw the whole page."""
    op.add_column("target", sa.Column("hits", sa.Integer()))
    op.add_column("target", sa.Column("whole_at", sa.DateTime(timezone=True)))
    op.add_column("target", sa.Column("lies", sa.Integer()))
    target = sa.table("target", sa.column("whole_at"), sa.column("good_at"))
    op.execute(target.update().values(whole_at=target.c.good_at))
