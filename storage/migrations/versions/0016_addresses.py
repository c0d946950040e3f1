"""Documents keep their history when they move: the addresses of each, and by what it is found again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.relocation import known_by

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Adds table, columns and indexes; what was read before is known by its title from now on."""
    op.create_table(
        "document_address",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column(
            "document_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("document.id", name="fk_document_address_document_id"),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("gone_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("address", name="pk_document_address"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_document_address_document_id", "document_address", ["document_id"])
    op.add_column("document", sa.Column("first_url", sa.Text()))
    op.add_column("document", sa.Column("known_by", sa.String(64)))
    op.create_index("ix_document_known_by_document_site_id", "document", ["known_by", "site_id"])
    op.create_index("ix_version_text_key", "version", ["text_key"])
    op.drop_index("ix_target_column_id", "target")
    op.create_index("ix_target_column_id_target_listed_at", "target", ["column_id", "listed_at"])
    document = sa.table("document", sa.column("id"), sa.column("title"), sa.column("versions"), sa.column("known_by"))
    connection = op.get_bind()
    read = connection.execute(sa.select(document.c.id, document.c.title).where(document.c.versions > 0)).all()
    if read:
        one = document.update().where(document.c.id == sa.bindparam("which")).values(known_by=sa.bindparam("name"))
        connection.execute(one, [{"which": row.id, "name": known_by(row.title)} for row in read])
