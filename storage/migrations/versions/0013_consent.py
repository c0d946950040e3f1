"""Subscriptions that wait for their receiver's yes, and alerts that concern no site."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Adds the columns; who is subscribed already need not say yes. An alert need not be about a site any more."""
    op.add_column("subscription", sa.Column("confirmed_at", sa.DateTime(timezone=True)))
    op.add_column("subscription", sa.Column("asked_at", sa.DateTime(timezone=True)))
    subscription = sa.table("subscription", sa.column("confirmed_at"), sa.column("added_at"))
    op.execute(subscription.update().values(confirmed_at=subscription.c.added_at))
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        _loosen(connection)
    else:
        op.alter_column("alert", "site_id", existing_type=sa.BigInteger(), nullable=True)


def _loosen(connection: sa.Connection) -> None:
    """SQLite can only make the table anew. Deliveries point to it: they are judged again when all of it is back."""
    written = sa.text("SELECT sql FROM sqlite_master WHERE tbl_name = 'alert' AND sql IS NOT NULL ORDER BY type DESC")
    table, *indexes = connection.execute(written).scalars().all()
    for statement in (
        "PRAGMA defer_foreign_keys = ON",
        "CREATE TABLE alert_kept AS SELECT * FROM alert",
        "DROP TABLE alert",
        table.replace("site_id INTEGER NOT NULL", "site_id INTEGER"),
        "INSERT INTO alert SELECT * FROM alert_kept",
        "DROP TABLE alert_kept",
        *indexes,
    ):
        connection.exec_driver_sql(statement)
