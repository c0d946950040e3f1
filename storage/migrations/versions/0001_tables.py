"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes every table of the first release."""
    op.create_table(
        "clause_text",
        sa.Column("id", _ID, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clause_text"),
        sa.UniqueConstraint("hash", name="uq_clause_text_hash"),
    )
    op.create_table(
        "raw",
        sa.Column("id", _ID, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.Text()),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_raw"),
        sa.UniqueConstraint("sha256", name="uq_raw_sha256"),
    )
    op.create_table(
        "site",
        sa.Column("id", _ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("retired_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_site"),
        sa.UniqueConstraint("name", name="uq_site_name"),
    )
    op.create_table(
        "document",
        sa.Column("id", _ID, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text()),
        sa.Column("stage", sa.Text()),
        sa.Column("published", sa.Text()),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_document_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.UniqueConstraint("url", name="uq_document_url"),
    )
    op.create_index("ix_document_site_id", "document", ["site_id"], unique=False)
    op.create_table(
        "site_revision",
        sa.Column("id", _ID, nullable=False),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_site_revision_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_site_revision"),
        sa.UniqueConstraint("site_id", "digest", name="uq_site_revision_site_id_digest"),
    )
    op.create_table(
        "alert",
        sa.Column("id", _ID, nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("document_id", _ID),
        sa.Column("version", sa.Integer()),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_alert_document_id"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_alert_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
    )
    op.create_table(
        "clause_span",
        sa.Column("document_id", _ID, nullable=False),
        sa.Column("from_version", sa.Integer(), nullable=False),
        sa.Column("rank", sa.LargeBinary(), nullable=False),
        sa.Column("to_version", sa.Integer()),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("marker", sa.Text(), nullable=False),
        sa.Column("inline", sa.Boolean(), nullable=False),
        sa.Column("clause_text_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["clause_text_id"], ["clause_text.id"], name="fk_clause_span_clause_text_id"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_clause_span_document_id"),
        sa.PrimaryKeyConstraint("document_id", "from_version", "rank", name="pk_clause_span"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "finding",
        sa.Column("document_id", _ID, nullable=False),
        sa.Column("from_version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("to_version", sa.Integer()),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_finding_document_id"),
        sa.PrimaryKeyConstraint("document_id", "from_version", "position", name="pk_finding"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "subscription",
        sa.Column("id", _ID, nullable=False),
        sa.Column("to", sa.Text(), nullable=False),
        sa.Column("site_id", _ID),
        sa.Column("document_id", _ID),
        sa.Column("keyword", sa.Text()),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("added_at", _MOMENT, nullable=False),
        sa.Column("removed_at", _MOMENT),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_subscription_document_id"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_subscription_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
    )
    op.create_table(
        "target",
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("column_id", _ID),
        sa.Column("document_id", _ID),
        sa.Column("baseline", sa.Boolean(), nullable=False),
        sa.Column("baseline_at", _MOMENT),
        sa.Column("next_due_at", _MOMENT, nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("content_hash", sa.String(length=64)),
        sa.Column("listed_title", sa.Text()),
        sa.Column("listed_at", _MOMENT),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("checked_at", _MOMENT),
        sa.Column("good_at", _MOMENT),
        sa.Column("retired_at", _MOMENT),
        sa.ForeignKeyConstraint(["column_id"], ["target.id"], name="fk_target_column_id"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_target_document_id"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_target_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_target"),
        sa.UniqueConstraint("address", name="uq_target_address"),
    )
    op.create_index("ix_target_column_id", "target", ["column_id"], unique=False)
    op.create_index("ix_target_document_id", "target", ["document_id"], unique=False)
    op.create_index("ix_target_next_due_at", "target", ["next_due_at"], unique=False)
    op.create_index("ix_target_site_id", "target", ["site_id"], unique=False)
    op.create_table(
        "version",
        sa.Column("id", _ID, nullable=False),
        sa.Column("document_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("raw_id", _ID),
        sa.Column("revision_id", _ID),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("face", sa.LargeBinary()),
        sa.Column("changes", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_version_document_id"),
        sa.ForeignKeyConstraint(["raw_id"], ["raw.id"], name="fk_version_raw_id"),
        sa.ForeignKeyConstraint(["revision_id"], ["site_revision.id"], name="fk_version_revision_id"),
        sa.PrimaryKeyConstraint("id", name="pk_version"),
        sa.UniqueConstraint("document_id", "number", name="uq_version_document_id_number"),
    )
    op.create_table(
        "change",
        sa.Column("version_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("path_before", sa.Text()),
        sa.Column("path_after", sa.Text()),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_change_version_id"),
        sa.PrimaryKeyConstraint("version_id", "position", name="pk_change"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "check",
        sa.Column("id", _ID, nullable=False),
        sa.Column("target_id", _ID, nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("status", sa.Integer()),
        sa.Column("final_url", sa.Text()),
        sa.Column("version", sa.Integer()),
        sa.Column("baseline", sa.Boolean(), nullable=False),
        sa.Column("new", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name="fk_check_target_id"),
        sa.PrimaryKeyConstraint("id", name="pk_check"),
    )
    op.create_index("ix_check_target_id", "check", ["target_id"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("alert_id", _ID, nullable=False),
        sa.Column("subscription_id", _ID, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", _MOMENT),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("error", sa.Text()),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name="fk_delivery_alert_id"),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscription.id"], name="fk_delivery_subscription_id"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("alert_id", "subscription_id", name="uq_delivery_alert_id_subscription_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_delivery_due_at", "delivery", ["due_at"], unique=False)
