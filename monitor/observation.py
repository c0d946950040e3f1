"""What is looked at and what was seen: records between the round, the archive and the outbox.

Times are aware and in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from monitor.letter import Letter
from monitor.portrait import Portrait
from monitor.records import Article, Cause, Change, Edition, Finding, ListingItem, Outcome
from monitor.subscription import Subscription
from monitor.validators import Validators
from monitor.withdrawal import Absence

TargetKind: TypeAlias = Literal["column", "page", "document"]
DeliveryState: TypeAlias = Literal["held", "pending", "sent", "failed", "folded"]
"""`held` waits for its hour, `folded` is part of a digest that has a delivery of its own."""
AlertType: TypeAlias = Literal[
    "document.changed",
    "document.new",
    "document.withdrawn",
    "baseline",
    "incident.opened",
    "incident.closed",
    "digest",
    "subscription.confirm",
    "deadline.reminder",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRevision:
    """One state of an operator's site file, as the database knows it. `rules` is the file's content as JSON."""

    name: str
    digest: str
    rules: str
    enabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedUrl:
    """A column or a single page that a site file names."""

    kind: Literal["column", "page"]
    url: str
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is kept of a target's past for its schedule.

    `factors` is what its looks taught about its habits (`monitor.habit`), nothing at first. `looked_at` is the last
    look that was believed, `news_at` the last publication, change or hint of its listing, `deadline` that of its
    consultation. `expected` is how likely the last look was to find a change, `changed` whether it did. `pace` is how
    many looks a day the target deserves.
    """

    factors: tuple[tuple[float, float], ...] = ()
    looked_at: datetime | None = None
    news_at: datetime | None = None
    deadline: date | None = None
    expected: float = 0.0
    changed: bool = False
    pace: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HostSums:
    """The memories of a host's targets: `pace` of all, `expected` and `changed` of those looked at lately."""

    pace: float = 0.0
    expected: float = 0.0
    changed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTarget:
    """Something to look at now, with its rules, validators and past.

    `column` is the column's name (of a document: the column it was found in). `content_hash` is of the bytes of the
    last good answer (of all pages of a document that is cut into pages), `etag` and `last_modified` came with it. `baseline` says that a first good reading is part of
    the column's (or page's) baseline. `failures` counts failed checks in a row. `entries` is how many entries a column
    had when it was last good. `poison` names the bytes that last broke the process that read them, `kills` how often.
    `absence` is how often in a row it was not found, `withdrawn` whether that was told. `other_since` is since when
    every look saw the other one of the two texts between which it flips. `memory` is for its schedule.
    """

    id: int
    kind: TargetKind
    url: str
    site: str
    rules: str
    rules_digest: str
    host: str = ""
    column: str | None = None
    column_url: str | None = None
    document: int | None = None
    version: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    content_hash: str | None = None
    listed_title: str | None = None
    baseline: bool = True
    failures: int = 0
    entries: int | None = None
    poison: str | None = None
    kills: int = 0
    absence: Absence | None = None
    withdrawn: bool = False
    other_since: datetime | None = None
    validators: Validators = field(default_factory=Validators)
    memory: Memory = field(default_factory=Memory)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A later page of a document that is cut into pages, in the order of its text; `content_hash` is of its bytes.

    `body` is None where it is in the archive already.
    """

    url: str
    content_hash: str
    content_type: str | None = None
    body: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The part of an answer that the archive keeps. `body` is None where nothing new arrived (304, failure).

    `parts` are the further pages of a document that is cut into pages; `content_hash` is then of the bytes of all of
    them, `body` the first page's, and validators, which would speak of the first page only, are None.
    """

    status: int | None = None
    final_url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    content_type: str | None = None
    content_hash: str | None = None
    body: bytes | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedFile:
    """An attachment of a document as its last check left it.

    `content_hash`, `etag` and `last_modified` are those of the last good answer, None where there was none yet. `body`
    is None where nothing new arrived.
    """

    name: str
    url: str
    etag: str | None = None
    last_modified: str | None = None
    content_type: str | None = None
    content_hash: str | None = None
    body: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedTo:
    """That a document's address leads to another one where the document is, and why that is sure; `permanent`: for good."""

    url: str
    reason: str
    permanent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something to tell: the body that webhooks get, which subscriptions are tried against, and the letter for people.

    `edition` is the version that it tells of, for subscriptions that look beyond the changes; it is not kept.
    """

    type: AlertType
    site: str
    url: str
    severity: str
    payload: dict[str, Any]
    letter: Letter | None = None
    edition: Edition | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """An alert and the subscriptions that get it.

    `document` and `version` are what it is about, where that is another document than the one that was looked at.
    """

    alert: Alert
    subscriptions: tuple[int, ...]
    document: int | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One check's result, recorded in one transaction.

    `cause` says what is wrong with the site where the check failed. `edition` is set where the text is new (a first or
    another version), `portrait` is its own, by which
    its family is found. `items` are a listing's entries, to be watched as documents from now on; `entries` is how many a
    believed listing had on its first page. `files` are all attachments that the page names now, None where they were
    not looked at. `memory` is kept for the target's schedule where the look is believed. `alert` is queued for every id
    of `subscriptions`, `asides` are told beside it; with `gathers` all of that waits for the round's end, which may tell
    many in one. `led_to` is set where the document's address led to another. `absence` is what is known of a target that
    was not found,
    `text_key` of an edition's text (`monitor.flapping`), `other_since` of a document that flips. `evidence` is what came instead of a page, for people; `poison` is set where these bytes broke
    the process that read them.
    """

    target: DueTarget
    round: str
    at: datetime
    outcome: Outcome
    reason: str | None = None
    cause: Cause | None = None
    evidence: str | None = None
    poison: str | None = None
    absence: Absence | None = None
    text_key: str | None = None
    other_since: datetime | None = None
    entries: int | None = None
    fetched: Fetched = field(default_factory=Fetched)
    led_to: LedTo | None = None
    edition: Edition | None = None
    portrait: Portrait | None = None
    extractor: str = ""
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    baseline: bool = False
    new: bool = False
    items: tuple[ListingItem, ...] = ()
    files: tuple[FetchedFile, ...] | None = None
    next_due_at: datetime
    memory: Memory | None = None
    validators: Validators | None = None
    alert: Alert | None = None
    subscriptions: tuple[int, ...] = ()
    asides: tuple[Telling, ...] = ()
    gathers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What the archive made of an observation. `followups` are targets that are new or due now because of it."""

    document: int | None = None
    version: int | None = None
    followups: tuple[DueTarget, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSummary:
    """A document as lists show it. `status` is `live` or `withdrawn`.

    `first_url` is the address at which it was known first, None where it never moved.
    """

    id: int
    url: str
    title: str
    site: str
    kind: str | None
    stage: str | None
    published: str | None
    versions: int
    status: str
    changed_at: datetime
    first_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVersion:
    """One version of a document as the archive gives it back: numbered from 1, with the changes it brought.

    `content_hash` is of the bytes of its page, the first one where it has `parts`.
    """

    document: int
    number: int
    at: datetime
    content_hash: str
    extractor: str
    edition: Edition
    parts: tuple[Part, ...] = ()
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    severity: str = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSummary:
    """One line of a document's history."""

    number: int
    at: datetime
    severity: str
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSummary:
    """One look at a document: the HTTP status of its answer, and the document's version after it."""

    at: datetime
    outcome: Outcome
    reason: str | None
    status: int | None
    version: int | None
    baseline: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One alert on its way to one subscription. `id` is stable over attempts: receivers dedupe by it.

    `letter` is None for alerts that were stored before there were letters; `payload` has their plain text. `fence` is
    the claim's number: only the last claim of a delivery may mark it. `queued_at` is when the alert was made, `due_at`
    when it is sent next, None where it is not; `answer` is what the receiver said to it, in our words. What is `about`
    the same document (or the same site, where it is about no document) keeps its order.
    """

    id: str
    subscription: int
    document: int | None
    state: DeliveryState
    attempts: int
    at: datetime
    error: str | None
    to: str
    type: str
    payload: dict[str, Any]
    letter: Letter | None = None
    about: str = ""
    fence: int = 0
    queued_at: datetime | None = None
    due_at: datetime | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A receiver in trouble, left alone until a moment: a subscription's target, or `mailto:` for all that go so.

    `failures` counts the looks in a row that found it in trouble.
    """

    receiver: str
    failures: int
    until: datetime
    reason: str


__all__ = [
    "Alert",
    "AlertType",
    "Article",
    "CheckSummary",
    "Delivery",
    "DeliveryState",
    "DocumentSummary",
    "DueTarget",
    "Fetched",
    "FetchedFile",
    "HostSums",
    "LedTo",
    "Memory",
    "Observation",
    "Part",
    "Recorded",
    "Rest",
    "SiteRevision",
    "StoredVersion",
    "Subscription",
    "TargetKind",
    "Telling",
    "VersionSummary",
    "WatchedUrl",
]
