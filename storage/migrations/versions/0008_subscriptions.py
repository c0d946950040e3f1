"""Subscriptions by any filter, with an owner, a pause and a timing; deliveries that are folded into digests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_SITE = sa.table("site", sa.column("id"), sa.column("name"))
_SUBSCRIPTION = sa.table(
    "subscription",
    *(sa.column(name) for name in ("id", "site_id", "document_id", "keyword", "severity")),
    sa.column("filters", sa.JSON(none_as_null=True)),
    sa.column("timing", sa.JSON(none_as_null=True)),
)


def upgrade() -> None:
    """Adds the columns; subscriptions keep what limits they had, and hear of what is low at once, as they did."""
    op.add_column("subscription", sa.Column("owner", sa.Text()))
    op.add_column("subscription", sa.Column("paused_at", sa.DateTime(timezone=True)))
    op.add_column("subscription", sa.Column("filters", sa.JSON(none_as_null=True)))
    op.add_column("subscription", sa.Column("timing", sa.JSON(none_as_null=True)))
    op.add_column("delivery", sa.Column("digest_id", sa.String(36)))
    connection = op.get_bind()
    there = sa.select(_SUBSCRIPTION, _SITE.c.name).join(_SITE, _SITE.c.id == _SUBSCRIPTION.c.site_id, isouter=True)
    for row in connection.execute(there).all():
        limits = {"sites": row.name, "documents": row.document_id, "keywords": row.keyword}
        values = {
            "filters": {name: [value] for name, value in limits.items() if value is not None},
            "timing": {"low": "at-once"},
            "site_id": None,
            "document_id": None,
            "keyword": None,
        }
        connection.execute(sa.update(_SUBSCRIPTION).where(_SUBSCRIPTION.c.id == row.id).values(values))
