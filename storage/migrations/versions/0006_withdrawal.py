"""How often a target was not found in a row, and since when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Adds the columns; what is missing now is counted from its next look on."""
    op.add_column("target", sa.Column("absent", sa.Integer()))
    op.add_column("target", sa.Column("absent_since", sa.DateTime(timezone=True)))
