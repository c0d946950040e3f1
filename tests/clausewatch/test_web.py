"""The page of latest changes."""

import asyncio
from datetime import UTC, datetime

import httpx
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.web import app
from clausewatch.web.view import shorten
from monitor.errors import StorageError
from monitor.message import words
from monitor.observation import DocumentSummary, VersionSummary
from monitor.records import Change
from monitor.severity import LADDER, SEVERITY

AT = datetime(2025, 3, 10, 4, 0, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}\u202e"


class Archive:
    """Gives what it was made with."""

    def __init__(self, *latest, error=None):
        self.latest, self.error, self.limits = latest, error, []

    def latest_changes(self, limit):
        """The pairs, or the error."""
        self.limits.append(limit)
        if self.error:
            raise self.error
        return self.latest[:limit]


def _document(**given):
    values = {
        "id": 7,
        "url": "http://e.cn/7.html",
        "title": "澄湖区托育服务三年计划",
        "site": "澄湖区教育局",
        "kind": "规划",
        "stage": None,
        "published": "2025-01-02",
        "versions": 2,
        "status": "live",
        "changed_at": AT,
    }
    return DocumentSummary(**values | given)


def _change(**given):
    values = {
        "type": "target_changed",
        "severity": "high",
        "path_before": "二/(一)/1",
        "path_after": "二/(一)/1",
        "title": "扩大供给",
        "segments": (("=", "占比达到"), ("-", "52%"), ("+", "55%"), ("=", "以上")),
        "facts": {"indicator": "占比", "old": "52%以上", "new": "55%以上"},
    }
    return Change(**values | given)


def _version(*changes, **given):
    values = {"number": 2, "at": AT, "severity": "high", "findings": (), "content_hash": "0" * 64}
    return VersionSummary(**values | given, changes=changes)


def _get(archive, path="/", method="GET"):
    async def ask():
        transport = httpx.ASGITransport(app(archive))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as browser:
            return await browser.request(method, path)

    return asyncio.run(ask())


def _page(*latest):
    return BeautifulSoup(_get(Archive(*latest)).text, "lxml")


def test_a_change_is_shown_with_its_place_and_its_words():
    """Title, site, version, time in Shanghai, kind, clause, values, and the differing words marked."""
    page = _page((_document(), _version(_change())))
    assert page.h2.a["href"] == "http://e.cn/7.html"
    assert page.h2.text == "澄湖区托育服务三年计划"
    about = page.find(class_="about").text
    assert all(part in about for part in ("重要", "澄湖区教育局", "第2版", "2025-03-10 12:00"))
    assert page.find(class_="what").text == "目标调整 二、(一)第1条 扩大供给"
    assert page.find(class_="said").text == "占比52%以上→55%以上(+3个百分点)"
    assert (page.find("del").text, page.find("ins").text) == ("52%", "55%")
    assert page.find(class_="text").text == "占比达到52%55%以上"


def test_a_new_document_shows_how_it_begins():
    """A new document is its beginning and its length, not one long insertion."""
    text = "一、总体要求。" * 100
    change = _change(
        type="new_document", path_before=None, path_after="", segments=(("+", text),), after=text, facts={}
    )
    page = _page((_document(), _version(change)))
    assert page.find("ins") is None
    assert page.find(class_="what").text.strip() == "新文件"
    assert page.find(class_="text").text == f"{text[:300]}…(共700字)"


def test_text_without_a_difference_is_shown():
    """A clause that only moved shows its text."""
    change = _change(type="clause_moved", severity="low", segments=(("=", "三、保障经费。"),), facts={})
    assert _page((_document(), _version(change))).find(class_="text").text == "三、保障经费。"


def test_silent_changes_are_only_counted():
    """Renumbered clauses are not listed, and neither is the end of a very long list; both are said."""
    silent = [_change(type="clause_renumbered", severity="none")] * 3
    page = _page((_document(), _version(*[_change()] * 25, *silent)))
    assert len(page.find_all("li")) == 20
    assert [rest.text for rest in page.find_all(class_="rest")] == [
        "另有 5 处变化未列出。",
        "另有 3 处仅编号或格式不同。",
    ]


def test_nothing_a_page_says_becomes_markup():
    """Hostile text in any field is text."""
    change = _change(
        title=HOSTILE,
        path_after=HOSTILE,
        segments=(("-", HOSTILE), ("+", HOSTILE), ("=", HOSTILE)),
        facts={"indicator": HOSTILE, "old": HOSTILE, "new": HOSTILE},
    )
    answer = _get(Archive((_document(title=HOSTILE, site=HOSTILE), _version(change))))
    page = BeautifulSoup(answer.text, "lxml")
    assert page.find_all(["script", "img"]) == []
    assert page.find("del").text == HOSTILE
    assert "49" not in page.h2.text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " javascript:x", "http://[x", "//e.cn/"])
def test_only_web_addresses_are_links(url):
    """An address that is not http or https is shown and cannot be clicked."""
    page = _page((_document(url=url), _version(_change())))
    assert page.find_all("a") == []
    assert page.find(class_="address").text == url


@pytest.mark.parametrize("path", ["/", "/style.css", "/nothing"])
def test_every_answer_forbids_scripts_and_frames(path):
    """The headers keep out whatever got through the escaping."""
    headers = _get(Archive(), path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'")
    assert "script-src" not in policy
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


def test_the_page_needs_nothing_from_elsewhere():
    """Its style is served beside it, and it holds no script and no inline style, which the policy would stop."""
    page = _page((_document(), _version(_change())))
    assert [link["href"] for link in page.find_all("link")] == ["/style.css"]
    assert page.find_all(["script", "style"]) == []
    assert page.find_all(style=True) == []
    style = _get(Archive(), "/style.css")
    assert style.headers["content-type"].startswith("text/css")
    assert "url(" not in style.text


def test_an_empty_archive_says_what_will_come():
    """A new installation shows a sentence, not a blank."""
    assert "还没有变化" in _page().find(class_="empty").text


def test_a_memory_that_fails_is_no_page():
    """The answer is a status and a sentence, without what the database says of itself."""
    answer = _get(Archive(error=StorageError("database is locked: /secret/path")), "/")
    assert answer.status_code == 503
    assert "secret" not in answer.text


def test_nothing_can_be_written_and_no_interface_is_described():
    """There are only pages to read."""
    assert _get(Archive(), "/", "POST").status_code == 405
    assert [_get(Archive(), path).status_code for path in ("/docs", "/redoc", "/openapi.json")] == [404, 404, 404]


def test_every_type_and_severity_has_its_word():
    """A new kind of change cannot be forgotten on the pages."""
    assert set(words.KIND) == set(SEVERITY)
    assert set(words.SEVERITY) == set(LADDER)


@given(st.lists(st.tuples(st.sampled_from("=-+"), st.text("一二三", max_size=500))))
def test_shortening_keeps_the_marks_and_bounds_the_length(segments):
    """Whatever the segments are, each stays, in order, and none gets longer or stays too long."""
    shown = shorten(segments)
    assert [mark for mark, _ in shown] == [mark for mark, _ in segments]
    for (_, before), (_, after) in zip(segments, shown, strict=True):
        assert len(after) <= min(len(before) + 10, 310)
        assert after == before or "…" in after
