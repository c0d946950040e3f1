"""Subscriptions that wait for their receiver's yes, alerts that concern no site; terms, and reminders of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Adds the columns; who is subscribed already need not say yes. An alert need not be about a site any more."""
    op.add_column("subscription", sa.Column("confirmed_at", sa.DateTime(timezone=True)))
    op.add_column("subscription", sa.Column("asked_at", sa.DateTime(timezone=True)))
    subscription = sa.table("subscription", sa.column("confirmed_at"), sa.column("added_at"))
    op.execute(subscription.update().values(confirmed_at=subscription.c.added_at))
    _add_terms()
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        _loosen(connection)
    else:
        op.alter_column("alert", "site_id", existing_type=sa.BigInteger(), nullable=True)


def _add_terms() -> None:
    op.create_table(
        "term",
        sa.Column("document_id", _ID, sa.ForeignKey("document.id", name="fk_term_document_id"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reader", sa.Integer(), nullable=False),
        sa.Column("deadline", sa.Date()),
        sa.Column("deadline_at", sa.DateTime(timezone=True)),
        sa.Column("expiry", sa.Date()),
        sa.Column("expiry_at", sa.DateTime(timezone=True)),
        sa.Column("overdue", sa.Date()),
        sa.Column("overdue_at", sa.DateTime(timezone=True)),
        sa.Column("said", sa.Text()),
        sa.PrimaryKeyConstraint("document_id", name="pk_term"),
    )
    op.create_table(
        "reminder",
        sa.Column("subscription_id", _ID, sa.ForeignKey("subscription.id", name="fk_reminder_subscription_id")),
        sa.Column("document_id", _ID, sa.ForeignKey("document.id", name="fk_reminder_document_id")),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("ahead", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("subscription_id", "document_id", "kind", "day", "ahead", name="pk_reminder"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_reminder_delivery_id", "reminder", ["delivery_id"])


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
