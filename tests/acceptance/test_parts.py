"""A document that its office cut into pages is read, watched and told as one."""

from __future__ import annotations

import asyncio
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import update
from zstandard import compress

from clausewatch.reprocess import reprocess
from clausewatch.verify import verify
from monitor.records import Outcome
from storage.database import connect
from storage.tables import raw, version
from tests.acceptance.test_watching import COLUMN, listed
from tests.acceptance.watching import watching

SIX_HOURS = timedelta(hours=6)
TITLE = "云汀区教育局关于第2项工作的通知"
TEXTS = (
    ("各学校：", "一、总体要求", "坚持公平优质，到2027年每所学校都有自己的图书室和运动场，学生人人会游泳。"),
    ("二、主要任务", "（一）扩大学位。新建学校2所，新增学位1800个。", "（二）配齐教师。招聘教师120名。"),
    ("三、组织实施", "各学校每学期末报告一次进展，由区教育局公布。", "云汀区教育局", "2026年1月8日"),
)


def page(number: int, texts=TEXTS, *, count: int | None = None) -> str:
    """One part of the document, as TRS makes it: 2.html, 2_1.html, and so on."""
    text = "".join(f"<p>　　{line}</p>" for line in texts[number])
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}_云汀区教育局</title></head><body>'
        '<div class="nav"><a href="/">首页</a><a href="/list.html">通知公告</a></div>'
        f"<h1>{TITLE}</h1><div class='info'>发布时间：2026-01-08 来源：云汀区教育局</div>"
        f"<div class='TRS_Editor'>{text}</div>"
        f"<div class='fenye'><script>createPageHTML({count or len(texts)}, {number}, '2', 'html');</script></div>"
        "<div class='foot'>云汀区教育局 版权所有</div></body></html>"
    )


def put(web, texts=TEXTS) -> None:
    """Serve all parts, each with an ETag of its text."""
    for number, text in enumerate(texts):
        path = f"/doc/2_{number}.html" if number else "/doc/2.html"
        web.put(path, page(number, texts), ETag=f'"{len("".join(text))}-{len(texts)}"')


@pytest.fixture
def watch(on_reactor, web, tmp_path):
    """A column whose baseline is done, and in which the document then appears."""
    web.put("/list.html", listed([1]))
    web.put("/doc/1.html", page(0, (TEXTS[0],)).replace("第2项", "第1项"))
    with watching(tmp_path, COLUMN.format(web.address)) as found:
        found.service.subscribe("console:")
        found.check()
        web.put("/list.html", listed([1, 2]))
        put(web)
        yield found


def check(watch, after=SIX_HOURS):
    """One round: the document's check."""
    (found,) = [each for each in watch.check(after)["checks"] if each["url"].endswith("/2.html")]
    return found


def stored(watch):
    """The document's last version."""
    return watch.service.archive.latest(
        watch.service.archive.find(
            next(each.url for each in watch.service.archive.documents() if each.url.endswith("/2.html"))
        )
    )


def test_three_pages_are_one_new_document(watch, web):
    """It is news once, with all its text in order, and every page's bytes are kept."""
    first = check(watch)
    assert [change["type"] for change in first["changes"]] == ["new_document"]
    version = stored(watch)
    assert version.edition.article.text.split("\n") == [line for text in TEXTS for line in text]
    assert version.edition.article.publisher == "云汀区教育局"
    assert [part.url.rpartition("/")[2] for part in version.parts] == ["2_1.html", "2_2.html"]
    kept = [
        watch.service.archive.raw(each).body
        for each in (version.content_hash, *(p.content_hash for p in version.parts))
    ]
    assert kept == [page(number).encode() for number in range(3)]
    assert len([each for each in watch.service.archive.documents() if each.title == TITLE]) == 1


