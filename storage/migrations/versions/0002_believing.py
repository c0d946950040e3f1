"""What tells a page that cannot be believed: evidence of a failed check, a column's entries, bytes that break the reader."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Adds the columns; what is there already stays as it is."""
    op.add_column("check", sa.Column("evidence", sa.Text()))
    op.add_column("target", sa.Column("entries", sa.Integer()))
    op.add_column("target", sa.Column("poison", sa.Text()))
    op.add_column("target", sa.Column("kills", sa.Integer()))
