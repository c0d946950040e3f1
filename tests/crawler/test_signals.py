"""Facts of a page and of an answer's head."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from crawler.extract import signals
from crawler.fetch import signals as head

URL = "http://jyj.yunting.example.cn/a/1.html"


@pytest.mark.parametrize(
    ("page", "there"),
    [
        ("<meta http-equiv='refresh' content=\"0;URL='/b.html'\">", "http://jyj.yunting.example.cn/b.html"),
        ("<meta http-equiv=Refresh content='3; url=../b.html'>", "http://jyj.yunting.example.cn/b.html"),
        ("<meta http-equiv=refresh content='600'>", None),
        ("<meta http-equiv=refresh content='300;url=/b.html'>", None),
        ("<script>window.location.href = '/b.html'</script>", "http://jyj.yunting.example.cn/b.html"),
        ('<script>top.location.replace("http://e.example/")</script>', "http://e.example/"),
        ("<script>location.href='/a/1.html#x'</script>", None),
        ("<script>location.href='javascript:void(0)'</script>", None),
        ("<body onload=\"location='/b.html'\"></body>", "http://jyj.yunting.example.cn/b.html"),
        ("<frameset><frame src=top.html><frame src=c.html></frameset>", "http://jyj.yunting.example.cn/a/top.html"),
        ("<p>正文。</p>", None),
    ],
)
def test_where_a_page_sends_the_browser(page: str, there: str | None) -> None:
    """Refresh, script and frame are seen, if they are meant for at once and lead elsewhere."""
    assert signals.onward(document_fromstring(f"<html>{page}</html>"), URL) == there


def test_what_a_page_says_outside_its_links() -> None:
    """Links, scripts and styles say nothing; a block is a line; who says a lot is not quoted."""
    body = "<div><a href=/>首页</a></div><p>页面<b>不存在</b></p><script>var a='。'</script><style>p{}</style>"
    said = signals.said(document_fromstring(f"<html><body>{body}</body></html>").find("body"))
    assert said == "页面不存在"
    long = document_fromstring(f"<html><body>{'<p>各校落实安全责任。</p>' * 400}</body></html>").find("body")
    assert signals.said(long) is None


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ({"set-cookie": "acw_tc=1; path=/; expires=Tue, 01 Jan 2036 00:00:00 GMT"}, "阿里云 WAF"),
        ({"set-cookie": "JSESSIONID=1; path=/, FSSBBIl1UgzbN7N80S=2; path=/"}, "瑞数"),
        ({"set-cookie": "__jsluid_h=1"}, "加速乐"),
        ({"server": "cloudflare"}, "Cloudflare"),
        ({"server": "nginx", "set-cookie": "JSESSIONID=1; Path=/"}, None),
        ({}, None),
    ],
)
def test_whose_firewall_an_answer_came_through(headers: dict[str, str], name: str | None) -> None:
    """Names of cookies and servers tell it; session cookies of other programs do not."""
    assert head.guard(headers) == name


def test_only_a_firewalls_own_word_is_a_challenge() -> None:
    """The header that says so does, the server's name does not."""
    assert head.challenger({"cf-mitigated": "challenge"}) == "Cloudflare"
    assert head.challenger({"server": "cloudflare", "cf-ray": "1"}) is None
