"""Readings of frozen pages, odd answers and hostile markup."""

from __future__ import annotations

import json
import pickle
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.read import EXTRACTOR, read
from crawler.rules import ReadingRules
from monitor import dates
from monitor.believe import judge
from monitor.records import Outcome
from monitor.text import key

REAL = Path(__file__).resolve().parents[3] / "shared" / "pages"
URL = "http://www.example.gov.cn/zwgk/202501/t20250110_77.html"
LONG = "<p>各校要落实安全责任,确保学生安全。</p>" * 30


@pytest.mark.parametrize(
    "name", ["cmse_report", "gsc_notice", "news_trs_editor", "shanxi_gov", "sxmu_vsb_statute", "zhejiang_fgw"]
)
def test_real_page(name: str) -> None:
    """Title, date and text of real saved pages; at most a label's own slips away from what people marked."""
    if not REAL.is_dir():
        pytest.skip("the real pages (../shared/pages) are not beside the repository")
    expected = json.loads((REAL / name / "expected.json").read_text("utf-8"))
    reading = read((REAL / name / "page.html").read_bytes(), url=URL)
    assert reading.article is not None
    found = reading.article
    assert (expected["title"], expected["published"]) == (found.title, str(dates.day(found.published)))
    text = key(found.text)
    assert 0.96 <= len(text) / len(key(expected["text"])) <= 1.02
    assert [mark for mark in expected["must_not_contain"] if key(mark) in text] == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.7 \x00", ""),
        (b"{}", "application/json"),
        (b"\x89PNG\r\n", "image/png"),
        (b"%PDF-1.4", "text/html"),
        (b'{"a":1}', ""),
    ],
)
def test_what_is_no_page_is_not_read(body: bytes, kind: str) -> None:
    """Files and data give a reading without article, with a reason, whatever their declared type."""
    reading = read(body, url=URL, content_type=kind)
    assert (reading.article, reading.items) == (None, ())
    assert "no web page" in (reading.reason or "")
    assert judge(reading, want_items=False)[0] is Outcome.EMPTY


def test_page_without_text_is_empty() -> None:
    """A page with nothing to read is empty and says what to do."""
    outcome, reason = judge(read(b"<html><body><div></div></body></html>", url=URL, want="article"), want_items=False)
    assert (outcome, "article.container" in (reason or "")) == (Outcome.EMPTY, True)


_BODY = "<p>为做好校园供暖,制定本方案。</p><p>一、任务</p><p>1.检修锅炉。十月底前完成检修,十一月一日起供暖。</p>"
_META = "<p>发布时间:2025-10-08 来源:北湾区教育局</p>"
_AROUND = {
    "notice bar and breadcrumb": f"<div>公告:本站周日维护,届时暂停访问,敬请谅解。</div><div><p>首页 > 通知 > 正文</p><h1>供暖工作方案</h1>{_META}{_BODY}</div>",
    "notice bar alone": f"<div>公告:本站周日维护,届时暂停访问,敬请谅解。</div><div><div>供暖工作方案</div>{_META}{_BODY}</div>",
    "side column with summaries": "<div><h4>要闻</h4><p>2020-01-02</p><p>昨日,全区召开会议,部署冬季工作。</p></div>"
    f"<div><p>当前位置:首页 > 通知</p><h1>供暖工作方案</h1>{_META}{_BODY}</div>",
    "disclaimer and comments": f"<div><h1>供暖工作方案</h1>{_META}{_BODY}<p>免责声明:转载内容仅供参考,如有异议,请告知。</p>"
    "<p>网友评论(2)</p><p>张三:支持。</p><p>李四:快一点,太冷了。</p></div>",
    "copy for the printer": f"<div><h1>供暖工作方案</h1>{_META}{_BODY}{'<p>2.检查管道。逐户检查,逐户登记。</p>' * 40}</div>"
    f'<div style="display: none">{_BODY}{"<p>2.检查管道。逐户检查,逐户登记。</p>" * 40}</div>',
}


@pytest.mark.parametrize("inner", _AROUND.values(), ids=_AROUND)
def test_prose_around_a_document_is_not_its_text(inner: str) -> None:
    """Notices, summaries, disclaimers, comments and hidden copies hold sentences, but are no document."""
    page = f"<html><head><title>供暖工作方案</title></head><body>{inner}</body></html>"
    article = read(page.encode(), url=URL, want="article").article
    assert article is not None
    assert article.text.startswith(
        "为做好校园供暖,制定本方案。\n一、任务\n1.检修锅炉。十月底前完成检修,十一月一日起供暖。"
    )
    assert article.text.replace("2.检查管道。逐户检查,逐户登记。", "").rstrip().endswith("供暖。")
    assert article.text.count("检修锅炉") == 1
    assert (article.title, str(dates.day(article.published)), article.source) == (
        "供暖工作方案",
        "2025-10-08",
        "北湾区教育局",
    )


