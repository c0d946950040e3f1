"""Ten thousand changes and a thousand subscriptions: matched and queued, against trying each with each.

The subscriptions are of the kinds that people make: a document, a site with a word, an indicator in a region, a unit.
Doubling them all, with as many matches, must not double the time.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.ratios import Ratio, show
from monitor.interests import Interests
from monitor.matching import News, folded, passes
from monitor.observation import Alert, SiteRevision
from monitor.subscription import Filters, Subscription
from storage import outbox
from storage.database import Database, connect
from storage.sites import Sites
from storage.subscriptions import Subscriptions

CHANGES = 10_000
SUBSCRIPTIONS = 1_000
SITES = 100
BRUTE = 200
"""So many of the changes are tried with every subscription; the rest would take as long, each."""
_AT = datetime(2026, 3, 2, tzinfo=UTC)
_SYLLABLES = "汐澄芦汀兰溪云青河临安平乐松柏竹梅江湖海山川林泉石"
_THINGS = ("公办园占比", "专任教师", "校车", "托育", "学位", "课后服务", "食堂", "集团化办园", "普惠园覆盖率", "体质")


def main() -> int:
    """Print what matching and queueing cost."""
    chance = random.Random(6)
    alerts = [_alert(chance, number) for number in range(CHANGES)]
    asked = _subscriptions(chance, SUBSCRIPTIONS)
    strangers = _subscriptions(chance, SUBSCRIPTIONS, first_site=SITES)
    ours, found = _matched(asked, alerts)
    crowd, _ = _matched([*asked, *strangers], alerts)
    every = [folded(each.filters) for each in asked]
    start = time.process_time()
    tried = [
        [each.id for each, wanted in zip(asked, every, strict=True) if passes(wanted, news)]
        for news in map(News, alerts[:BRUTE])
    ]
    brute = (time.process_time() - start) * CHANGES / BRUTE
    assert [list(ids) for ids in found[:BRUTE]] == tried, "the index and brute force differ"
    with _memory(asked) as database:
        rare, often = (_queued(database, alerts[:1000], ids) for ids in (found[:1000], [*map(_twice, found[:1000])]))
    matches = sum(map(len, found))
    return show(
        f"{CHANGES} changes × {SUBSCRIPTIONS} subscriptions: {matches} matches, {ours:.1f} s (CPU)",
        [
            Ratio("matching, against trying each with each (×)", ours / brute, 0.2),
            Ratio("matching with as many strangers more, against without (×)", crowd / ours, 2.0),
            Ratio("queueing twice the matches, against once (×)", often / rare, 3.0),
        ],
    )


def _matched(subscriptions: Sequence[Subscription], alerts: Sequence[Alert]) -> tuple[float, list[tuple[int, ...]]]:
    start = time.process_time()
    index = Interests(subscriptions)
    found = [index.wanting(alert) for alert in alerts]
    return time.process_time() - start, found


def _twice(ids: Sequence[int]) -> tuple[int, ...]:
    """As many other subscriptions beside these."""
    more = [id_ % SUBSCRIPTIONS + 1 for id_ in range(max(ids, default=0), max(ids, default=0) + len(ids))]
    return (*ids, *more)


def _queued(database: Database, alerts: Sequence[Alert], found: Sequence[Sequence[int]]) -> float:
    start = time.process_time()
    with database.write() as connection:
        for alert, ids in zip(alerts, found, strict=True):
            outbox.queue(connection, alert, ids, _AT)
    return time.process_time() - start


@contextmanager
def _memory(subscriptions: Sequence[Subscription]) -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as home:
        database = connect(str(Path(home) / "bench.db"))
        kept = Subscriptions(database)
        for number in range(SITES):
            revision = SiteRevision(name=_site(number), digest=f"{number:064}", rules="{}", enabled=True)
            Sites(database).register(revision, [], at=_AT)
        for each in subscriptions:
            kept.add(to=f"mailto:{each.id}@example.org", filters=Filters(keywords=(str(each.id),)), at=_AT)
        yield database
        database.close()


def _subscriptions(chance: random.Random, count: int, first_site: int = 0) -> list[Subscription]:
    return [
        Subscription(id=first_site * count + number + 1, to="console:", filters=_filters(chance, number, first_site))
        for number in range(count)
    ]


def _filters(chance: random.Random, number: int, first_site: int) -> Filters:
    site = (_site(first_site + chance.randrange(SITES)),)
    word = (chance.choice(_THINGS),)
    kinds = (
        Filters(documents=(first_site * CHANGES + chance.randrange(CHANGES),)),
        Filters(sites=site, keywords=word),
        Filters(sites=site, indicators=("公办园占比",), severity="high"),
        Filters(units=(_name(chance, first_site) + "财政局",)),
        Filters(keywords=(_name(chance, first_site) + word[0],)),
    )
    return kinds[number % len(kinds)]


def _alert(chance: random.Random, number: int) -> Alert:
    site, thing = _site(chance.randrange(SITES)), chance.choice(_THINGS)
    words = "".join(chance.choice(_SYLLABLES) for _ in range(120))
    change = {
        "type": "target_changed",
        "severity": "high",
        "path_before": "二/(一)",
        "path_after": "二/(一)",
        "title": "重点任务",
        "before": f"{words}{thing}达到52%以上。（责任单位：{_name(chance)}财政局）",
        "after": f"{words}{thing}达到55%以上。（责任单位：{_name(chance)}财政局）",
        "segments": [],
        "facts": {"indicator": thing, "old": "52%以上", "new": "55%以上"},
    }
    document = {"id": number, "title": f"{site}行动计划", "site": site}
    payload = {"type": "document.changed", "document": document, "severity": "high", "changes": [change]}
    return Alert(type="document.changed", site=site, url="", severity="high", payload=payload)


def _name(chance: random.Random, stranger: int = 0) -> str:
    return ("远" if stranger else "") + "".join(chance.choice(_SYLLABLES) for _ in range(2)) + "区"


def _site(number: int) -> str:
    return f"{_SYLLABLES[number % 20]}{_SYLLABLES[number // 20 % 20]}{number}区教育局"


if __name__ == "__main__":
    sys.exit(main())
