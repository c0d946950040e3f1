"""Why a target's last check failed, and the troubles of sites that became of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds the column and the table."""
    op.add_column("target", sa.Column("cause", sa.Text()))
    op.create_table(
        "incident",
        sa.Column("id", _ID, nullable=False),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("until", _MOMENT),
        sa.Column("opened_at", _MOMENT),
        sa.Column("reminded_at", _MOMENT),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("targets", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_incident"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_incident_site_id"),
    )
    op.create_index("ix_incident_site_id", "incident", ["site_id"])