def test_container_and_drop_are_obeyed() -> None:
    """The operator's selectors choose the body and what in it does not belong to it."""
    page = f"<html><body><div>{LONG}</div><div id='mine'><p>短文。</p><p class='ad'>广告。</p></div></body></html>"
    reading = read(page.encode(), url=URL, want="article", rules=ReadingRules(container="#mine", drop=(".ad",)))
    assert reading.article is not None
    assert reading.article.text == "短文。"


@pytest.mark.parametrize(
    "rules", [ReadingRules(container="..["), ReadingRules(container=".gone"), ReadingRules(drop=("::[",))]
)
def test_wrong_container_rule_is_named(rules: ReadingRules) -> None:
    """A selector that is none, or matches nothing, gives a reason that names it."""
    reading = read(f"<html><body>{LONG}</body></html>".encode(), url=URL, want="article", rules=rules)
    assert (rules.container or rules.drop[0]) in (reading.reason or "")


def test_scripts_make_a_shell() -> None:
    """A page that only loads scripts needs a browser."""
    page = b'<html><body><div id="app"></div><script src="/static/js/chunk-vendors.0a1b2c3d.js"></script><script>boot()</script></body></html>'
    assert judge(read(page, url=URL, want="article"), want_items=False)[0] is Outcome.NEEDS_JS


def test_cut_page_is_truncated() -> None:
    """A page that opened html and never closed it is not believed."""
    assert judge(read(f"<html><body>{LONG}".encode(), url=URL), want_items=False)[0] is Outcome.TRUNCATED


def test_garbled_page_is_told() -> None:
    """Bytes that no encoding reads are bad encoding, never a version."""
    page = b"<html><body><p>" + "规划。".encode() * 50 + b"\xff\xfe\xff\x81" * 10 + b"</p></body></html>"
    assert judge(read(page, url=URL), want_items=False)[0] is Outcome.BAD_ENCODING


def test_challenge_is_blocked() -> None:
    """A firewall's challenge with status 200 is blocked."""
    page = b"<html><body><script>document.cookie='__jsl_clearance=1';location.reload()</script></body></html>"
    assert judge(read(page, url=URL), want_items=False)[0] is Outcome.BLOCKED


def test_reading_is_picklable() -> None:
    """A reading crosses process borders, and the extractor has a version."""
    reading = read(f"<html><body>{LONG}</body></html>".encode(), url=URL)
    assert pickle.loads(pickle.dumps(reading)) == reading
    assert EXTRACTOR


HOSTILE = {
    "deep": "<div>" * 100_000,
    "unclosed tables": "<table>" * 3_000 + "<tr><td>字。",
    "nested spans": "<p>" + "<span>" * 3_000 + "文字,文字,内容。",
    "wide spans": "<table>" + "<tr><td rowspan=9999 colspan=9999>一</td><td>二</td></tr>" * 500 + "</table>",
    "angle brackets": "<" * 200_000,
    "comments": "<!--" * 100_000,
    "scripts": "<script" * 50_000,
    "blanks": "<p>" + " \n" * 200_000 + "字。",
    "labels": "<p>" + "来源 发 布 日 期 " * 5_000,
    "actions": "<p>" + "打印|" * 3_000 + "字</p>",
    "breadcrumbs": "<p>位置</p>" * 5_000,
    "links": "<a href=/x>题目题目题目题目</a>" * 10_000,
    "nothing": "\x00\x00",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("want", ["article", "listing", "auto"])
def test_hostile_markup_is_read_in_time(body: str, want: str) -> None:
    """No markup makes the reader raise or take more than a few seconds."""
    start = time.process_time()
    read(body.encode(), url=URL, want=want)
    assert time.process_time() - start < 5


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_bytes_give_a_reading(body: bytes) -> None:
    """No bytes make the reader raise, and what it returns can be judged."""
    judge(read(body, url=URL), want_items=False)


def test_a_page_of_links_is_no_document():
    """Links that stand alone, even right under the body, are a menu or a listing; a notice of files is a document."""
    links = "".join(f'<a href="/x{n}.html">第{n}个栏目的名称</a>\n' for n in range(30))
    reading = read(f"<html><body>{links}</body></html>".encode(), url="https://jyj.example.cn/", want="article")
    assert reading.article is None
    assert "links" in (reading.reason or "")
    files = '<p>附件下载：</p><a href="/f/plan.pdf">云汀区校园阅读行动计划全文.pdf</a>'
    page = f"<html><head><title>关于阅读行动计划的通知</title></head><body><h1>关于阅读行动计划的通知</h1><div>{files}</div></body></html>"
    assert read(page.encode(), url="https://jyj.example.cn/a.html", want="article").article is not None
