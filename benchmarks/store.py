"""What a version costs on the disk: bytes for one in which 5 % of the clauses changed, against its plain text.

Version after version is recorded as a round records it (check, clauses, changes, one subscriber's alert), and the
growth of the whole SQLite file is divided among them: tables, indexes and half-filled pages. The answers' bytes are
left out: they are the same ones every time, so they are stored once, before the count begins.
"""

from __future__ import annotations

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
from monitor.message import Subject, changed
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
VERSIONS = 40
DOCUMENTS = 5
SIZES = (4_000, 20_000)  # characters; in UTF-8 about three times as many bytes
SITE = "云汀区教育局"
BODY = b"<html>" + b"0" * 1000
START = datetime(2026, 3, 2, tzinfo=UTC)


def main() -> int:
    """Print one ratio for each size, the median over some documents."""
    ratios = []
    for size in SIZES:
        costs = [_cost(size, seed, told=False) for seed in range(DOCUMENTS)]
        name = f"bytes a version ÷ plain text, {size} characters (%)"
        ratios.append(Ratio(name, 100 * median(costs), 15))
        costs = [_cost(size, seed, told=True) for seed in range(DOCUMENTS)]
        ratios.append(Ratio("  the same, with an alert for one subscriber (%)", 100 * median(costs), 15))
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
    """The paragraphs with new values and words in one clause of twenty."""
    places = [place for place, line in enumerate(lines) if place > 1]
    result = list(lines)
    for place in chance.sample(places, round(SHARE * len(places))):
        line = re.sub(r"\d+%", f"{chance.randint(50, 99)}.{chance.randint(0, 9)}%", result[place])
        words = chance.choice(("稳步推进", "全面落实", "加快完成", "统筹安排", "重点保障"))
        result[place] = f"{line[:-4]}{words}{line[-4:]}" if len(line) > 8 else line + words
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
    message = changed(subject, comparison)
    payload = {
        "type": "document.changed",
        "document": {"id": 1, "url": url, "title": edition.article.title, "site": SITE, "kind": edition.article.kind},
        "version": {"number": number, "previous": number - 1, "at": contract.moment(at)},
        "severity": highest(change.severity for change in comparison.changes),
        "changes": [contract.change(change) for change in comparison.changes],
        "message": {"zh": message.zh, "en": message.en},
        "links": {"source": url},
    }
    return Alert(type="document.changed", site=SITE, url=url, severity="high", payload=payload)


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
