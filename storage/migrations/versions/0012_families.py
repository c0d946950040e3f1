"""What tells a document's family, where it is found by it, and how documents are kin."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds the tables; documents that are there already get their kin with their next version."""
    op.create_table(
        "portrait",
        sa.Column("document_id", _ID, nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_portrait_document_id"),
        sa.PrimaryKeyConstraint("document_id", name="pk_portrait"),
    )
    op.create_table(
        "trace",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("document_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_trace_document_id"),
        sa.PrimaryKeyConstraint("key", "document_id", name="pk_trace"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_trace_document_id", "trace", ["document_id"])
    op.create_table(
        "family_link",
        sa.Column("one_id", _ID, nullable=False),
        sa.Column("other_id", _ID, nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("reason_zh", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["one_id"], ["document.id"], name="fk_family_link_one_id"),
        sa.ForeignKeyConstraint(["other_id"], ["document.id"], name="fk_family_link_other_id"),
        sa.PrimaryKeyConstraint("one_id", "other_id", name="pk_family_link"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_family_link_other_id", "family_link", ["other_id"])
