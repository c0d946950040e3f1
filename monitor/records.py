"""What a page says: frozen records from a page's signals to the comparison of two editions.

One immutable type per hop. Nothing here does anything; the modules beside it do.
Dates without a time stay `date`; times carry a zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, NamedTuple, TypeAlias

FactValue: TypeAlias = "str | int | float | list[str] | list[list[str]] | None"
Facts: TypeAlias = dict[str, FactValue]
Segment: TypeAlias = tuple[Literal["=", "-", "+"], str]
Table: TypeAlias = tuple[tuple[str, ...], ...]
Published: TypeAlias = date | datetime | None
Stage: TypeAlias = Literal["draft", "trial", "final"]
Scheme: TypeAlias = Literal["plan", "articles", "report"]
ClauseKind: TypeAlias = Literal["heading", "item", "article", "paragraph", "table"]
Comparator: TypeAlias = Literal["ge", "le", "gt", "lt", "eq", "range", "qualitative"]
ContactKind: TypeAlias = Literal["fax", "email", "phone", "post", "web"]
Mode: TypeAlias = Literal["revision", "final", "repost"]


class Outcome(StrEnum):
    """What one attempt to read a target came to. Only `ok` can become a version."""

    OK = "ok"
    LISTING = "listing"
    NOT_MODIFIED = "not_modified"
    BLOCKED = "blocked"
    SOFT_ERROR = "soft_error"
    BAD_ENCODING = "bad_encoding"
    TRUNCATED = "truncated"
    EMPTY = "empty"
    NEEDS_JS = "needs_js"
    TOO_LARGE = "too_large"
    NOT_FOUND = "not_found"
    ERROR = "error"


class Cause(StrEnum):
    """Why a source does not work. `monitor.message.incident` has the words and the advice."""

    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    BLOCKED = "blocked"
    ROBOTS = "robots"
    STRUCTURE = "structure"
    EMPTY = "empty"
    ENCODING = "encoding"
    NEEDS_JS = "needs_js"
    STALE = "stale"


BELIEVED = frozenset({Outcome.OK, Outcome.LISTING, Outcome.NOT_MODIFIED})
"""Outcomes of a check that went well; all others count as failed."""


@dataclass(frozen=True, slots=True)
class Signals:
    """Facts about a page as it arrived; `monitor.believe` judges them.

    `damaged` is the share (0..1) of characters that did not decode, `garbled` of the read text's characters that a wrong
    encoding made. `length` counts the characters of the text that was read (blanks removed), `closed` says whether
    the closing html tag was seen, `script_share` is the share (0..1) of the body's bytes that stand inside scripts,
    `links` counts links.

    `title` is the window's title; `said` is all that the page says outside links, None where that is a lot. `vendor`
    is the firewall that says in its own words or headers that a challenge came instead of the page, `guard` the one
    whose scripts or cookies came along, as they do with good pages too. `onward` is where a refresh, script or frame
    sends the browser at once; `password` tells a field for one, `shell` a page that a script is to fill.
    """

    status: int
    content_type: str
    encoding: str
    length: int
    damaged: float = 0.0
    closed: bool = True
    script_share: float = 0.0
    links: int = 0
    vendor: str | None = None
    garbled: float = 0.0
    title: str = ""
    said: str | None = None
    guard: str | None = None
    onward: str | None = None
    password: bool = False
    shell: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to an article; `url` is absolute."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class FileReading:
    """What a file says. `kind` is what its bytes are (`pdf`, `docx`, …), whatever its name says.

    `parts` are (name, text): one without a name, or the members of an archive. Texts are one paragraph a line, table
    rows with cells joined by tabs. `reason` (a key of `monitor.attached.UNREAD`) says why there is no text, or not all.
    """

    kind: str
    parts: tuple[tuple[str, str], ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to answer a consultation."""

    kind: ContactKind
    value: str