def test_an_edit_on_the_last_page_is_told_though_the_first_is_unchanged(watch, web):
    """All pages are asked for whole every time, and exactly what changed is told."""
    check(watch)
    again = check(watch)
    assert (again["outcome"], again["changes"]) == ("not_modified", [])
    assert [web.served[path] for path in ("/doc/2.html", "/doc/2_1.html", "/doc/2_2.html")] == [200, 200, 200]
    web.put("/doc/2_2.html", page(2).replace("由区教育局公布", "由区教育局向社会公布"), ETag='"edited"')
    (change,) = check(watch)["changes"]
    assert (change["type"], change["path_after"]) == ("clause_reworded", "三")
    assert [words for sign, words in change["segments"] if sign == "+"] == ["向社会"]
    assert check(watch)["changes"] == []
    assert stored(watch).number == 2


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ((404, {}, b"404"), "truncated"),
        ((500, {}, b"oops"), "error"),
        ((521, {"Set-Cookie": "__jsl_clearance_s=1"}, b"<script>location.href=location</script>"), "blocked"),
        ((200, {}, b"<html><body></body></html>"), "truncated"),
        ((302, {"Location": "/list.html"}, b""), "truncated"),
    ],
)
def test_a_part_that_fails_is_trouble_and_no_change(watch, web, answer, outcome):
    """Nothing is missing from any version, nothing is withdrawn, and the recovery is silent."""
    check(watch)
    good = web.pages["/doc/2_1.html"]
    web.pages["/doc/2_1.html"] = answer
    for _ in range(5):
        failed = check(watch)
        assert (failed["outcome"], failed["changes"]) == (outcome, [])
        assert "part 2 of the document" in failed["reason"]
        assert "/doc/2_1.html" in failed["reason"]
    web.pages["/doc/2_1.html"] = good
    back = check(watch)
    assert (back["outcome"], back["changes"]) == ("not_modified", [])
    assert stored(watch).number == 1
    assert {each.status for each in watch.service.archive.documents()} == {"live"}


def test_a_new_document_waits_for_its_missing_part(watch, web):
    """Before all of it is there, there is no document to tell of."""
    good = web.pages.pop("/doc/2_2.html")
    failed = check(watch)
    assert (failed["outcome"], failed["new"]) == (str(Outcome.TRUNCATED), False)
    web.pages["/doc/2_2.html"] = good
    assert [change["type"] for change in check(watch)["changes"]] == ["new_document"]


def test_a_document_grows_from_one_page_to_two_and_back(watch, web):
    """Only what was added is told, then only what was removed; a single page is asked for conditionally."""
    put(web, TEXTS[:1])
    check(watch)
    put(web, TEXTS[:2])
    assert {change["type"] for change in check(watch)["changes"]} == {"clause_added"}
    assert check(watch)["outcome"] == "not_modified"
    put(web, TEXTS[:1])
    assert {change["type"] for change in check(watch)["changes"]} == {"clause_removed"}
    assert check(watch)["outcome"] == "not_modified"
    assert web.served["/doc/2.html"] == 304


def test_a_paragraph_that_moves_over_the_border_is_no_change(watch, web):
    """Where the pages are cut says nothing."""
    check(watch)
    (first, second, third) = TEXTS
    put(web, (first, (*second, *third[:1]), third[1:]))
    assert check(watch)["changes"] == []


def test_an_earlier_part_in_place_of_another_is_doubted(watch, web):
    """A cache that gives the wrong page takes nothing away, unless three looks agree."""
    check(watch)
    web.put("/doc/2_2.html", page(1).replace("createPageHTML(3, 1", "createPageHTML(3, 2"))
    assert [check(watch)["outcome"] for _ in range(2)] == ["truncated"] * 2
    believed = check(watch)
    assert {change["type"] for change in believed["changes"]} == {"clause_removed"}
    assert "parts_unread" not in {finding["type"] for finding in believed["findings"]}


def test_a_part_that_repeated_the_first_page_is_looked_at_again(watch, web):
    """A page that leads on is never taken for all there is by its own bytes; what comes late is no news."""
    good = web.pages["/doc/2_1.html"]
    web.pages["/doc/2_1.html"] = web.pages["/doc/2.html"]
    assert [change["type"] for change in check(watch)["changes"]] == ["new_document"]
    assert check(watch)["outcome"] == "not_modified"
    web.pages["/doc/2_1.html"] = good
    assert (check(watch)["changes"], len(stored(watch).parts)) == ([], 2)


