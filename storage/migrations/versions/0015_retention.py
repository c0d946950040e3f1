"""When columns brought what, rolled up checks, and when chores are due."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds the columns and tables; a document was found when it was looked at first, in the round that found it."""
    op.add_column("target", sa.Column("found_at", _MOMENT))
    op.add_column("target", sa.Column("shown_key", sa.String(64)))
    op.add_column("target", sa.Column("shown_at", _MOMENT))
    target = sa.table("target", sa.column("id"), sa.column("kind"), sa.column("found_at"))
    check = sa.table("check", sa.column("target_id"), sa.column("at"))
    first = sa.select(sa.func.min(check.c.at)).where(check.c.target_id == target.c.id).scalar_subquery()
    op.execute(target.update().where(target.c.kind == "document").values(found_at=first))
    op.create_table(
        "check_month",
        sa.Column("target_id", _ID, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.Column("first_at", _MOMENT, nullable=False),
        sa.Column("last_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("target_id", "month", "outcome", name="pk_check_month"),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name="fk_check_month_target_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "chore",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_chore"),
    )
    op.create_index("ix_alert_document_id", "alert", ["document_id"])
