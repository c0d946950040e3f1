"""How often a target was not found in a row, and what tells that a document flips between two texts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Adds the columns; what is missing or flips now is learnt from its next looks on."""
    op.add_column("target", sa.Column("absent", sa.Integer()))
    op.add_column("target", sa.Column("absent_since", sa.DateTime(timezone=True)))
    op.add_column("target", sa.Column("other_since", sa.DateTime(timezone=True)))
    op.add_column("version", sa.Column("text_key", sa.String(64)))
