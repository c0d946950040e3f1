"""The index of clause texts for searching, and the way from a text to its places."""

from __future__ import annotations

from alembic import op

from storage import grams

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Makes the index and fills it from the texts that are there."""
    op.create_index("ix_clause_span_clause_text_id", "clause_span", ["clause_text_id", "document_id"])
    connection = op.get_bind()
    grams.make(connection)
    grams.rebuild(connection)
