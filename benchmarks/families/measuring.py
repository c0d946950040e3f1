"""Puts a generated archive into a database, one document after another, and holds the links against the truth."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from benchmarks.families.world import Paper
from monitor import identity
from monitor.outline import outline
from monitor.portrait import Portrait, portrait
from monitor.records import Article, Attachment, Edition
from monitor.text import key
from storage import families, tables
from storage.database import Database

NOW = datetime(2026, 11, 2, tzinfo=UTC)
_TOGETHER = 500  # documents in one transaction: what a commit costs is no matter of families


@dataclass(slots=True)
class Score:
    """How many links were found, right and expected; the wrong and the missing ones by what they are."""

    found: int = 0
    right: int = 0
    expected: int = 0
    met: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)
    merged: int = 0

    @property
    def precision(self) -> float:
        """The share of the found links that are right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the true links that were found."""
        return self.met / self.expected if self.expected else 1.0


def portrayed(paper: Paper) -> Portrait:
    """What the archive would keep of the page, read as the crawler reads its title."""
    title = identity.work_title(paper.shown)
    article = Article(
        title=title,
        shown_title="" if key(title) == key(paper.shown) else paper.shown,
        text=paper.text,
        kind=identity.kind(title, paper.shown),
        stage=identity.stage(paper.shown, paper.text.split("\n")[:3]),
        repost=identity.is_repost(paper.shown, paper.source),
        published=paper.day,
        publisher=paper.publisher or paper.site,
        guessed_publisher=paper.publisher is None,
        source=paper.source,
        document_number=paper.number,
        attachments=tuple(Attachment(name, "https://example.cn/" + name) for name in paper.attachments),
    )
    return portrait(Edition(article, outline(paper.text, title=title)), paper.site, paper.region)


def fill(database: Database, papers: Sequence[Paper], first: int = 1) -> Iterator[tuple[int, float]]:
    """Notes the papers as documents numbered from `first`; gives how many there are and the CPU seconds one took."""
    number = first
    for start in range(0, len(papers), _TOGETHER):
        batch = papers[start : start + _TOGETHER]
        seen = [portrayed(paper) for paper in batch]
        with database.write() as connection:
            _documents(connection, batch, number)
            started = time.process_time()
            for offset, one in enumerate(seen):
                families.note(connection, number + offset, one, NOW)
            took = (time.process_time() - started) / len(batch)
        number += len(batch)
        yield number - first, took


def judged(database: Database, papers: Sequence[Paper]) -> Score:
    """The links of the database against the truth; document n is the n-th paper."""
    score = Score()
    with database.read() as connection:
        links = connection.execute(select(tables.family_link)).all()
    said: set[tuple[int, str]] = set()
    for link in links:
        one, other = papers[link.one_id - 1], papers[link.other_id - 1]
        score.found += 1
        if one.family == other.family and _holds(one, link.relation, other):
            score.right += 1
            said.add((link.one_id, link.relation))
            continue
        score.merged += one.family != other.family
        score.wrong[f"{link.relation} {one.trap or one.group} → {other.trap or other.group}"] += 1
        score.shown.append(
            f"WRONG {link.relation} {link.confidence} {link.reason_zh}\n  {_line(one)}\n  {_line(other)}"
        )
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    for number, paper in enumerate(papers, 1):
        groups[paper.family, paper.group].append(number)
    for (_, group), numbers in groups.items():
        pages = [papers[number - 1] for number in numbers]
        _expect(score, f"repost_of {group}", len(pages) - 1, sum((n, "repost_of") in said for n in numbers), pages)
        # Any page of a text may be the one that is linked.
        for relation in {page.relation for page in pages} - {None, "repost_of"}:
            met = any((number, relation) in said for number in numbers)
            _expect(score, f"{relation} {group}", 1, int(met), pages)
    return score


def _expect(score: Score, what: str, count: int, met: int, pages: Sequence[Paper]) -> None:
    score.expected += count
    score.met += min(met, count)
    if met < count:
        score.missing[what] += count - met
        score.shown.append(f"MISSING {what}\n  " + "\n  ".join(map(_line, pages)))


def _holds(one: Paper, relation: str, other: Paper) -> bool:
    """Whether a link within a family is true: the page's own relation, or that of two pages of one text."""
    if relation == "repost_of":
        return one.group == other.group
    if relation == one.relation:
        return other.group in one.groups
    return (one.group, relation, other.group) in _ALSO


_ALSO = frozenset(
    {
        ("final", "final_of", "draft1"),
        ("final", "final_of", "draft2"),
        ("notice", "final_of", "draft1"),
        ("notice", "final_of", "draft2"),
        ("draft2", "redraft_of", "draft1"),
    }
)
"""What a copy of a page may be linked by, where its original is not there."""


def _documents(connection: Connection, papers: Sequence[Paper], first: int) -> None:
    if first == 1:
        site: dict[str, Any] = {"id": 1, "name": "档案", "digest": "0", "enabled": True}
        connection.execute(tables.site.insert(), site)
    rows = [
        {"id": number, "url": f"https://example.cn/{number}", "site_id": 1, "title": paper.shown, "versions": 1}
        | {"status": "live", "changed_at": NOW}
        for number, paper in enumerate(papers, first)
    ]
    connection.execute(tables.document.insert(), rows)


def _line(paper: Paper) -> str:
    return f"[{paper.family} {paper.group} {paper.trap}] {paper.shown} | {paper.site} {paper.region} {paper.day} {paper.number}"
