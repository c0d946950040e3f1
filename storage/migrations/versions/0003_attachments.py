"""Attached files of documents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the table of attachments, and has every document fetched whole once more.

    Until now nobody looked at the files of a document: a page that never changes would keep its own for ever.
    """
    op.create_table(
        "attachment",
        sa.Column("document_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("content_hash", sa.String(length=64)),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_attachment_document_id"),
        sa.PrimaryKeyConstraint("document_id", "position", name="pk_attachment"),
        sqlite_with_rowid=False,
    )
    target = sa.table(
        "target", sa.column("kind"), sa.column("etag"), sa.column("last_modified"), sa.column("content_hash")
    )
    op.execute(
        target.update().where(target.c.kind != "column").values(etag=None, last_modified=None, content_hash=None)
    )
