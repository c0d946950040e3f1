"""`python -m benchmarks.served`: what a page of a large archive costs the server, as a multiple of an empty page.

The archive is made by hand: documents of some twenty clauses at fifty sites, every fifth with three versions, one with
600 clauses. Each page is asked for in this process, without a network; the empty page is the one that says that there is
no such page, with the same head and foot. Both are the median of several.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

import httpx
from fastapi import FastAPI

from benchmarks.ratios import Ratio, show
from clausewatch.serve import answers
from clausewatch.service import Service
from clausewatch.settings import Settings
from monitor.compare import compare
from monitor.observation import DueTarget, Fetched, Observation, SiteRevision, WatchedUrl
from monitor.outline import outline
from monitor.portrait import portrait
from monitor.records import Article, Edition, ListingItem, Outcome
from storage.database import connect

BOUND = 200.0
"""Times an empty page, at most, for any page."""
_NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
_SITES = 50
_KINDS = ("规划", "行动计划", "工作要点", "通知", "办法", None)
_HAN = [chr(code) for code in range(0x4E00, 0x5600)]


def measure(documents: int, *, times: int = 9) -> list[Ratio]:
    """Every kind of page in an archive of so many documents."""
    with TemporaryDirectory() as home:
        config = Settings(data_dir=Path(home))
        database = connect(config.database_url)
        service = Service(config, database, now=lambda: _NOON + timedelta(days=2))
        large = fill(service, documents)
        served = answers(service)
        empty = _cost(served, "/no-such-page", times)
        ratios = [Ratio("an empty page, milliseconds", empty * 1000)]
        for name, path in _pages(large).items():
            ratios.append(Ratio(f"{name}, as empty pages", _cost(served, path, times) / empty, BOUND))
        database.close()
    return ratios


def fill(service: Service, documents: int) -> int:
    """Put documents into an archive; gives the id of the large one, which has two versions."""
    dice = Random(11)
    large = 0
    for site in range(_SITES):
        name, column = f"第{site}示例区教育局", f"https://edu{site}.example/plans/"
        rules = json.dumps({"name": name, "home": column, "columns": [{"name": "规划", "url": column}]})
        revision = SiteRevision(name=name, digest=f"{site:064}", rules=rules, enabled=True)
        service.sites.register(revision, [WatchedUrl(kind="column", url=column, name="规划")], at=_NOON)
        (top,) = [each for each in service.targets.due(_NOON, limit=1000, per_host=1000) if each.url == column]
        mine = range(site, documents, _SITES)
        items = tuple(ListingItem(f"第{number}号文件", f"{column}{number}.html", _NOON.date()) for number in mine)
        listed = Observation(
            target=top, round="r", at=_NOON, outcome=Outcome.LISTING, items=items, next_due_at=_NOON + timedelta(days=1)
        )
        for number, target in zip(mine, service.archive.record(listed).followups, strict=True):
            first = _edition(dice, number, 600 if number == 0 else 20)
            editions = [first]
            if number % 5 == 0:
                editions += [_edited(editions[-1], step) for step in (1, 2)]
            document = _read(service, target, editions)
            large = document if number == 0 else large
    return large


def _read(service: Service, target: DueTarget, editions: list[Edition]) -> int:
    version, document, before = None, 0, None
    for hours, each in enumerate(editions):
        body = each.article.text[:200].encode() + bytes([hours])
        recorded = service.archive.record(
            Observation(
                target=replace(target, version=version),
                round="r",
                at=_NOON + timedelta(hours=hours),
                outcome=Outcome.OK,
                edition=each,
                portrait=portrait(each, target.site, "") if before is None else None,
                fetched=Fetched(status=200, content_hash=f"{hash(body):064x}"[-64:], body=body),
                extractor="1/a",
                changes=compare(before, each).changes if before else (),
                next_due_at=_NOON + timedelta(days=1),
            )
        )
        before, version, document = each, recorded.version, recorded.document or 0
    return document


def _edition(dice: Random, number: int, clauses: int) -> Edition:
    lines = [f"第{number}示例区教育工作计划", "根据《示例市教育条例》和《示例市学前教育条例》制定。"]
    for clause in range(clauses):
        lines += [f"{clause // 10 + 1}、任务"] if clause % 10 == 0 else []
        words = "".join(dice.choices(_HAN, k=40))
        lines.append(f"{clause + 1}.{words[:8]}。{words}，占比达到{dice.randrange(40, 90)}%以上。")
    text = "\n".join(lines)
    kind = _KINDS[number % len(_KINDS)]
    article = Article(title=lines[0], text=text, kind=kind, published=_NOON.date() - timedelta(days=number % 900))
    return Edition(article, outline(text, title=lines[0]))


def _edited(edition: Edition, step: int) -> Edition:
    text = edition.article.text.replace(f"{step}%以上", f"{step + 4}%以上")
    return Edition(replace(edition.article, text=text), outline(text, title=edition.article.title))


def _pages(large: int) -> dict[str, str]:
    return {
        "the first page": "/",
        "the list of documents": "/documents",
        "the list by kind and year": "/documents?kind=规划&year=2025",
        "its last page": "/documents?page=2",
        "a document of 600 clauses": f"/documents/{large}",
        "its timeline": f"/documents/{large}/versions",
        "its comparison": f"/documents/{large}/compare?old=1&new=3",
        "all of its comparison": f"/documents/{large}/compare?old=1&new=3&show=all",
        "the sources": "/sources",
    }


def _cost(served: FastAPI, path: str, times: int) -> float:
    """Seconds for one answer: the median of some, the first one apart."""

    async def ask() -> float:
        transport = httpx.ASGITransport(served)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=None) as browser:
            spent = []
            for _ in range(times + 1):
                begin = time.perf_counter()
                answer = await browser.get(path)
                spent.append(time.perf_counter() - begin)
                if answer.status_code not in {200, 404}:
                    raise SystemExit(f"{path}: {answer.status_code}")
        return median(spent[1:])

    return asyncio.run(ask())


def main() -> int:
    """Measure; the exit code says whether every page keeps the bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    given = parser.parse_args()
    return show(f"pages of an archive of {given.documents} documents", measure(given.documents))


if __name__ == "__main__":
    sys.exit(main())
