"""The sites and what becomes of them, as pure functions of a seed and a day."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
"""Day 0."""
_FIRST_VALUE = 10
_DOCUMENTS = 8
_TOPICS = (
    "学校布局",
    "食堂改造",
    "校车运行",
    "教师轮岗",
    "课后服务",
    "校园阅读",
    "体育场地",
    "职业实训",
    "家校合作",
    "资源共享",
)
_FIRST, _SECOND = "澄青柏柳临望岚溪", "湖岭桥原"


@dataclass(frozen=True, slots=True)
class Document:
    """One work of an office: the day on which it appears (0: it is there from the beginning), and the days of its edits."""

    number: int
    title: str
    since: float
    edits: tuple[float, ...]

    @property
    def path(self) -> str:
        """Its address on the site."""
        return f"/ghjh/2026/t{self.number:04}.html"

    def value(self, day: float) -> int:
        """The number that its second clause sets on that day; every edit raises it by one."""
        return _FIRST_VALUE + sum(edit <= day for edit in self.edits)


@dataclass(frozen=True, slots=True)
class Site:
    """An office with the trouble that it has on the days from `first` to `last`."""

    name: str
    trouble: str
    first: float
    last: float
    documents: tuple[Document, ...]

    def troubled(self, day: float) -> bool:
        """Whether the trouble holds."""
        return self.first <= day < self.last

    def shown(self, day: float) -> list[Document]:
        """What is published on that day, the newest first."""
        return [one for one in reversed(self.documents) if one.since <= day]


def day_of(moment: datetime) -> float:
    """How many days have passed."""
    return (moment - BEGIN) / timedelta(days=1)


def world(troubles: tuple[str, ...], *, days: int, seed: int) -> tuple[Site, ...]:
    """One site for each trouble. A third of the days passes before it, a third after it; the last days bring no edit."""
    chance = Random(seed)
    return tuple(
        Site(
            name=trouble,
            trouble=trouble,
            first=days * (0.3 + 0.05 * chance.random()),
            last=days * (0.6 + 0.05 * chance.random()),
            documents=tuple(_documents(district, chance, days)),
        )
        for trouble, district in zip(troubles, _districts(), strict=False)
    )


def _districts() -> Iterator[str]:
    """Names of districts, each another one: the same work under one office's name on two sites would be a copy."""
    return (f"{first}{second}区" for second in _SECOND for first in _FIRST)


def _documents(district: str, chance: Random, days: int) -> Iterator[Document]:
    """Some from the beginning, and two that come; each is edited up to three times."""
    last = days * 0.75
    for number in range(_DOCUMENTS + 2):
        since = 0.0 if number < _DOCUMENTS else chance.uniform(days * 0.1, last)
        edits = sorted(chance.uniform(since + 1, last) for _ in range(chance.randint(0, 3)) if since + 1 < last)
        yield Document(number, f"{district}{_TOPICS[number]}三年行动方案", since, tuple(edits))


def listing(site: Site, day: float, hit: int, *, most: int = 99) -> str:
    """The page that lists what is published, with what changes at every request around it."""
    items = "".join(
        f'<li><a href="{one.path}" target="_blank">{one.title}</a><span>{_published(one)}</span></li>'
        for one in site.shown(day)[:most]
    )
    return _page(f"规划计划-{site.name}教育局", f'<ul class="list">{items}</ul>', hit)


def article(site: Site, document: Document, day: float, hit: int) -> str:
    """The page of a document."""
    value = document.value(day)
    lines = (
        f"为推进全区{document.title[3:7]}工作，结合本区实际，制定本方案。",
        "一、总体要求",
        "坚持公平优先、质量为本，稳步推进各项任务，让每一所学校都有变化、每一个孩子都能受益。",
        "二、主要任务",
        f"（一）到2028年，新建和改建项目{value}个，由区教育局会同有关部门按季度调度。",
        "（二）建立台账，责任到人，每月公布一次进展情况，接受家长和社会监督。",
        "（三）完善制度，形成可推广的做法，并在全区各学校逐步应用。",
        "三、组织保障",
        "各学校要明确分管负责人，落实经费和人员，及时解决推进中的问题。",
    )
    body = "".join(f"<p>　　{line}</p>" for line in lines)
    head = f'<h1>{document.title}</h1><div class="info">发布时间：{_published(document)} 来源：区教育局 浏览次数：{hit * 7 + 13}</div>'
    return _page(f"{document.title}-{site.name}教育局", f'{head}<div class="TRS_Editor" id="zoom">{body}</div>', hit)


def chance_of(*what: object) -> float:
    """From 0 to 1, always the same for the same words."""
    return zlib.crc32(repr(what).encode()) / 2**32


def _published(document: Document) -> str:
    return f"{BEGIN + timedelta(days=document.since - 30 * (document.since == 0)):%Y-%m-%d}"


def _page(title: str, body: str, hit: int) -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f'<div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a><a href="/admin/">管理</a></div>{body}'
        f'<div class="footer">您是第{hit + 9000}位访客　主办：区教育局　技术支持：信息中心</div></body></html>'
    )
