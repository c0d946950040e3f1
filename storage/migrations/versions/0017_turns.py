"""Whose turn it is to run a round, and to lead."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Adds the table with its two rows: nobody ever had them."""
    turn = op.create_table(
        "turn",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("beat", sa.Integer(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_turn"),
    )
    op.bulk_insert(turn, [{"name": name, "term": 0, "beat": 0, "locked": True} for name in ("round", "lead")])
