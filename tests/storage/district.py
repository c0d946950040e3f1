"""A small fictional district for the storage tests: sites, editions and observations made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Table, func, select

from monitor.observation import Alert, DueTarget, Fetched, Observation, Recorded, SiteRevision, WatchedUrl
from monitor.outline import outline
from monitor.records import Article, Change, Edition, ListingItem, Outcome
from storage.archive import Archive
from storage.database import Database
from storage.sites import Sites
from storage.targets import Targets

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
COLUMN = "https://edu.lanxi-example.cn/plans/"
PAGE = "https://edu.lanxi-example.cn/standing/rules.html"
SITE = "兰溪示例区教育局"
TEXT = """兰溪示例区学前教育行动计划
一、总体目标
到2027年，全区公办园在园幼儿占比达到55%以上。
二、重点任务
（一）扩大资源
新建幼儿园12所。
（二）提高质量
每年培训园长200人次。
三、保障措施
建立联席会议制度。"""


def revision(name: str = SITE, digest: str = "a" * 64, *, enabled: bool = True) -> SiteRevision:
    """A state of a site file."""
    return SiteRevision(name=name, digest=digest, rules=f'{{"name":"{name}"}}', enabled=enabled)


def column(url: str = COLUMN, name: str = "规划计划") -> WatchedUrl:
    """A column of the site."""
    return WatchedUrl(kind="column", url=url, name=name)


def page(url: str = PAGE) -> WatchedUrl:
    """A single page of the site."""
    return WatchedUrl(kind="page", url=url)


def item(number: int, title: str | None = None) -> ListingItem:
    """An entry of the column."""
    return ListingItem(title or f"第{number}号通知", f"{COLUMN}{number}.html", date(2026, 1, number % 28 + 1))


def edition(text: str = TEXT, **fields: Any) -> Edition:
    """An article's edition from its text; the title is its first line."""
    title = fields.pop("title", text.partition("\n")[0])
    return Edition(Article(title=title, text=text, **fields), outline(text, title=title))


def arrived(body: bytes | str, **fields: Any) -> Fetched:
    """A good answer with these bytes."""
    raw = body.encode() if isinstance(body, str) else body
    values: dict[str, Any] = {"status": 200, "content_type": "text/html", "body": raw}
    return Fetched(**(values | {"content_hash": sha256(raw).hexdigest()} | fields))


def observation(target: DueTarget, at: datetime = NOON, **fields: Any) -> Observation:
    """A good check of a target, due again in a day."""
    values: dict[str, Any] = {"round": "r1", "outcome": Outcome.OK, "next_due_at": at + timedelta(days=1)}
    return Observation(target=target, at=at, **(values | fields))


def read(target: DueTarget, text: str, at: datetime = NOON, **fields: Any) -> Observation:
    """A reading of a document that gives this text, as a version of its own."""
    values: dict[str, Any] = {"edition": edition(text), "fetched": arrived(text), "extractor": "1/aaaa"}
    return observation(target, at, **(values | fields))


def listing(target: DueTarget, items: Sequence[ListingItem], at: datetime = NOON, **fields: Any) -> Observation:
    """A reading of a column that lists these items."""
    return observation(target, at, outcome=Outcome.LISTING, items=tuple(items), **fields)


def found(sites: Sites, targets: Targets, archive: Archive, count: int = 1) -> list[DueTarget]:
    """Registers the site with one column and lists `count` documents in it, whose targets it returns."""
    sites.register(revision(), [column()], at=NOON)
    (top,) = targets.due(NOON, limit=10, per_host=10)
    return list(archive.record(listing(top, [item(number) for number in range(1, count + 1)])).followups)


def later(recorded: Recorded, target: DueTarget) -> DueTarget:
    """The target as the next round takes it, after a recording."""
    return replace(target, version=recorded.version)


def reworded(before: str, after: str, path: str = "二") -> Change:
    """A change of one clause."""
    return Change(
        type="clause_reworded",
        severity="medium",
        path_before=path,
        path_after=path,
        title="重点任务",
        before=before,
        after=after,
        segments=(("-", before), ("+", after)),
        facts={"strength": "same"},
    )


def alert(kind: Any = "document.changed", **payload: Any) -> Alert:
    """An alert of the site."""
    return Alert(type=kind, site=SITE, url=COLUMN, severity="high", payload={"type": kind} | payload)


def rows(database: Database, table: Table) -> int:
    """How many rows a table has."""
    with database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
