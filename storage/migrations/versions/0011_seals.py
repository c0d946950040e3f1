"""Seals of versions and alerts, and which extractor last confirmed a version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Adds the columns; what is there already is sealed as it stands, see `storage.database.connect`."""
    op.add_column("version", sa.Column("seal", sa.LargeBinary()))
    op.add_column("version", sa.Column("confirmed", sa.Text()))
    op.add_column("alert", sa.Column("seal", sa.LargeBinary()))
