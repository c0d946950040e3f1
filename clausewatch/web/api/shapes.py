"""The shapes of answers, for the OpenAPI document; the answers themselves are made by `clausewatch.contract`.

Nothing is made from these classes: a test holds every answer against them.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """An object with exactly these keys."""

    model_config = ConfigDict(extra="forbid")


class Words(Shape):
    """A text in both languages."""

    zh: str
    en: str


class Finding(Shape):
    """Something odd inside one version."""

    type: str
    detail: str
    path: str = Field(default="", description="absent where it is about the whole")


class Change(Shape):
    """One difference; `facts` depend on the type (docs/json.md)."""

    type: str
    severity: str
    path_before: str | None
    path_after: str | None
    title: str
    before: str
    after: str
    segments: list[list[str]]
    facts: dict[str, Any]


class Document(Shape):
    """One published work at one address."""

    id: int
    url: str
    title: str
    site: str
    kind: str | None
    stage: str | None
    published: str | None
    versions: int
    status: str
    changed_at: str | None


class Documents(Shape):
    """A page of the documents."""

    documents: list[Document]
    next: int | None = Field(description="the cursor of the next page; null at the end")


class Address(Shape):
    """Where a document that moved stood."""

    url: str
    since: str | None
    reason: str | None
    gone_at: str | None


class Version(Shape):
    """One version in a document's history."""

    version: int
    at: str
    severity: str
    content_hash: str
    changes: list[Change]
    findings: list[Finding]


class History(Shape):
    """A page of a document's versions."""

    document: Document
    addresses: list[Address]
    versions: list[Version]
    next: int | None


class Told(Shape):
    """One version that changed something."""

    document: Document
    version: Version


class Changes(Shape):
    """What changed since a cursor. `next` is never null: ask again with it later."""

    changes: list[Told]
    next: int


class Contact(Shape):
    """Where opinions go."""

    kind: str
    value: str


class Consultation(Shape):
    """Until when and where opinions are asked for."""

    deadline: str | None
    contacts: list[Contact]


class Attachment(Shape):
    """A file that a page names."""

    name: str
    url: str


class Article(Shape):
    """What the page says."""

    title: str
    kind: str | None
    stage: str | None
    repost: bool
    published: str | None
    written: str | None
    publisher: str | None
    source: str | None
    author: str | None
    index_number: str | None
    document_number: str | None
    validity: str | None
    column: str | None
    site: str | None
    consultation: Consultation
    text: str
    tables: list[list[list[str]]]
    attachments: list[Attachment]
    findings: list[Finding]


class Clause(Shape):
    """One unit of the text."""

    index: int
    path: str
    level: int
    kind: str
    number: str
    title: str
    text: str
    responsible: list[str]


class Target(Shape):
    """One aim that the text puts in figures or words."""

    path: str
    text: str
    indicator: str
    value: str
    unit: str
    comparison: str
    year: str | None


class Outline(Shape):
    """The clauses and what they mention."""

    title: str
    scheme: str
    clauses: list[Clause]
    targets: list[Target]
    citations: list[str]
    dates: list[str]
    document_numbers: list[str]
    table_of_contents: list[str]
    findings: list[Finding]


class Part(Shape):
    """A further page of a document."""

    url: str
    content_hash: str


class File(Shape):
    """A file that was read with its document."""

    path: str
    name: str
    url: str
    kind: str
    content_hash: str
    reason: str | None


class Stored(Shape):
    """One version, whole."""

    document: Document
    version: int
    at: str
    content_hash: str
    parts: list[Part]
    article: Article
    outline: Outline
    files: list[File]


class Comparison(Shape):
    """Two editions compared."""

    same: bool
    severity: str
    changes: list[Change]
    findings: list[Finding]
    counts: dict[str, int]
    message: Words


class Span(Shape):
    """In which versions a clause stood under a path; `last` is null where it still does."""

    path: str
    first: int
    last: int | None


class Hit(Shape):
    """A clause that says what was looked for; `marks` are from and to in the snippet."""

    document: int
    version: int
    current: bool
    path: str
    title: str
    snippet: str
    marks: list[list[int]]
    url: str
    site: str
    since: str
    until: str | None
    spans: list[Span]
    targets: list[Target]


class Hits(Shape):
    """What was found, and how much there is."""

    hits: list[Hit]
    total: int


