"""Documents by the thousand, of a made-up language whose words are as unequally frequent as those of real ones."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import accumulate

from sqlalchemy import Connection

from monitor.observation import Fetched, Observation, SiteRevision, WatchedUrl
from monitor.records import Article, Clause, Edition, ListingItem, Outcome, Outline
from storage.archive import Archive
from storage.database import Database
from storage.sites import Sites
from storage.targets import Targets

SITE = "云汀区教育局"
START = datetime(2026, 3, 2, tzinfo=UTC)
VERSIONS = 5
EDITED = 0.05
_COLUMN = WatchedUrl(kind="column", url="https://edu.yunting-example.cn/plans/", name="规划计划")
_HAN = "一二三四五六七八九十"
_WORDS = 12_000
_CHARACTERS = 3_000
_OFTEN = ("教育", "学校", "幼儿园", "普惠性", "学前教育", "发展", "建设")


class Language:
    """Words of two to four characters, the n-th of them about as frequent as 1/n; the most frequent ones are real."""

    def __init__(self, seed: int = 0) -> None:
        chance = random.Random(seed)
        letters = [chr(0x4E00 + number) for number in range(_CHARACTERS)]
        weights = [1 / (rank + 20) for rank in range(_CHARACTERS)]
        made = ("".join(chance.choices(letters, weights, k=chance.choice((2, 2, 2, 3, 4)))) for _ in range(_WORDS))
        self.words = [*_OFTEN, *dict.fromkeys(made)]
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(len(self.words))))

    def sentence(self, chance: random.Random) -> str:
        """About twenty characters in two halves, with a target in every fifth."""
        said = "".join(chance.choices(self.words, cum_weights=self._weights, k=9))
        goal = f"，达到{chance.randint(50, 99)}%" if chance.random() < 0.2 else ""
        return f"{said[: len(said) // 2]}，{said[len(said) // 2 :]}{goal}。"


def clauses(language: Language, chance: random.Random) -> list[Clause]:
    """A plan of forty clauses: 一、 and 1. to 9. in each."""
    made = []
    for chapter in _HAN[:4]:
        made.append(Clause(chapter, 1, "heading", chapter, "", f"{chapter}、{language.sentence(chance)[:12]}"))
        for number in range(1, 10):
            text = f"{number}.{language.sentence(chance)}{language.sentence(chance)}"
            made.append(Clause(f"{chapter}/{number}", 3, "item", str(number), "", text))
    return made


def edited(before: Sequence[Clause], language: Language, chance: random.Random) -> list[Clause]:
    """The same with other words in one clause of twenty."""
    after = list(before)
    for place in chance.sample(range(len(after)), max(1, round(EDITED * len(after)))):
        old = after[place]
        marker = old.text[:2]
        after[place] = Clause(old.path, old.level, old.kind, old.number, "", marker + language.sentence(chance))
    return after


def editions(language: Language, seed: int) -> Iterator[Edition]:
    """A document's versions."""
    chance = random.Random(seed)
    title = f"云汀区第{seed}号行动计划"
    held = clauses(language, chance)
    for _ in range(VERSIONS):
        text = "\n".join(clause.text for clause in held)
        article = Article(title=title, text=text, kind="行动计划", publisher=SITE)
        yield Edition(article, Outline(title=title, scheme="plan", clauses=tuple(held)))
        held = edited(held, language, chance)


def page(edition: Edition) -> bytes:
    """The bytes that a version is read from: its text between what surrounds it on every page."""
    around = "".join(f'<li><a href="/c{number}/">栏目{number}</a></li>' for number in range(60))
    lines = "".join(f"<p>{clause.text}</p>" for clause in edition.outline.clauses)
    return f"<html><ul>{around}</ul><h1>{edition.article.title}</h1>{lines}</html>".encode()


class Bulk(Database):
    """A database to which everything within `together` is one transaction: to fill it without waiting for the disk."""

    @contextmanager
    def together(self) -> Iterator[Database]:
        """The database to fill."""
        with super().write() as connection:
            self._connection = connection
            yield self

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """The open transaction."""
        yield self._connection

    write = read


class Office:
    """Records documents as rounds do, one transaction each."""

    def __init__(self, database: Database) -> None:
        self._archive, self._targets, self._sites = Archive(database), Targets(database), Sites(database)

    def open(self) -> None:
        """Registers the site, once."""
        revision = SiteRevision(name=SITE, digest="0" * 64, rules="{}", enabled=True)
        self._sites.register(revision, [_COLUMN], at=START)

    def publish(self, numbers: Sequence[int]) -> None:
        """Lists documents in the column."""
        top = self._targets.by_url(_COLUMN.url)
        assert top is not None
        items = tuple(ListingItem(f"第{number}号", _url(number)) for number in numbers)
        self._archive.record(
            Observation(target=top, round="0", at=START, outcome=Outcome.LISTING, items=items, next_due_at=START)
        )

    def timed(self, number: int, version: int, edition: Edition) -> float:
        """Records a version of a document; gives the seconds that it took."""
        target = self._targets.by_url(_url(number))
        assert target is not None
        body = page(edition)
        at = START + timedelta(days=version, seconds=number)
        fetched = Fetched(status=200, content_type="text/html", content_hash=sha256(body).hexdigest(), body=body)
        start = time.process_time()
        self._archive.record(
            Observation(
                target=target,
                round=f"{version}",
                at=at,
                outcome=Outcome.OK,
                fetched=fetched,
                edition=edition,
                extractor="1/000000000000",
                next_due_at=at,
            )
        )
        return time.process_time() - start


def _url(number: int) -> str:
    return f"{_COLUMN.url}{number}.html"
