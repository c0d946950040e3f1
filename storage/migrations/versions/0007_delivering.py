"""What delivering remembers: claims that fence off late senders, answers, receivers in trouble, and which copy sends."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Adds the columns and tables; a delivery that is leased now is claimed anew when its lease ends, as before."""
    op.add_column("delivery", sa.Column("fence", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("delivery", sa.Column("leased_until", sa.DateTime(timezone=True)))
    op.add_column("delivery", sa.Column("answer", sa.Text()))
    op.create_table(
        "rest",
        sa.Column("receiver", sa.Text(), primary_key=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.create_table(
        "epoch",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("mark", sa.Text(), nullable=False),
    )