class Turn(Shape):
    """A version that changed a clause."""

    version: int
    at: str
    path: str
    text: str
    changes: list[Change]


class ClauseHistory(Shape):
    """A clause through the versions; `gone` is the first one without it, null where it stands."""

    document: Document
    path: str
    gone: int | None
    history: list[Turn]


class Aim(Target):
    """A target as some versions of a document set it."""

    document: int
    title: str
    first: int
    last: int | None
    since: str
    until: str | None
    shown: str


class Targets(Shape):
    """The path of a target."""

    targets: list[Aim]


class Link(Shape):
    """One link of a family."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    from_: int = Field(alias="from")
    to: int
    relation: str
    reason: Words
    confidence: float
    state: Literal["found", "confirmed", "cut"]
    at: str | None


class Family(Shape):
    """The documents of one work."""

    document: Document
    members: list[Document]
    links: list[Link]
    cut: list[Link]


class Robots(Shape):
    """What a server's robots.txt says."""

    server: str
    since: str | None
    read_at: str | None
    due_at: str | None
    trouble: str | None
    allowed: bool = Field(default=True, description="only in `explain`")


class Look(Shape):
    """One look at a document."""

    at: str
    outcome: str
    reason: str | None
    status: int | None
    version: int | None
    baseline: bool


class Month(Shape):
    """Looks that became counts."""

    month: str
    outcome: str
    looks: int


class Delivery(Shape):
    """One message to one receiver."""

    id: str
    subscription: int
    document: int | None
    state: str
    attempts: int
    at: str | None
    error: str | None
    to: str
    type: str
    queued_at: str | None
    due_at: str | None
    answer: str | None


class PassedOver(Shape):
    """Who was not told, and why."""

    subscription: int
    to: str
    why: str


class Explained(Shape):
    """One version, and what became of it. Without the scope `watch` nobody's deliveries are shown."""

    number: int
    at: str
    severity: str
    changes: list[str]
    why: str
    deliveries: list[Delivery]
    passed_over: list[PassedOver]


class Explanation(Shape):
    """Why something was or was not told."""

    document: Document
    robots: Robots | None
    addresses: list[Address]
    looks: list[Look]
    earlier: list[Month]
    versions: list[Explained]


class Pause(Shape):
    """Since when, until when and why a site is left alone."""

    since: str
    until: str | None
    why: str | None


class Site(Shape):
    """One site as `sites` has it."""

    name: str
    enabled: bool
    targets: int
    last_checked_at: str | None
    last_good_at: str | None
    failing: int
    failing_since: str | None
    next_due_at: str | None
    paused: Pause | None
    delay: float | None


class Sites(Shape):
    """The sites."""

    sites: list[Site]


class Standing(Shape):
    """How one site stands."""

    name: str
    state: Literal["ok", "broken", "new", "off", "paused"]
    last_good_at: str | None
    next_due_at: str | None
    paused: Pause | None
    delay: float | None
    robots: list[Robots]


class Incident(Shape):
    """A broken source."""

    site: str
    cause: str
    since: str
    open: bool
    advice: str


class Incidents(Shape):
    """The incidents."""

    incidents: list[Incident]


class Sums(Shape):
    """What a host was asked for and sent."""

    requests: int
    bytes: int
    not_modified: int
    share_not_modified: float


class Traffic(Shape):
    """One host's traffic."""

    host: str
    days_7: Sums
    days_30: Sums


class Status(Shape):
    """How everything stands."""

    sites: list[Standing]
    incidents: list[Incident]
    traffic: list[Traffic]


class Timing(Shape):
    """When messages come."""

    low: str
    at: str
    on: str
    quiet: str | None
    zone: str
    remind: list[int]
    remind_expiry: list[int]


class Subscription(Shape):
    """One subscription."""

    id: int
    to: str
    owner: str | None
    site: str | None
    document: int | None
    keyword: str | None
    severity: str
    filters: dict[str, list[str] | list[int]]
    mode: str
    timing: Timing
    paused: bool
    confirmed: bool
    asked_at: str | None


class Made(Subscription):
    """A subscription that was made, and what else to know of it."""

    notes: list[str]


class Subscriptions(Shape):
    """A page of the subscriptions."""

    subscriptions: list[Subscription]
    next: int | None


class Deliveries(Shape):
    """A page of the deliveries."""

    deliveries: list[Delivery]
    next: int | None
