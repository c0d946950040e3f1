"""The further pages of documents that are cut into pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the table of parts, and has every document fetched whole once more.

    Until now only a document's first page was read: one that never changes would keep its others unread for ever.
    """
    op.create_table(
        "part",
        sa.Column("version_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("raw_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_part_version_id"),
        sa.ForeignKeyConstraint(["raw_id"], ["raw.id"], name="fk_part_raw_id"),
        sa.PrimaryKeyConstraint("version_id", "position", name="pk_part"),
        sqlite_with_rowid=False,
    )
    target = sa.table(
        "target", sa.column("kind"), sa.column("etag"), sa.column("last_modified"), sa.column("content_hash")
    )
    op.execute(
        target.update().where(target.c.kind != "column").values(etag=None, last_modified=None, content_hash=None)
    )
