"""An installation whose pages are read: documents with versions, kin, days that come and a broken source, all made by hand."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from clausewatch.serve import answers
from clausewatch.service import Service
from clausewatch.settings import Settings
from monitor.compare import compare
from monitor.incident import Incident, Step, Trouble
from monitor.observation import WatchedUrl
from monitor.portrait import portrait
from monitor.records import Attachment, Cause, Consultation, Contact, Edition
from storage.database import Database, connect
from tests.storage.district import HOUR, NOON, arrived, edition, item, listing, observation, revision

SITE = "兰溪示例区教育局"
COLUMN = "https://edu.lanxi-example.cn/plans/"
FIRST = """兰溪示例区学前教育行动计划
根据《临溪市学前教育条例》制定本计划。
一、总体目标
到2027年，全区公办园在园幼儿占比达到55%以上。
二、重点任务
（一）扩大资源
1.新建幼儿园12所。
2.改造老园20所。
3.招聘园长30名。
（二）提高质量
每年培训园长200人次。
三、保障措施
建立联席会议制度。
指标\t2025年\t2027年
公办园占比\t50%\t55%"""
SECOND = (
    FIRST.replace("达到55%以上", "达到58%以上")
    .replace("2.改造老园20所。\n3.招聘园长30名。", "2.招聘园长30名。")
    .replace("三、保障措施", "三、组织实施")
)
THIRD = SECOND.replace("达到58%以上", "达到60%以上").replace(
    "建立联席会议制度。", "建立并落实联席会议制度，每季度开会。"
)


@dataclass
class Library:
    """The installation, and its documents by number: 1 has three versions, 2 is open for comment."""

    service: Service
    database: Database

    @cached_property
    def app(self) -> FastAPI:
        """All that is answered."""
        return answers(self.service)

    def get(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        """The answer to one request, as a browser on this machine makes it."""

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as browser:
                return await browser.request(method, path, headers=headers)

        return asyncio.run(ask())

    def add(self, number: int, editions: list[Edition], *, at: datetime = NOON) -> int:
        """Put a document with these editions, an hour apart, into the column; gives its id."""
        archive = self.service.archive
        (top,) = [
            each
            for each in self.service.targets.due(at + timedelta(days=400), limit=999, per_host=999)
            if each.kind == "column"
        ]
        found = archive.record(listing(top, [item(number, editions[0].article.title)], at)).followups
        target, before, version, document = found[0], None, None, 0
        for hours, each in enumerate(editions):
            moment = at + hours * HOUR
            seen = observation(
                replace(target, version=version),
                moment,
                edition=each,
                portrait=portrait(each, SITE, ""),
                fetched=arrived(f"{number} {hours}"),
                extractor="1/aaaa",
                changes=compare(before, each).changes if before else (),
            )
            recorded = archive.record(seen)
            before, version, document = each, recorded.version, recorded.document or 0
        return document


def library(home: Path, *, site: str = SITE, url: str = COLUMN, **given: Any) -> Library:
    """An installation with one site and one column, on a clock that stands; `given` are settings."""
    config = Settings(data_dir=home, **given)
    database = connect(config.database_url)
    service = Service(config, database, now=lambda: NOON + timedelta(days=1))
    rules = revision(site)
    rules = replace(
        rules,
        rules=json.dumps(
            {"name": site, "home": "https://edu.lanxi-example.cn/", "columns": [{"name": "规划计划", "url": url}]}
        ),
    )
    service.sites.register(rules, [WatchedUrl(kind="column", url=url, name="规划计划")], at=NOON)
    return Library(service, database)


def furnished(home: Path, **given: Any) -> Library:
    """The library with two documents, a day that comes and an open incident."""
    made = library(home, **given)
    made.add(
        1,
        [
            edition(FIRST, kind="行动计划", published=NOON.date()),
            edition(SECOND, kind="行动计划"),
            edition(THIRD, kind="行动计划"),
        ],
    )
    draft = edition(
        "兰溪示例区托育服务办法\n第一条　本办法所称托育，是指三岁以下婴幼儿的照护。\n第二条　区教育局负责本办法的实施。",
        kind="办法",
        stage="draft",
        published=NOON.date(),
        consultation=Consultation(NOON.date() + timedelta(days=20), (Contact("email", "yijian@lanxi-example.cn"),)),
        attachments=(Attachment("附件1：意见表.doc", "https://edu.lanxi-example.cn/f/1.doc"),),
    )
    second = made.add(2, [draft])
    made.service.terms.put(
        second, version=1, reader=1, days={"deadline": NOON.date() + timedelta(days=20)}, said=None, at=NOON
    )
    trouble = Trouble(since=NOON, rounds=3, opened_at=NOON)
    told = Incident(
        site=given.get("site", SITE), cause=Cause.UNREACHABLE, trouble=trouble, reason="the server is silent", targets=2
    )
    made.service.incidents.record([(Step(told, None), None, ())], NOON)
    return made
