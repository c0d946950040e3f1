"""Page classes: an operator's class reads what no rule fits, found by its entry point."""

from __future__ import annotations

import sys
from datetime import date
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from crawler import pageclass
from crawler.frozen import Case, freeze
from crawler.read import read
from crawler.rules import ReadingRules
from crawler.site import BrokenSiteError, digest, from_json, parse, rules_for, to_json
from crawler.sitetext import written
from monitor.records import Article, Attachment

URL = "https://edu.example.gov.cn/1.html"
PAGE = (
    "<html><head><title>某站</title></head><body><script>var d = {t: '临江区托育发展规划', p: ['一、目标', '到2028年新增托位900个。']};"
    "</script><div>版权所有</div></body></html>"
).encode()
CLASS = """
from datetime import date
from crawler.pageclass import PageClass
from monitor.records import Attachment

class LinjiangPage(PageClass):
    version = "3"

    def title(self):
        return self.html.split("t: '")[1].split("'")[0]

    def text(self):
        return "\\n".join(part.split("'")[0] for part in self.html.split("p: ['")[1].split("', '"))

    def published(self):
        return date(2026, 3, 1)

    def attachments(self):
        return (Attachment("表.xls", "https://edu.example.gov.cn/1.xls"),)
"""
SITE = """\
name = "临江区教育局"
home = "https://edu.example.gov.cn/"
[[columns]]
url = "https://edu.example.gov.cn/gh/"
article = { page = "linjiang" }
"""


def install(place: Path, name: str, value: str, code: str, module: str) -> None:
    """What an installed package looks like: a module, and its metadata with the entry point."""
    (place / f"{module}.py").write_text(code, encoding="utf-8")
    info = place / f"clausewatch_page_{name}-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: clausewatch-page-{name}\nVersion: 1\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[{pageclass.GROUP}]\n{name} = {value}\n", "utf-8")


@pytest.fixture
def linjiang(tmp_path, monkeypatch) -> Path:
    """An installed class; more may be put into its place."""
    install(tmp_path, "linjiang", "linjiang_page:LinjiangPage", CLASS, "linjiang_page")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "linjiang_page", raising=False)
    return tmp_path


def test_a_class_reads_what_reading_cannot(linjiang):
    """Title, text, day and files are the class's; the rest is read from its text; the page is judged by that."""
    rules = ReadingRules(page="linjiang")
    assert read(PAGE, url=URL, want="article").article is None or "托位" not in read(PAGE, url=URL).article.text
    reading = read(PAGE, url=URL, rules=rules, want="article")
    article = reading.article
    assert (article.title, article.text) == ("临江区托育发展规划", "一、目标\n到2028年新增托位900个。")
    assert (article.published, article.attachments[0].name) == (date(2026, 3, 1), "表.xls")
    assert reading.signals.length == len("一、目标到2028年新增托位900个。")


def test_a_class_reads_no_listings_and_no_error_pages(linjiang):
    """Columns stay with the listing's rules, and a 404 is a 404."""
    rules = ReadingRules(page="linjiang")
    assert read(PAGE, url=URL, rules=rules, want="listing").article is None
    assert read(PAGE, url=URL, rules=rules, status=404).article == read(PAGE, url=URL, status=404).article


def test_a_class_that_slips_says_where(linjiang):
    """A page that is not as it was gives no article, and a reason with the class's line; nothing is raised."""
    reading = read(b"<html><body><p>x</p></body></html>", url=URL, rules=ReadingRules(page="linjiang"), want="article")
    assert reading.article is None
    assert "page class linjiang: IndexError" in reading.reason
    assert "of linjiang_page" in reading.reason


def test_a_class_that_is_not_installed_reads_nothing(tmp_path):
    """Where the package is gone, the reason says so."""
    reading = read(PAGE, url=URL, rules=ReadingRules(page="nobody"), want="article")
    assert reading.article is None
    assert "no page class is called 'nobody'" in reading.reason


def test_what_a_class_leaves_alone_is_what_reading_finds():
    """A bare class gives the article that reading gives; without one it says what to write."""
    usual = Article(title="规划", text="一、目标", kind="规划", attachments=(Attachment("a", "https://a.example/a"),))
    assert pageclass.PageClass(PAGE, URL, usual).article() == usual
    with pytest.raises(Exception, match=r"write text\(\)"):
        pageclass.PageClass(PAGE, URL).article()


def test_a_site_file_names_a_class_and_its_version_is_in_the_revision(linjiang):
    """The name is checked against what is installed; another version is another revision, no class is none."""
    site = parse(Path("a.toml"), SITE).site
    assert site.columns[0].article.page == "linjiang@3"
    assert rules_for(site, "https://edu.example.gov.cn/gh/").page == "linjiang"
    assert from_json(to_json(site)) == site
    assert parse(Path("a.toml"), written(site)).site == site
    (linjiang / "linjiang_page.py").write_text(CLASS.replace('"3"', '"4"'), "utf-8")
    del sys.modules["linjiang_page"]
    (linjiang / "__pycache__").exists() and [file.unlink() for file in (linjiang / "__pycache__").iterdir()]
    assert digest(parse(Path("a.toml"), SITE).site) != digest(site)


def test_sites_without_a_class_keep_their_revision():
    """The key that came later is not in their canonical form: no stored page is read again for it."""
    plain = parse(Path("a.toml"), SITE.replace('page = "linjiang"', 'container = "#zoom"')).site
    assert '"page"' not in to_json(plain)


@pytest.mark.parametrize(
    ("value", "code", "said"),
    [
        ("broken_page:Missing", "x = 1\n", "cannot be loaded"),
        ("broken_page:x", "x = 1\n", "no subclass"),
        ("broken_page:x", "def x(:\n", "cannot be loaded"),
        ("nowhere_page:x", "x = 1\n", "cannot be loaded"),
    ],
)
def test_a_class_that_cannot_be_had_is_told_with_line_and_key(value, code, said, tmp_path, monkeypatch):
    """A module that is gone or broken, a name that is not in it, something that is no class of pages."""
    install(tmp_path, "broken", value, code, "broken_page")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "broken_page", raising=False)
    with pytest.raises(BrokenSiteError) as caught:
        parse(Path("a.toml"), SITE.replace('"linjiang"', '"broken"'))
    (error,) = caught.value.errors
    assert (error.line, error.key) == (5, "columns[1].article.page")
    assert said in error.advice
    assert isinstance(EntryPoint("broken", value, pageclass.GROUP), EntryPoint)


def test_a_frozen_page_is_compared_field_by_field(tmp_path):
    """What was frozen is what reading finds; a field that is left out is not asked for."""
    body = (
        "<html><head><title>办法</title></head><body><h1>临江区托育管理办法</h1><p>2026-03-01</p><div>"
        + "<p>第一条 为规范托育服务，制定本办法。</p>" * 12
        + "</div></body></html>"
    ).encode()
    usual = read(body, url=URL, want="article").article
    freeze(tmp_path / "1", body, URL, "text/html; charset=utf-8", usual)
    case = Case(tmp_path / "1")
    assert set(case.expected) == {"title", "published", "text", "attachments"}
    assert case.got(pageclass.PageClass) == dict(case.expected)
