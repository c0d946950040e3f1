"""A page as somebody sees it who looks for columns: what it calls itself, where it leads, which system made it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import fingerprint
from crawler.survey import Survey, survey
from monitor import columns, nameplate
from monitor.signpost import Signpost

PAGES = Path(__file__).resolve().parents[3] / "shared" / "pages"
URL = "https://edu.example.gov.cn/zwgk/index.html"


def seen(body: str, url: str = URL) -> Survey:
    """What a page shows."""
    return survey(body.encode(), url=url, status=200, content_type="text/html; charset=utf-8", headers={})


@pytest.mark.skipif(not PAGES.is_dir(), reason="the real pages lie beside the repository")
@pytest.mark.parametrize(
    ("page", "family", "name"),
    [
        ("shanxi_gov", "TRS", "山西省人民政府"),
        ("zhejiang_fgw", "JCMS", "浙江省发展和改革委员会"),
        ("sxmu_vsb_statute", "VSB", "山西医科大学纪检监察室"),
        ("gsc_notice", None, "中国地理学会"),
    ],
)
def test_a_real_page_tells_its_system_and_its_site(page, family, name):
    """Saved pages of real sites."""
    found = survey((PAGES / page / "page.html").read_bytes(), url=URL, status=200, content_type="text/html", headers={})
    assert fingerprint.family([found.traces]) == family
    assert nameplate.office([found.declared], [found.window], [found.owner]) == name


@pytest.mark.skipif(not PAGES.is_dir(), reason="the real pages lie beside the repository")
def test_a_real_portal_names_its_columns():
    """The menus of a government's portal hold the columns worth watching."""
    body = (PAGES / "shanxi_gov" / "page.html").read_bytes()
    found = survey(body, url=URL, status=200, content_type="text/html", headers={})
    worthy = {each.name for each in found.signposts if columns.worth(each.name) >= columns.LEAST}
    assert {"规划计划", "意见征集", "政策解读", "通知公告"} <= worthy


def test_menus_boxes_and_pictures_name_what_they_lead_to():
    """A link's words, a picture's, the heading beside a 更多; documents, files, scripts and mails are no signposts."""
    found = seen(
        '<html><body><a href="/">首页</a><a href="/a/"><img alt="规划计划" src="a.png"></a><a href="/b/" title="政策文件"></a>'
        '<div><h3>通知公告</h3><a href="/c/">更多&gt;&gt;</a></div><a href="/t20260301_12.html">关于春游的通知</a>'
        '<a href="/x.pdf">公开指南</a><a href="javascript:a()">分享</a><a href="mailto:a@b">邮箱</a></body></html>'
    )
    base = "https://edu.example.gov.cn"
    wanted = [("首页", "/"), ("规划计划", "/a/"), ("政策文件", "/b/"), ("通知公告", "/c/")]
    assert found.signposts == tuple(Signpost(name, base + path) for name, path in wanted)
    assert found.home == f"{base}/"


def test_a_breadcrumb_names_the_column_and_those_around_it():
    """Its links from the outside in, without the home page; its last words are the page's own column."""
    found = seen(
        '<html><body><div class="x">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/zwgk/gh/">规划计划</a></div></body></html>'
    )
    assert [crumb.name for crumb in found.crumbs] == ["政务公开", "规划计划"]
    assert found.column == "规划计划"


def test_a_catalogue_of_scripts_is_known_by_its_numbers():
    """The system gkmlpt names its columns in a script; their lists are data at addresses made of the column's and the office's number."""
    page = """<html><body><a href="/gkmlpt/index#3310">规划计划</a><script>window._CONFIG = {SID: '755031',
    TREE: [{"id": 3312, "pid": 1, "name": "规范性文件"}]};</script></body></html>"""
    found = seen(page, "http://a.example/gkmlpt/index")
    start = "http://a.example/gkmlpt/api/all/"
    assert found.signposts == (
        Signpost("规划计划", f"{start}3310?page=1&sid=755031"),
        Signpost("规范性文件", f"{start}3312?page=1&sid=755031"),
    )


@given(st.binary(max_size=400))
def test_no_page_breaks_it(body):
    """Whatever bytes come, there is an answer."""
    survey(body, url=URL, status=200, content_type="text/html", headers={})
