"""What columns are called, and what an office's pages call it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import columns, nameplate
from monitor.signpost import is_front, one_office, spelling


@pytest.mark.parametrize(
    "name",
    [
        "规划计划",
        "发展规划",
        "政策文件",
        "公告公示",
        "意见征集",
        "工作要点",
        "规范性文件",
        "通知公告",
        "政策解读",
        "规章制度",
    ],
)
def test_what_holds_plans_and_policies_is_worth_watching(name):
    """The names that offices use for such columns."""
    assert columns.worth(name) >= columns.LEAST


@pytest.mark.parametrize(
    "name", ["招标公告", "采购公告", "局长信箱", "财政预决算", "招聘公告", "机构设置", "校园新闻", "首页", "更多"]
)
def test_what_holds_something_else_is_not(name):
    """Notices of purchases and posts are no policies, though their names say 公告."""
    assert columns.worth(name) < columns.LEAST


def test_plans_come_before_notices():
    """Where there are many columns, those of plans and drafts come first."""
    ranked = sorted(["通知公告", "政策文件", "意见征集", "规划计划"], key=columns.worth, reverse=True)
    assert ranked == ["规划计划", "意见征集", "政策文件", "通知公告"]


@pytest.mark.parametrize(
    ("declared", "windows", "owners", "name"),
    [
        (["青溪区教育局"], ["规划计划_青溪区教育局"], ["青溪区教育局"], "青溪区教育局"),
        ([], ["欢迎访问临江区教育局门户网站"], [], "临江区教育局"),
        ([], ["首页-柳湾区人大常委会", "监督工作-柳湾区人大常委会"], ["柳湾区人大常委会办公室"], "柳湾区人大常委会"),
        ([], ["规划计划 - 政务公开 - 岚州市教育委员会"], [], "岚州市教育委员会"),
        ([], ["规划计划"], [], None),
        ([], [], [], None),
    ],
)
def test_the_office_s_name_is_what_its_pages_agree_on(declared, windows, owners, name):
    """Meta tags, windows' titles and footers, without greetings and without the columns' names."""
    assert nameplate.office(declared, windows, owners) == name


@pytest.mark.parametrize(
    ("names", "footers", "region"),
    [
        (["青溪区教育局"], ["地址：岚州市青溪区桂花路8号"], "岚州市/青溪区"),
        (["汐州省临汐市澄湖区教育局"], [], "汐州省/临汐市/澄湖区"),
        (["青溪区教育局"], ["地址：岚州市望津区桂花路8号"], "青溪区"),
        (["望舒职业技术学校"], [], None),
    ],
)
def test_the_region_is_what_name_and_footer_say(names, footers, region):
    """An address in the footer fills in what is above the office's own place; another place says nothing."""
    assert nameplate.region(names, footers) == region


def test_one_column_has_one_spelling():
    """Scheme, www., index page and the slash at the end do not count; path and query do."""
    one = spelling("https://www.a.example/ghjh/index.html")
    assert all(
        spelling(url) == one
        for url in ("http://a.example/ghjh", "http://a.example/ghjh/", "HTTP://WWW.A.example/ghjh/index.htm")
    )
    assert (
        len({spelling(f"http://a.example/{rest}") for rest in ("?id=1", "?id=2", "ghjh/list_2.html", "index_1.html")})
        == 4
    )


def test_hosts_of_one_domain_are_one_office():
    """A bureau's host and its portal's; another city's, another port and another number are not."""
    assert one_office("http://jyj.linjiang.gov.cn/a", "https://www.linjiang.gov.cn/")
    assert one_office("http://www.school.edu.cn/", "http://jwc.school.edu.cn/")
    assert not one_office("http://jyj.linjiang.gov.cn/a", "https://www.qingyun.gov.cn/")
    assert not one_office("http://127.0.0.1:8000/", "http://127.0.0.1:8001/")
    assert is_front("https://a.example/index.html")
    assert not is_front("https://a.example/jyj/")


@given(st.text())
def test_no_name_breaks_anything(text):
    """Whatever a page says, an answer comes."""
    assert 0 <= columns.worth(text) <= 10
    columns.leads_on(text)
    nameplate.office([text], [text], [text])
    nameplate.region([text], [text])
    spelling(text)
    one_office(text, "http://a.example/")