@pytest.mark.parametrize("again", [False, True], ids=["at the next look", "after reprocess"])
def test_what_was_stored_before_parts_were_read_is_completed_silently(watch, web, again):
    """Parts that an earlier extractor left unread are no news."""
    web.put("/doc/2.html", page(0, count=1))
    check(watch)
    first = stored(watch)
    with closing(connect(watch.service.settings.database_url)) as database, database.write() as connection:
        connection.execute(
            update(raw).where(raw.c.sha256 == first.content_hash).values(body=compress(page(0).encode()))
        )
        connection.execute(update(version).values(extractor="4/" + first.extractor.partition("/")[2]))
    if again:
        asyncio.run(reprocess(watch.service, watch.reader))
    put(web)
    assert check(watch)["changes"] == []
    assert stored(watch).edition.article.text.count("\n") == sum(map(len, TEXTS)) - 1
    assert (stored(watch).number, len(stored(watch).parts), check(watch)["outcome"]) == (2, 2, "not_modified")


def test_new_rules_read_every_stored_part_again(watch, web, tmp_path):
    """After a site file changed, like is compared with like: only what the office edited is told."""
    check(watch)
    rules = '[columns.article]\ncontainer = ".TRS_Editor"\ndrop = ["p:first-child"]\n'
    (tmp_path / "sites" / "yunting.toml").write_text(COLUMN.format(web.address) + rules, "utf-8")
    watch.service.load_sites()
    web.put("/doc/2_2.html", page(2).replace("由区教育局公布", "由区教育局向社会公布"))
    (change,) = check(watch)["changes"]
    assert "向社会公布" in change["after"]
    assert "二、主要任务" not in stored(watch).edition.article.text
    assert verify(watch.service).broken == ()


def test_stored_parts_are_read_again_together(watch, web, tmp_path):
    """`reprocess` reads the bytes of all parts, and its version leads to them as the one before did."""
    check(watch)
    before = stored(watch)
    rules = '[columns.article]\ndrop = ["p:first-child"]\n'
    (tmp_path / "sites" / "yunting.toml").write_text(COLUMN.format(web.address) + rules, "utf-8")
    watch.service.load_sites()
    asyncio.run(reprocess(watch.service, watch.reader))
    after = stored(watch)
    assert (after.number, after.content_hash, after.parts) == (2, before.content_hash, before.parts)
    assert after.edition.article.text.split("\n") == [line for text in TEXTS for line in text[1:]]
    assert check(watch)["changes"] == []
    assert verify(watch.service).broken == ()


def test_the_whole_text_is_judged_not_its_first_page(watch, web):
    """A document that falls to a fraction is doubted, though its first page is what it was."""
    long = tuple(f"第{number}所学校改造教学楼和运动场，由区教育局会同有关部门验收。" for number in range(1, 31))
    put(web, (TEXTS[0], long, TEXTS[2]))
    check(watch)
    put(web, TEXTS[:1])
    shrunk = check(watch)
    assert (shrunk["outcome"], shrunk["changes"]) == ("truncated", [])
    assert "shrank" in shrunk["reason"]


def test_more_parts_than_are_read_are_said(watch, web, monkeypatch):
    """Where the number of parts is capped, the version says that there are more."""
    monkeypatch.setattr("clausewatch.parts.MOST", 2)
    found = check(watch)
    assert [finding["type"] for finding in found["findings"]] == ["parts_unread"]
    assert len(stored(watch).parts) == 1
    assert check(watch)["outcome"] == "not_modified"


def test_extract_joins_what_an_address_leads_to(installation, web, tmp_path):
    """`extract URL` shows the whole; of a saved part it says that there is more, and where."""
    put(web)
    whole = installation.json("extract", f"{web.address}/doc/2.html")
    assert whole["text"].split("\n") == [line for text in TEXTS for line in text]
    assert whole["findings"] == []
    saved = tmp_path / "saved.html"
    saved.write_text(page(0), "utf-8")
    (finding,) = installation.json("extract", str(saved), "--url", "http://edu.yunting.example/doc/2.html")["findings"]
    assert (finding["type"], "http://edu.yunting.example/doc/2_1.html" in finding["detail"]) == ("parts_unread", True)
    del web.pages["/doc/2_2.html"]
    broken = installation.json("extract", f"{web.address}/doc/2.html")
    assert broken["outcome"] == "truncated"
    assert "part 3 of the document" in broken["reason"]
