"""Which page comes next, where no link says so."""

from __future__ import annotations

import pytest

from crawler.extract.paging import following
from crawler.read import read

ROWS = "".join(
    f'<li><a href="/a/{i}.html">关于做好第{i}项工作的通知</a><span>2025-01-0{i}</span></li>' for i in range(1, 5)
)


def following_page(url: str, pager: str) -> str | None:
    """The next page of a listing at `url` with this pager."""
    return read(f"<html><body><ul>{ROWS}</ul>{pager}</body></html>".encode(), url=url, want="listing").next_page


@pytest.mark.parametrize(
    ("url", "pager", "expected"),
    [
        ("http://a.cn/tzgg.htm", "<script>_simple_list_gotopage_fun(9,'u1',2)</script>", "http://a.cn/tzgg/8.htm"),
        ("http://a.cn/tzgg/2.htm", "<script>_simple_list_gotopage_fun(9,'u1',2)</script>", "http://a.cn/tzgg/1.htm"),
        ("http://a.cn/tzgg/1.htm", "<script>_simple_list_gotopage_fun(9,'u1',2)</script>", None),
        ("http://a.cn/l?p=2", '<a href="?p=1">1</a><b>2</b><a href="?p=3">3</a>', "http://a.cn/l?p=3"),
        ("http://a.cn/l?p=3", '<a href="?p=1">1</a><a href="?p=2">2</a><b>3</b>', None),
        ("http://a.cn/l/", "<script>// createPageHTML(9, 0, 'index', 'html');</script>", None),
        ("http://a.cn/l/", "<script>var currentPage = 4;var countPage = 5;</script>", None),
    ],
)
def test_next_page_by_numbers(url: str, pager: str, expected: str | None) -> None:
    """Scripts' numbers and numbered links lead on, and stop on the last page."""
    assert following_page(url, pager) == expected


@pytest.mark.parametrize(
    ("url", "total", "found", "expected"),
    [
        ("http://a.cn/api?page=1&sid=7", 143, 100, "http://a.cn/api?page=2&sid=7"),
        ("http://a.cn/api?page=2&sid=7", 143, 43, None),
        ("http://a.cn/api?page=1", 0, 20, None),
        ("http://a.cn/api", 143, 100, None),
        ("http://a.cn/api?paramJson=%7B%22pageNo%22%3A%22x%22%7D", 143, 100, None),
        ("http://a.cn/api?paramJson=[[[", 143, 100, None),
    ],
)
def test_next_page_of_data(url: str, total: int, found: int, expected: str | None) -> None:
    """A data answer's next page is counted in its address, as far as its total goes."""
    assert following(url, total, found) == expected


@pytest.mark.parametrize(
    ("here", "link", "expected"),
    [
        ("t20250301_8", "t20250301_8_1.html", "http://a.cn/x/t20250301_8_1.html"),
        ("t20250301_8_1", "t20250301_8_2.html", "http://a.cn/x/t20250301_8_2.html"),
        ("3301_2", "3301_3.html", "http://a.cn/x/3301_3.html"),
        ("t20250301_8", "t20250301_9.html", None),
        ("t20250301_8", "/list_2.html", None),
    ],
)
def test_next_part_is_named_after_the_article(here: str, link: str, expected: str | None) -> None:
    """Only a page that is named after this one is its next part; the next article and the next list page are not."""
    text = "<p>各校要落实安全责任，确保学生安全。</p>" * 9
    page = f"<html><body><div><h1>安全工作通知</h1>{text}<a href='{link}'>下一页</a></div></body></html>"
    assert read(page.encode(), url=f"http://a.cn/x/{here}.html", want="article").next_page == expected
