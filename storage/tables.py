"""The tables. What is published is kept as published; what can be derived is not kept.

Every time is UTC (`Moment`). A target is anything that is looked at: a column, a single page, a document found in a
column. A version of a document is the set of its clause spans that are open in it.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

REVISION = "0020"
"""The migration that makes exactly these tables."""


class Moment(TypeDecorator[datetime]):
    """An aware time, in UTC on both sides. Raises ValueError for a time without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: SQLite has no zones, so it gets the bare UTC time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database: aware again."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


Id = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only where the key is called INTEGER."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

site = Table(
    "site",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("digest", String(64), nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("retired_at", Moment),
)

site_revision = Table(
    "site_revision",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("site.id"), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("rules", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("site_id", "digest"),
)

document = Table(
    "document",
    metadata,
    Column("id", Id, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("site_id", Id, ForeignKey("site.id"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("kind", Text),
    Column("stage", Text),
    Column("published", Text),
    Column("versions", Integer, nullable=False),  # 0: known from a listing, not read yet
    Column("status", Text, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("first_url", Text),  # where it was known first; NULL: it never moved
    Column("known_by", String(64)),  # see `monitor.relocation`; NULL: not read yet
    Index(None, "known_by", "site_id"),
)

document_address = Table(  # of documents that moved, and of pages that other addresses lead to
    "document_address",
    metadata,
    Column("address", Text, primary_key=True),
    Column("document_id", Id, ForeignKey("document.id"), nullable=False, index=True),
    Column("since", Moment, nullable=False),
    Column("reason", Text),  # why it is the document's; NULL: it was known there first
    Column("gone_at", Moment),  # since when the document is known to be there no more
    sqlite_with_rowid=False,
)

target = Table(
    "target",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("url", Text, nullable=False),  # as the site file or the listing writes it
    Column("address", Text, nullable=False, unique=True),  # its canonical spelling
    Column("host", Text, nullable=False),
    Column("site_id", Id, ForeignKey("site.id"), nullable=False, index=True),
    Column("name", Text),
    Column("column_id", Id, ForeignKey("target.id")),  # of a document: where it was found
    Column("document_id", Id, ForeignKey("document.id"), index=True),
    Column("baseline", Boolean, nullable=False),  # of a document: found before its column's baseline was finished
    Column("baseline_at", Moment),  # of a column or page: when its baseline was finished
    Column("next_due_at", Moment, nullable=False, index=True),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("content_hash", String(64)),
    Column("listed_title", Text),
    Column("listed_date", Text),
    Column("listed_at", Moment),
    Column("failures", Integer, nullable=False),
    Column("cause", Text),  # of the last check's failure
    Column("entries", Integer),  # of a column: how many its last good look found
    Column("poison", Text),  # which bytes, read by which extractor, broke the reading process at last
    Column("kills", Integer),  # and how many times
    # What its validators are worth, see `monitor.validators`; NULL: nothing was learnt yet.
    Column("hits", Integer),
    Column("whole_at", Moment),
    Column("lies", Integer),
    Column("absent", Integer),  # how many times in a row it was not found; NULL: it was there
    Column("absent_since", Moment),
    Column("other_since", Moment),  # since when every look saw the other one of two texts between which it flips
    Column("checked_at", Moment),
    Column("good_at", Moment),
    Column("retired_at", Moment),
    # What its schedule remembers, see `monitor.observation.Memory`; NULL before its first good look.
    Column("factors", JSON(none_as_null=True)),
    Column("news_at", Moment),
    Column("deadline", Date),
    Column("expected", Float),
    Column("changed", Boolean),
    Column("pace", Float),
    Column("found_at", Moment),  # of a document: when its column showed it first
    Column("shown_key", String(64)),  # of a column: its first entries, as `storage.listed` tells them apart
    Column("shown_at", Moment),  # and when they were last others than before
    Index(None, "column_id", "listed_at"),
)

host = Table(
    "host",
    metadata,
    Column("name", Text, primary_key=True),
    Column("held_until", Moment, nullable=False),  # it asked not to be asked before
)

robots = Table(  # what servers' robots.txt say, see `monitor.robots`
    "robots",
    metadata,
    Column("server", Text, primary_key=True),  # https://host, with the port where it is not the usual one
    Column("host", Text, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("read_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("trouble", Text),
)

traffic = Table(
    "traffic",
    metadata,
    Column("day", Date, nullable=False),  # in Shanghai
    Column("host", Text, nullable=False),
    Column("requests", BigInteger, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("not_modified", BigInteger, nullable=False),
    Column("last_at", Moment),
    PrimaryKeyConstraint("day", "host"),
    sqlite_with_rowid=False,
)

brake = Table(  # what an operator ordered of a site beside its file
    "brake",
    metadata,
    Column("site_id", Id, ForeignKey("site.id"), primary_key=True),
    Column("paused_at", Moment),  # NULL: it is not paused
    Column("paused_until", Moment),  # NULL: until it is resumed
    Column("why", Text),
    Column("delay", Float),  # seconds between two requests, where the file says less
)

incident = Table(
    "incident",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("site.id"), nullable=False, index=True),
    Column("cause", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("rounds", Integer, nullable=False),  # failing ones in a row
    Column("until", Moment),  # NULL: it goes on
    Column("opened_at", Moment),  # NULL: a trouble that nobody was told of
    Column("reminded_at", Moment),
    Column("reason", Text, nullable=False),  # as seen last
    Column("targets", Integer, nullable=False),
)

raw = Table(
    "raw",
    metadata,
    Column("id", Id, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("size", Integer, nullable=False),
    Column("content_type", Text),
    Column("body", LargeBinary, nullable=False),  # zstd
)

attachment = Table(
    "attachment",
    metadata,
    Column("document_id", Id, ForeignKey("document.id"), nullable=False),
    Column("position", Integer, nullable=False),  # among the files that the page names
    Column("name", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("content_hash", String(64)),  # of its last good bytes; NULL: none arrived yet
    PrimaryKeyConstraint("document_id", "position"),
    sqlite_with_rowid=False,
)

check = Table(
    "check",
    metadata,
    Column("id", Id, primary_key=True),
    Column("target_id", Id, ForeignKey("target.id"), nullable=False, index=True),
    Column("round", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text),
    Column("evidence", Text),  # of a failed check: what came instead, bounded and harmless
    Column("status", Integer),
    Column("final_url", Text),  # only where it differs from the target's
    Column("version", Integer),  # of the document, after this check
    Column("baseline", Boolean, nullable=False),
    Column("new", Boolean, nullable=False),
)

check_month = Table(  # checks that were rolled up: those of one target in one month that came to the same
    "check_month",
    metadata,
    Column("target_id", Id, ForeignKey("target.id"), nullable=False),
    Column("month", Date, nullable=False),  # its first day, in Shanghai
    Column("outcome", Text, nullable=False),
    Column("checks", Integer, nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    PrimaryKeyConstraint("target_id", "month", "outcome"),
    sqlite_with_rowid=False,
)

version = Table(
    "version",
    metadata,
    Column("id", Id, primary_key=True),
    Column("document_id", Id, ForeignKey("document.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("raw_id", Id, ForeignKey("raw.id")),
    Column("revision_id", Id, ForeignKey("site_revision.id")),
    Column("extractor", Text, nullable=False),
    Column("text_key", String(64), index=True),  # of its whole text, as `monitor.flapping` has it
    Column("severity", Text, nullable=False),
    Column("face", LargeBinary),  # what is not in the clauses; NULL: as in the version before
    Column("changes", LargeBinary),  # texts and facts of the rows of `change`, in their order
    Column("seal", LargeBinary),  # see storage/seals.py
    Column("confirmed", Text),  # the last extractor and rules that read the same from the same bytes
    UniqueConstraint("document_id", "number"),
)

part = Table(
    "part",
    metadata,
    Column("version_id", Id, ForeignKey("version.id"), nullable=False),
    Column("position", Integer, nullable=False),  # among the further pages of a document that is cut into pages
    Column("url", Text, nullable=False),
    Column("raw_id", Id, ForeignKey("raw.id"), nullable=False),
    PrimaryKeyConstraint("version_id", "position"),
    sqlite_with_rowid=False,
)

clause_text = Table(
    "clause_text",
    metadata,
    Column("id", Id, primary_key=True),
    Column("hash", LargeBinary, nullable=False, unique=True),
    Column("text", Text, nullable=False),  # without the marker, so that renumbering stores no text again
)

clause_span = Table(
    "clause_span",
    metadata,
    Column("document_id", Id, ForeignKey("document.id"), nullable=False),
    Column("from_version", Integer, nullable=False),
    Column("rank", LargeBinary, nullable=False),
    Column("to_version", Integer),  # the first version without it; NULL: still there
    Column("path", Text, nullable=False),
    Column("marker", Text, nullable=False),
    Column("inline", Boolean, nullable=False),
    Column("clause_text_id", Id, ForeignKey("clause_text.id"), nullable=False),
    PrimaryKeyConstraint("document_id", "from_version", "rank"),
    Index("ix_clause_span_clause_text_id", "clause_text_id", "document_id"),
    sqlite_with_rowid=False,
)

change = Table(
    "change",
    metadata,
    Column("version_id", Id, ForeignKey("version.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("path_before", Text),
    Column("path_after", Text),
    PrimaryKeyConstraint("version_id", "position"),
    sqlite_with_rowid=False,
)

finding = Table(
    "finding",
    metadata,
    Column("document_id", Id, ForeignKey("document.id"), nullable=False),
    Column("from_version", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("to_version", Integer),
    Column("type", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("detail", Text, nullable=False),
    PrimaryKeyConstraint("document_id", "from_version", "position"),
    sqlite_with_rowid=False,
)

portrait = Table(
    "portrait",
    metadata,
    Column("document_id", Id, ForeignKey("document.id"), primary_key=True, autoincrement=False),
    Column("facts", LargeBinary, nullable=False),  # `monitor.portrait.Portrait`, see `storage/portraits.py`
)

trace = Table(
    "trace",
    metadata,
    Column("key", BigInteger, nullable=False),  # of a name, a number or a sentence
    Column("document_id", Id, ForeignKey("document.id"), nullable=False, index=True),
    PrimaryKeyConstraint("key", "document_id"),
    sqlite_with_rowid=False,
)

family_link = Table(
    "family_link",
    metadata,
    Column("one_id", Id, ForeignKey("document.id"), nullable=False),  # the copy, the final, the explanation
    Column("other_id", Id, ForeignKey("document.id"), nullable=False, index=True),
    Column("relation", Text, nullable=False),
    Column("reason_zh", Text, nullable=False),
    Column("reason_en", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("state", Text, nullable=False),  # found, confirmed or cut
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("one_id", "other_id"),
    sqlite_with_rowid=False,
)

subscription = Table(
    "subscription",
    metadata,
    Column("id", Id, primary_key=True),
    Column("to", Text, nullable=False),
    # Empty since 0008, when `filters` came; SQLite drops no column that has a foreign key.
    Column("site_id", Id, ForeignKey("site.id")),
    Column("document_id", Id, ForeignKey("document.id")),
    Column("keyword", Text),
    Column("severity", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("removed_at", Moment),
    Column("owner", Text),
    Column("paused_at", Moment),
    Column("filters", JSON(none_as_null=True)),  # what differs from `monitor.subscription.Filters`, severity apart
    Column("timing", JSON(none_as_null=True)),  # what differs from `monitor.subscription.Timing`
    Column("confirmed_at", Moment),  # NULL: its receiver did not say yes yet
    Column("asked_at", Moment),  # when its receiver was asked last
)

term = Table(
    "term",
    metadata,
    Column("document_id", Id, ForeignKey("document.id"), primary_key=True),
    Column("version", Integer, nullable=False),  # that it was read from
    Column("reader", Integer, nullable=False),  # by which state of the reading functions
    Column("deadline", Date),  # of its consultation
    Column("deadline_at", Moment),  # since when this day is known
    Column("expiry", Date),  # the last day on which it is in force
    Column("expiry_at", Moment),
    Column("overdue", Date),  # when so many months have passed since the deadline
    Column("overdue_at", Moment),
    Column("said", Text),  # the sentence that says until when it is in force
)

reminder = Table(
    "reminder",
    metadata,
    Column("subscription_id", Id, ForeignKey("subscription.id"), nullable=False),
    Column("document_id", Id, ForeignKey("document.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("ahead", Integer, nullable=False),  # so many days before
    Column("delivery_id", String(36), nullable=False, index=True),
    PrimaryKeyConstraint("subscription_id", "document_id", "kind", "day", "ahead"),
    sqlite_with_rowid=False,
)

alert = Table(
    "alert",
    metadata,
    Column("id", Id, primary_key=True),
    Column("type", Text, nullable=False),
    Column("site_id", Id, ForeignKey("site.id")),  # NULL: it concerns the subscription itself
    Column("document_id", Id, ForeignKey("document.id"), index=True),
    Column("version", Integer),
    Column("severity", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("seal", LargeBinary),  # see storage/seals.py
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("alert_id", Id, ForeignKey("alert.id"), nullable=False),
    Column("subscription_id", Id, ForeignKey("subscription.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Moment),  # NULL: nothing is to be done any more; while leased: when the lease ends
    Column("at", Moment, nullable=False),
    Column("error", Text),
    Column("fence", Integer, nullable=False, server_default="0"),  # counts claims; only the last one may mark
    Column("leased_until", Moment),  # NULL: nobody is sending it
    Column("answer", Text),  # of the receiver, in our words
    Column("digest_id", String(36)),  # the delivery of the digest that this one is folded into
    UniqueConstraint("alert_id", "subscription_id"),
    Index(None, "due_at"),
    sqlite_with_rowid=False,
)

rest = Table(
    "rest",
    metadata,
    Column("receiver", Text, primary_key=True),  # a subscription's target, or a scheme with its colon for all of them
    Column("failures", Integer, nullable=False),  # looks in a row that found it in trouble
    Column("until", Moment, nullable=False),
    Column("reason", Text, nullable=False),
)

epoch = Table(
    "epoch",
    metadata,
    Column("id", Integer, primary_key=True),  # one row
    Column("mark", Text, nullable=False),  # which copy of this database sent last; see storage/epoch.py
)

chore = Table(
    "chore",
    metadata,
    Column("name", Text, primary_key=True),
    Column("due_at", Moment, nullable=False),
)

turn = Table(
    "turn",
    metadata,
    Column("name", Text, primary_key=True),  # what only one process may do at a time, see storage/turn.py
    Column("term", Integer, nullable=False),  # counts its holders; only the last one may write
    Column("beat", Integer, nullable=False),  # of its holder; where it stands still, the holder does, too
    Column("locked", Boolean, nullable=False),  # whether the holder has the lock as well, or took over without
)

token = Table(
    "token",
    metadata,
    Column("id", Id, primary_key=True),
    Column("digest", LargeBinary, nullable=False),  # SHA-256 of its secret, which nobody keeps
    Column("scopes", JSON, nullable=False),
    Column("owner", Text),  # NULL: it may see everybody's subscriptions
    Column("added_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
)
