"""Single files and addresses, looked at without a database."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausewatch import contract, examine
from crawler.fetch.settings import FetchSettings
from monitor.errors import ReadError, UsageError
from monitor.records import Outcome
from tests import attachments as made

PLAN = """云汀区校园阅读行动计划(2026-2028年)
一、总体目标
到2028年,生均图书达到40册以上。
二、重点任务
(一)充实馆藏。每校每年添置图书不少于300册。(责任单位:区教育局、区文旅局)
(二)培训教师。每年培训图书管理员2次。
"""


@pytest.fixture
def plan(tmp_path) -> Path:
    """A plan as a text file."""
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_a_text_has_a_title_a_kind_and_clauses(plan):
    """A plain text is read as a document of its own."""
    found = examine.extract(plan)
    assert found.article is not None
    assert (found.outcome, found.article.title, found.article.kind) == (
        Outcome.OK,
        "云汀区校园阅读行动计划(2026-2028年)",
        "行动计划",
    )
    paths = [clause.path for clause in examine.edition(plan).outline.clauses]
    assert paths == ["一", "二", "二/(一)", "二/(二)"]


def test_texts_in_gb18030_are_read_too(tmp_path, plan):
    """Old exports are not UTF-8."""
    old = tmp_path / "old.txt"
    old.write_bytes(PLAN.encode("gb18030"))
    assert examine.edition(old) == examine.edition(plan)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "big5hkscs", "utf-8-sig"])
def test_texts_in_every_encoding_are_read(tmp_path, encoding):
    """A text that an editor saved without saying how reads as the same text."""
    lines = "一、做好校舍檢查。\n開學前一周完成食堂和校車的安全檢查，發現問題當天整改。\n"
    (tmp_path / "plain.txt").write_text(lines, encoding="utf-8")
    (tmp_path / "other.txt").write_bytes(lines.encode(encoding))
    assert examine.edition(tmp_path / "other.txt") == examine.edition(tmp_path / "plain.txt")


def test_a_saved_page_knows_where_it_came_from(tmp_path):
    """The comment that browsers write, or a base, makes relative links whole; without them the lost ones are counted."""
    html = (
        "<html><head>{}</head><body><h1>云汀区校园阅读行动计划</h1><p>各学校：</p><p>现印发给你们，请认真贯彻执行。</p>"
        '<p><a href="./P0.pdf">附件：任务清单.pdf</a></p><p>2026年2月10日</p></body></html>'
    )
    saved = "<!-- saved from url=(0042)https://www.example.org/ghjh/plan.html -->\n" + html.format("")
    based = html.format('<base href="https://www.example.org/ghjh/">')
    page = tmp_path / "plan.html"
    for text in (saved, based):
        page.write_text(text, encoding="utf-8")
        found = examine.extract(page)
        assert [file.url for file in found.article.attachments] == ["https://www.example.org/ghjh/P0.pdf"]
        assert found.lost == 0
    page.write_text(html.format(""), encoding="utf-8")
    assert (examine.extract(page).article.attachments, examine.extract(page).lost) == ((), 1)
    assert examine.extract(page, url="https://www.example.org/a/").lost == 0


def test_a_web_archive_is_refused_in_words_and_markdown_is_text(tmp_path, plan):
    """A format that nobody reads says how to save the page; a Markdown file is read as it stands."""
    with pytest.raises(UsageError, match="HTML only"):
        examine.extract(tmp_path / "plan.mhtml")
    assert examine.edition(plan.rename(tmp_path / "plan.md")).outline.clauses


def test_a_page_and_its_text_compare_as_equal(tmp_path, plan):
    """The same document as a page and as a text has no differences."""
    page = tmp_path / "plan.html"
    lines = PLAN.strip().split("\n")
    body = "".join(f"<p>　　{line}</p>" for line in lines[1:])
    page.write_text(
        f'<html><head><meta charset="utf-8"><title>{lines[0]}_云汀区教育局</title></head><body><div class="nav">'
        f'<a href="/">首页</a></div><h1>{lines[0]}</h1><div class="text">{body}</div></body></html>',
        encoding="utf-8",
    )
    comparison, _ = examine.compare(plan, page)
    assert comparison.same


def test_a_changed_target_is_one_change_with_a_message(tmp_path, plan):
    """The JSON of a comparison has exactly the contract's keys, and the message names both values."""
    new = tmp_path / "new.txt"
    new.write_text(PLAN.replace("40册以上", "45册以上"), encoding="utf-8")
    value = contract.comparison(*examine.compare(plan, new))
    assert list(value) == ["same", "severity", "changes", "findings", "counts", "message"]
    (change,) = value["changes"]
    assert list(change) == [
        "type",
        "severity",
        "path_before",
        "path_after",
        "title",
        "before",
        "after",
        "segments",
        "facts",
    ]
    assert (change["type"], change["facts"]["old"], change["facts"]["new"]) == (
        "target_changed",
        "40册以上",
        "45册以上",
    )
    assert "40册以上" in value["message"]["zh"]
    assert "45册以上" in value["message"]["en"]


def test_what_cannot_be_told_or_read_says_what_to_do(tmp_path):
    """A missing file, an unknown ending and a page without an article each have their own advice."""
    with pytest.raises(UsageError, match="name a file"):
        examine.extract(tmp_path / "missing.txt")
    odd = tmp_path / "plan.ppt"
    odd.write_bytes(b"x")
    with pytest.raises(UsageError, match="--type"):
        examine.extract(odd)
    empty = tmp_path / "empty.html"
    empty.write_text("<html><body></body></html>")
    with pytest.raises(ReadError):
        examine.edition(empty)


def test_an_address_is_fetched_through_the_guard(on_reactor, faults):
    """`extract URL` uses the crawler with all its safeguards: a private host is refused unless it is let through."""
    del on_reactor  # it keeps the session's reactor running, on which this fetches
    refused = examine.fetch(faults.url("/page"), FetchSettings(delay=0, retries=0))
    assert refused.outcome is not Outcome.OK
    assert "private" in (refused.reason or "")
    let_through = FetchSettings(delay=0, retries=0, allow_private=frozenset({"127.0.0.1"}))
    assert examine.fetch(faults.url("/page"), let_through).article is not None


def test_files_are_examined_like_pages(tmp_path):
    """A plan in PDF and its next edition in Word compare clause by clause; what cannot be read says why."""
    old, new, scan = tmp_path / "old.pdf", tmp_path / "new.docx", tmp_path / "scan.pdf"
    old.write_bytes(made.pdf())
    new.write_bytes(made.docx([line.replace("80%", "85%") for line in made.PLAN]))
    scan.write_bytes(made.scanned())
    found = examine.extract(old)
    assert found.article is not None
    assert (found.outcome, found.article.title) == (Outcome.OK, made.PLAN[0])
    comparison, _ = examine.compare(old, new)
    assert [(change.type, change.path_after) for change in comparison.changes] == [("target_changed", "一")]
    unread = examine.extract(scan)
    assert (unread.outcome, unread.article) == (Outcome.EMPTY, None)
    assert "scanned" in (unread.reason or "")
    with pytest.raises(ReadError, match="scanned"):
        examine.edition(scan)


def test_tables_of_a_workbook_are_tables(tmp_path):
    """`extract` gives cells, as for tables of a page."""
    path = tmp_path / "list.xlsx"
    path.write_bytes(made.xlsx())
    article = examine.extract(path).article
    assert article is not None
    assert article.tables == (made.ITEMS,)
