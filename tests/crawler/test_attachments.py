"""Where pages of each content system keep their files."""

from __future__ import annotations

import pytest

from crawler.read import read
from monitor.believe import judge
from monitor.records import Outcome
from tests import attachments as made

URL = "http://www.example.gov.cn/gk/202603/t20260302_1.html"
PAGE = (
    "<html><head><title>关于印发方案的通知</title></head><body><h1>关于印发方案的通知</h1><div>{}</div></body></html>"
)


def found(body: str) -> list[tuple[str, str]]:
    """Names and addresses of the files on a page, which is a document."""
    reading = read(PAGE.format(body).encode(), url=URL, want="article")
    assert judge(reading, want_items=False)[0] is Outcome.OK
    assert reading.article is not None
    return [(file.name, file.url.removeprefix("http://www.example.gov.cn")) for file in reading.article.attachments]


@pytest.mark.parametrize(
    ("markup", "name", "address"),
    [
        ('<a href="./P020260302.pdf">方案</a>', "方案", "/gk/202603/P020260302.pdf"),
        (
            '<a href="/module/download/downfile.jsp?classid=0&filename=a1.doc">方案.doc</a>',
            "方案.doc",
            "/module/download/downfile.jsp?classid=0&filename=a1.doc",
        ),
        ('<a href="/attachment/0/531/4252.pdf">方案</a>', "方案", "/attachment/0/531/4252.pdf"),
        (
            '<a href="/virtual_attach_file.vsb?afc=x&amp;oid=1&amp;tid=1043&amp;nid=7&amp;e=.pdf">方案</a>',
            "方案",
            "/virtual_attach_file.vsb?afc=x&oid=1&tid=1043&nid=7&e=.pdf",
        ),
        (
            '<a sudyfile-attr="{\'title\':\'方案.docx\'}" href="/_upload/article/files/1a.docx"><img src="i.gif"></a>',
            "方案.docx",
            "/_upload/article/files/1a.docx",
        ),
        ('<div class="wp_pdf_player" pdfsrc="/_upload/1a.pdf"></div>', "1a.pdf", "/_upload/1a.pdf"),
        (
            '<script>showVsbpdfIframe("/__local/A/B1.pdf","100%","600","0","","");</script>',
            "B1.pdf",
            "/__local/A/B1.pdf",
        ),
        ('<iframe src="/pdfjs/viewer.html?file=%2Ffiles%2Fa.pdf#page=1"></iframe>', "a.pdf", "/files/a.pdf"),
        ('<object data="files/a.pdf" type="application/pdf"></object>', "a.pdf", "/gk/202603/files/a.pdf"),
        ('<embed src="a.pdf">', "a.pdf", "/gk/202603/a.pdf"),
        ('<a href="javascript:void(0)" onclick="down(\'/UploadFiles/a.xls\')">清单</a>', "清单", "/UploadFiles/a.xls"),
        ("<a href=\"javascript:open_file('/uploads/soft/a.zip')\">全部材料</a>", "全部材料", "/uploads/soft/a.zip"),
        (
            '<a href="/e/DownSys/GetDown/?classid=5&id=7">方案下载地址</a>',
            "方案下载地址",
            "/e/DownSys/GetDown/?classid=5&id=7",
        ),
        ('<a href="a.pdf" title="阅读方案.pdf">点击下载</a>', "阅读方案.pdf", "/gk/202603/a.pdf"),
    ],
)
def test_a_file_of_each_system(markup, name, address):
    """Relative, by a script, in a player: a page with nothing else is a document all the same."""
    assert found(markup) == [(name, address)]


def test_each_file_once_under_its_best_name():
    """An icon, a name and “点击下载” lead to one file; so do two renderings of one token."""
    body = (
        '<a href="a.pdf"><img src="i.gif"></a><a href="a.pdf">点击下载</a><a href="a.pdf">阅读方案</a>'
        '<a href="/virtual_attach_file.vsb?afc=1&tid=1">清单</a><a href="/virtual_attach_file.vsb?afc=2&tid=1">清单</a>'
        '<iframe src="a.pdf"></iframe>'
    )
    assert found(body) == [("阅读方案", "/gk/202603/a.pdf"), ("清单", "/virtual_attach_file.vsb?afc=1&tid=1")]


def test_frames_that_show_pages_are_no_files():
    """Maps, videos and advertisements are not attached."""
    text = "<p>各学校要高度重视校园阅读工作，结合实际制定实施方案，并于学期末报送进展情况。</p>" * 8
    assert (
        found(f'{text}<iframe src="/map.html"></iframe><iframe src="javascript:0"></iframe><embed src="a.swf">') == []
    )


def test_a_plan_that_a_listing_links_to_directly_is_a_document():
    """The address itself answers with a PDF."""
    reading = read(made.pdf(), url="http://www.example.gov.cn/a.pdf", content_type="application/pdf", want="article")
    assert judge(reading, want_items=False) == (Outcome.OK, None)
    assert reading.article is not None
    assert reading.article.title == made.PLAN[0]


def test_a_scan_in_place_of_a_page_is_said_to_be_one():
    """It has no text, and the reason says why."""
    reading = read(
        made.scanned(), url="http://www.example.gov.cn/a.pdf", content_type="application/pdf", want="article"
    )
    outcome, reason = judge(reading, want_items=False)
    assert outcome is Outcome.EMPTY
    assert "scanned" in (reason or "")
