"""What a version costs on the disk: bytes for one in which 5 % of the clauses changed, against its plain text.

Version after version is recorded as a round records it (check, clauses, changes), and the growth of the whole SQLite
file is divided among them: tables, indexes and half-filled pages. The answers' bytes are left out: they are the same
ones every time, so they are stored once, before the count begins. A message that is queued is shown apart: it is kept
as it was sent, once for all who get it.
"""

from __future__ import annotations

import math
import random
import re
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from benchmarks.pages import plan
from benchmarks.ratios import Ratio, show
from clausewatch import contract
from monitor.compare import compare
from monitor.message import Subject, changed, plain
from monitor.observation import Alert, Fetched, Observation, SiteRevision, WatchedUrl
from monitor.outline import outline
from monitor.records import Article, Comparison, Edition, ListingItem, Outcome
from monitor.severity import highest
from storage.archive import Archive
from storage.database import Database, connect
from storage.sites import Sites
from storage.subscriptions import Subscriptions
from storage.targets import Targets

SHARE = 0.05
VERSIONS = 20
DOCUMENTS = 3
SIZES = (4_000, 20_000)  # characters; in UTF-8 about three times as many bytes
SITE = "云汀区教育局"
BODY = b"<html>" + b"0" * 1000
_VALUE = re.compile(r"\d+%")
_SHARES = [f"{number}%" for number in range(50, 100)]
_HOW = ("逐年推进", "分批实施", "按季通报", "专人负责", "列入预算", "公开结果")
_WORDS = re.compile("|".join(_HOW))
_CLAUSE = re.compile(r"[一二三四五六七八九十]+、|（|\d+\.")
START = datetime(2026, 3, 2, tzinfo=UTC)


def main() -> int:
    """Print one ratio for each size, the median over some documents."""
    ratios = []
    for size in SIZES:
        kept, told = (median(_cost(size, seed, told=told) for seed in range(DOCUMENTS)) for told in (False, True))
        ratios.append(Ratio(f"bytes a version ÷ plain text, {size} characters (%)", 100 * kept, 15))
        ratios.append(Ratio("  with the message to a first subscriber (%)", 100 * told))
    return show(f"A version in which {SHARE:.0%} of the clauses changed (medians of {DOCUMENTS} documents)", ratios)


def _cost(size: int, seed: int, *, told: bool) -> float:
    """The bytes of one more version as a share of the text's."""
    with tempfile.TemporaryDirectory() as home:
        database = connect(str(Path(home) / "store.db"))
        chance = random.Random(seed)
        lines = plan(size, seed)
        history = [lines]
        for _ in range(VERSIONS):
            history.append(_edited(history[-1], chance))
        editions = [_edition(lines) for lines in history]
        _record(database, editions[:1], told=told)
        before = _size(database)
        _record(database, editions, told=told)
        grown = _size(database) - before
        database.close()
    text = median(len(edition.article.text.encode()) for edition in editions)
    return grown / VERSIONS / text


def _edited(lines: Sequence[str], chance: random.Random) -> list[str]:
    """The paragraphs with another value or other words in one clause of twenty."""
    places = [place for place, line in enumerate(lines) if _VALUE.search(line)]
    clauses = sum(1 for line in lines if _CLAUSE.match(line))
    result = list(lines)
    for place in chance.sample(places, math.ceil(SHARE * clauses)):
        pattern, values = chance.choice(((_VALUE, _SHARES), (_WORDS, _HOW)))
        old = pattern.search(result[place])
        assert old is not None
        new = chance.choice([value for value in values if value != old[0]])
        result[place] = pattern.sub(new, result[place], count=1)
    return result


def _edition(lines: Sequence[str]) -> Edition:
    text = "\n".join(lines)
    article = Article(title=lines[0], text=text, kind="行动计划", publisher=SITE, published=START.date())
    return Edition(article, outline(text, title=lines[0]))


def _record(database: Database, editions: Sequence[Edition], *, told: bool) -> None:
    """Records the editions that the document does not have yet, as a round does."""
    archive, targets = Archive(database), Targets(database)
    column = WatchedUrl(kind="column", url="https://edu.yunting-example.cn/plans/", name="规划计划")
    revision = SiteRevision(name=SITE, digest="0" * 64, rules="{}", enabled=True)
    Sites(database).register(revision, [column], at=START)
    to = (Subscriptions(database).add(to="https://hook.example.cn/", at=START).id,) if told else ()
    url = column.url + "plan.html"
    top = targets.by_url(column.url)
    assert top is not None
    archive.record(
        Observation(
            target=top,
            round="0",
            at=START,
            outcome=Outcome.LISTING,
            items=(ListingItem("计划", url),),
            next_due_at=START,
        )
    )
    for edition in editions:
        target = targets.by_url(url)
        assert target is not None
        number = (target.version or 0) + 1
        at = START + timedelta(days=number)
        stored = archive.latest(target.document or 0)
        if stored is not None and edition == stored.edition:
            continue
        comparison = compare(stored.edition, edition) if stored else Comparison()
        archive.record(
            Observation(
                target=target,
                round=f"{at:%Y%m%dT%H%M%SZ}-abcdef",
                at=at,
                outcome=Outcome.OK,
                fetched=Fetched(status=200, content_type="text/html", content_hash="", body=BODY, etag='"0123456789"'),
                edition=edition,
                extractor="1/000000000000",
                changes=comparison.changes,
                findings=comparison.findings,
                next_due_at=at,
                alert=_alert(url, edition, comparison, number, at) if stored else None,
                subscriptions=to,
            )
        )


def _alert(url: str, edition: Edition, comparison: Comparison, number: int, at: datetime) -> Alert:
    subject = Subject(
        title=edition.article.title, site=SITE, url=url, version_before=number - 1, version_after=number, at=at
    )
    letter = changed(subject, comparison)
    payload = {
        "type": "document.changed",
        "document": {"id": 1, "url": url, "title": edition.article.title, "site": SITE, "kind": edition.article.kind},
        "version": {"number": number, "previous": number - 1, "at": contract.moment(at)},
        "severity": highest(change.severity for change in comparison.changes),
        "changes": [contract.change(change) for change in comparison.changes],
        "message": contract.message(plain(letter)),
        "links": {"source": url},
    }
    return Alert(type="document.changed", site=SITE, url=url, severity="high", payload=payload, letter=letter)


def _size(database: Database) -> int:
    """The bytes of all pages in use."""
    with database.read() as connection:
        pages, free, size = (
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("page_count", "freelist_count", "page_size")
        )
    return int((pages - free) * size)


if __name__ == "__main__":
    sys.exit(main())