@dataclass(frozen=True, slots=True)
class Consultation:
    """Until when and where opinions are taken."""

    deadline: date | None = None
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class ListingItem:
    """One entry of a listing page; `url` is absolute."""

    title: str
    url: str
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something odd inside one version; the same while document, `type` and `path` are."""

    type: str
    detail: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page says. `text` is one paragraph a line, a table row being a line of cells joined by tabs.

    `title` is the work's own; `shown_title` is the page's where it says more (转:, 公布!, the stage), else empty.
    `guessed_publisher`: the page names none, and its site was taken for it.
    """

    title: str
    text: str
    shown_title: str = ""
    kind: str | None = None
    stage: Stage | None = None
    repost: bool = False
    published: Published = None
    written: date | None = None
    publisher: str | None = None
    guessed_publisher: bool = False
    source: str | None = None
    author: str | None = None
    index_number: str | None = None
    document_number: str | None = None
    validity: str | None = None
    validity_date: date | None = None
    column: str | None = None
    site: str | None = None
    consultation: Consultation = field(default_factory=Consultation)
    tables: tuple[Table, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One page, read: an article, or the items of a listing, or neither.

    `next_page` is the next page (absolute) of a listing, or of an article that is cut into pages; `reason` says in words what a page without article lacked;
    `misfit` that it was the operator's selector, which finds nothing on it.
    """

    signals: Signals
    article: Article | None = None
    items: tuple[ListingItem, ...] = ()
    next_page: str | None = None
    reason: str | None = None
    misfit: bool = False


class Clause(NamedTuple):
    """One numbered unit of a document, identified by `path` and `title`.

    `text` is the clause as published, without its children; what it sets down (targets, responsible units) is read from
    it when it is needed (`monitor.facts`). `inline` clauses go on in the line of the clause before them; all others
    begin a line of their own. So the clauses in order give the text back.

    A tuple, because a document has hundreds, and making a frozen dataclass takes four times as long.
    """

    path: str
    level: int
    kind: ClauseKind
    number: str
    title: str
    text: str
    inline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFact:
    """A quantified (or qualitative) target that a clause sets.

    `text` is the span as published; `value` as published with its comparison word where it follows the number
    (`52%以上`, `40%至50%`) is in `shown`; `value` is the bare number (`52`, `40-50`); `year` has four digits.
    """

    path: str
    text: str
    indicator: str
    value: str
    unit: str
    comparison: Comparator
    shown: str
    year: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """What a text's clauses set down: targets in order; works, dates and document numbers as published, each once."""

    targets: tuple[TargetFact, ...]
    citations: tuple[str, ...]
    dates: tuple[str, ...]
    document_numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A text's clauses in reading order. What they set down is read when it is needed (`monitor.facts.mentions`).

    `contents` are the lines of a printed table of contents (no clauses); they stood before line `contents_line`
    (counted from 0) of what the clauses alone give back.
    """

    title: str
    scheme: Scheme
    clauses: tuple[Clause, ...]
    contents: tuple[str, ...] = ()
    contents_line: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class FilePart:
    """One text of a file, outlined under the file's section; `name` is that of an archive's member, else empty."""

    name: str
    outline: Outline


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """An attachment as it was read: what stands under `section` (`附件1`) of its document's outline.

    `content_hash` is the SHA-256 of its bytes; `kind` and `reason` are those of `FileReading`.
    """

    name: str
    url: str
    section: str
    content_hash: str
    kind: str
    parts: tuple[FilePart, ...] = ()
    reason: str | None = None

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses of all its parts, in order."""
        return tuple(clause for part in self.parts for clause in part.outline.clauses)


@dataclass(frozen=True, slots=True)
class Edition:
    """A distinct text of a document, ready to be compared: its article, the files attached to it, and its outline.

    The outline's clauses are those of the article's text, then those of each file (`monitor.attached` binds them).
    """

    article: Article
    outline: Outline
    files: tuple[AttachedFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two editions; `severity` is one of `monitor.severity.LADDER`.

    `before` and `after` are whole clauses as published, `""` where the clause does not exist; `path_before` is
    None where it did not exist, `path_after` where it is gone.
    """

    type: str
    severity: str
    path_before: str | None
    path_after: str | None
    title: str
    before: str = ""
    after: str = ""
    segments: tuple[Segment, ...] = ()
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many clauses went which way."""

    unchanged: int = 0
    added: int = 0
    removed: int = 0
    reworded: int = 0
    renumbered: int = 0
    moved: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Those of two texts together."""
        return Counts(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Counts)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences between two editions, in the order of the new text; findings are the new edition's."""

    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    counts: Counts = field(default_factory=Counts)

    @property
    def same(self) -> bool:
        """Whether nothing at all differs, not even typography."""
        return not self.changes


@dataclass(frozen=True, slots=True)
class Message:
    """The same message in two languages, plain text."""

    zh: str
    en: str
