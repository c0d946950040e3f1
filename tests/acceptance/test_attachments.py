"""The plan is in the attachment: files are found, read, compared clause by clause, and never lost by accident."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

import pytest

from clausewatch.reading import PageInput, read_page
from crawler.rules import ReadingRules
from monitor.observation import Fetched, Observation
from monitor.records import Outcome
from storage.archive import Archive
from storage.database import connect
from storage.targets import Targets
from tests import attachments as made

PDF, DOCX, XLSX = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>
<div class="nav"><a href="/">首页</a> <a href="/gk/">政务公开</a></div>
<h1>{title}</h1><div class="info">发布时间：2026-03-02 来源：云汀区教育局</div>
<div class="content">{body}</div><div class="footer">版权所有 云汀区教育局</div></body></html>"""
NOTICE = "<p>各学校：</p><p>现将有关材料印发给你们，请认真贯彻执行。</p><p>云汀区教育局</p><p>2026年3月2日</p>"
TITLE = "云汀区教育局关于印发校园阅读推进方案的通知"
SITE = 'name = "云汀区教育局"\nhome = "{0}/"\n[[pages]]\nurl = "{0}/notice.html"\n'


def link(href: str, name: str) -> str:
    """A link to a file in a paragraph of its own."""
    return f'<p>附件：<a href="{href}">{name}</a></p>'


@pytest.fixture
def watched(installation, web, hook):
    """One watched notice, everything told to the hook."""
    installation.site("yunting", SITE.format(web.address))
    installation.run("subscribe", "--to", hook.address, "--severity", "low")

    class Watched:
        url = f"{web.address}/notice.html"

        def page(self, body: str, title: str = TITLE, **headers: str) -> None:
            web.put("/notice.html", PAGE.format(title=title, body=body), **headers)

        def check(self, expect: int = 0):
            (check,) = installation.json("check", "--all", expect=expect)["checks"]
            return check

        def show(self):
            return installation.json("show", self.url)

        def paths(self):
            return [clause["path"] for clause in self.show()["outline"]["clauses"]]

    return Watched()


def types(check) -> list[str]:
    """The types of a check's changes."""
    return [change["type"] for change in check["changes"]]


def test_a_notice_with_nothing_but_a_pdf_has_the_plans_clauses(watched, web):
    """The page says “see attachment”; the plan in it is outlined under the attachment."""
    web.put("/P020260302.pdf", made.pdf(), content_type=PDF)
    watched.page(link("./P020260302.pdf", "云汀区校园阅读推进方案.pdf"))
    check = watched.check()
    assert (check["outcome"], check["new"], check["findings"]) == ("ok", True, [])
    assert {"附件1", "附件1/一", "附件1/二/(一)", "附件1/二/(二)"} <= set(watched.paths())


def test_a_replaced_workbook_is_told_though_the_page_is_the_same(watched, web, hook):
    """Same link, other bytes: the file is told as replaced with what differs in it; the page cost a 304 only."""
    web.put("/list.xlsx", made.xlsx(), content_type=XLSX)
    watched.page(NOTICE + link("/list.xlsx", "1.重点项目清单.xlsx"), ETag='"p1"')
    watched.check()
    web.put("/list.xlsx", made.xlsx([*made.ITEMS[:3], *made.ITEMS[5:]]), content_type=XLSX)
    check = watched.check()
    replaced, *inside = check["changes"]
    assert (replaced["type"], replaced["severity"], replaced["path_after"]) == (
        "attachment_replaced",
        "medium",
        "附件1",
    )
    facts = replaced["facts"]
    assert facts["name"] == "重点项目清单.xlsx"
    assert facts["url"] == f"{web.address}/list.xlsx"
    assert len(facts["old"]) == len(facts["new"]) == 64
    assert facts["old"] != facts["new"]
    assert (facts["lines_old"], facts["lines_new"]) == (7, 5)
    assert {change["path_after"].partition("/第")[0] for change in inside} == {"附件1/表1"}
    assert (check["outcome"], check["version"]) == ("ok", 2)
    told = hook.bodies[-1]
    assert told["type"] == "document.changed"
    assert "附件替换" in told["message"]["zh"]
    assert "第3小学改扩建" in told["message"]["zh"]
    assert types(watched.check()) == []


def test_a_changed_clause_of_a_word_plan_is_told_by_its_path(watched, web):
    """A target moved inside the attached DOCX, whose numbers are automatic."""
    plan = ["云汀区校园阅读推进方案", (0, "总体目标"), (1, "达标"), (2, "图书馆达标率达到80%以上。"), (0, "保障措施")]
    web.put("/plan.docx", made.docx(plan), content_type=DOCX)
    watched.page(NOTICE + link("/plan.docx", "附件1：校园阅读推进方案.docx"))
    watched.check()
    plan[3] = (2, "图书馆达标率达到90%以上。")
    web.put("/plan.docx", made.docx(plan), content_type=DOCX)
    replaced, target = watched.check()["changes"]
    assert replaced["type"] == "attachment_replaced"
    assert (target["type"], target["path_before"], target["path_after"]) == (
        "target_changed",
        "附件1/一/(一)/1",
        "附件1/一/(一)/1",
    )
    assert (target["facts"]["old"], target["facts"]["new"]) == ("80%以上", "90%以上")


def test_a_file_saved_anew_is_replaced_and_no_clause_changed(watched, web):
    """Other bytes with the same text are one change."""
    web.put("/plan.pdf", made.pdf(), content_type=PDF)
    watched.page(NOTICE + link("/plan.pdf", "方案.pdf"))
    watched.check()
    web.put("/plan.pdf", made.pdf() + b"\n% saved again\n", content_type=PDF)
    (change,) = watched.check()["changes"]
    assert (change["type"], change["facts"]["same_text"]) == ("attachment_replaced", True)


def test_a_token_that_is_new_at_every_request_is_no_change(watched, web, hook):
    """VSB makes another `afc` for each rendering; the file is the same."""
    first, second = (
        f"/virtual_attach_file.vsb?afc={token}&oid=17&tid=1043&nid=77287&e=.pdf" for token in ("mN8k", "Zx2q")
    )
    web.put(first, made.pdf(), content_type=PDF)
    web.put(second, made.pdf(), content_type=PDF)
    watched.page(NOTICE + link(first.replace("&", "&amp;"), "方案.pdf"))
    watched.check()
    watched.page(NOTICE + link(second.replace("&", "&amp;"), "方案.pdf"))
    check = watched.check()
    assert (check["outcome"], types(check), check["version"]) == ("ok", [], 1)
    assert len(hook.bodies) == 1


@pytest.mark.parametrize(
    "player",
    [
        '<div class="wp_pdf_player" pdfsrc="/_upload/article/files/a1/plan.pdf" sudyfile-attr="{\'title\':\'方案.pdf\'}"></div>',
        '<script>showVsbpdfIframe("/_upload/article/files/a1/plan.pdf","100%","600","0","","");</script>',
        '<iframe src="/viewer/web/viewer.html?file=/_upload/article/files/a1/plan.pdf"></iframe>',
    ],
)
def test_a_page_that_plays_a_pdf_is_a_document(watched, web, player):
    """There is no text on the page at all, only a player: the PDF is what it says."""
    web.put("/_upload/article/files/a1/plan.pdf", made.pdf(), content_type=PDF)
    watched.page(player)
    assert watched.check()["outcome"] == "ok"
    assert "附件1/二/(一)" in watched.paths()


def test_a_scanned_pdf_is_said_to_be_scanned(watched, web, hook):
    """It is kept, found in the summary, and nobody takes it for an empty plan."""
    web.put("/scan.pdf", made.scanned(), content_type=PDF)
    watched.page(NOTICE + link("/scan.pdf", "方案扫描件.pdf"))
    (finding,) = watched.check()["findings"]
    assert (finding["type"], finding["path"]) == ("attachment_unread", "附件1")
    assert "扫描件" in finding["detail"]
    assert "扫描件" in hook.bodies[0]["message"]["zh"]


def test_a_file_that_fails_once_and_comes_back_is_no_change(watched, web, hook):
    """Its last good reading stands meanwhile, and the check says which file failed and why."""
    web.put("/plan.pdf", made.pdf(), content_type=PDF)
    watched.page(NOTICE + link("/plan.pdf", "方案.pdf"))
    watched.check()
    file = web.pages.pop("/plan.pdf")
    missing = watched.check()
    assert (types(missing), missing["version"]) == ([], 1)
    assert "方案.pdf" in missing["reason"]
    assert "404" in missing["reason"]
    web.put("/plan.pdf", b"<html><body>login</body></html>", content_type=PDF)
    assert "web page" in watched.check()["reason"]
    web.pages["/plan.pdf"] = file
    back = watched.check()
    assert (types(back), back["reason"], back["version"]) == ([], None, 1)
    assert "附件1/二/(一)" in watched.paths()
    assert len(hook.bodies) == 1


def test_a_failing_file_does_not_hide_what_changed_on_the_page(watched, web):
    """The page's change is told with a note about the file; the file's clauses stay."""
    web.put("/plan.pdf", made.pdf(), content_type=PDF)
    watched.page(NOTICE + link("/plan.pdf", "方案.pdf"))
    watched.check()
    del web.pages["/plan.pdf"]
    watched.page(NOTICE.replace("认真贯彻执行", "结合实际抓好落实") + link("/plan.pdf", "方案.pdf"))
    check = watched.check()
    assert types(check) == ["clause_reworded"]
    assert "attachment_failed" in [finding["type"] for finding in check["findings"]]
    assert "附件1/二/(一)" in watched.paths()


def test_the_first_reading_of_a_file_is_its_baseline(watched, web, hook):
    """A file that could not be had at first is read later without a word; from then on its changes are told."""
    watched.page(NOTICE + link("/plan.pdf", "方案.pdf"))
    assert "attachment_failed" in [finding["type"] for finding in watched.check()["findings"]]
    web.put("/plan.pdf", made.pdf(), content_type=PDF)
    assert types(watched.check()) == []
    assert "附件1/二/(一)" in watched.paths()
    web.put("/plan.pdf", made.pdf([line.replace("80%", "85%") for line in made.PLAN]), content_type=PDF)
    assert types(watched.check()) == ["attachment_replaced", "target_changed"]
    assert len(hook.bodies) == 2


def test_files_that_come_and_go_are_told_once_each(watched, web):
    """An added and a removed file are one change each, their clauses ride along."""
    web.put("/plan.pdf", made.pdf(), content_type=PDF)
    web.put("/list.xlsx", made.xlsx(), content_type=XLSX)
    watched.page(NOTICE + link("/plan.pdf", "方案.pdf"))
    watched.check()
    watched.page(NOTICE + link("/plan.pdf", "方案.pdf") + link("/list.xlsx", "清单.xlsx"))
    added = [change for change in watched.check()["changes"] if change["type"].startswith("attachment")]
    assert [(c["type"], c["severity"], c["path_before"], c["path_after"]) for c in added] == [
        ("attachment_added", "low", None, "附件2")
    ]
    assert "第3小学改扩建" in added[0]["after"]
    watched.page(NOTICE + link("/list.xlsx", "清单.xlsx"))
    gone = [change for change in watched.check()["changes"] if change["type"].startswith("attachment")]
    assert [(c["type"], c["severity"], c["path_before"], c["path_after"]) for c in gone] == [
        ("attachment_removed", "medium", "附件1", None)
    ]


def test_an_upload_under_another_address_is_the_same_file(watched, web):
    """TRS gives every upload a new address: by its name it is replaced, not removed and added."""
    web.put("/P01.pdf", made.pdf(), content_type=PDF)
    web.put("/P02.pdf", made.pdf([line.replace("500册", "600册") for line in made.PLAN]), content_type=PDF)
    watched.page(NOTICE + link("/P01.pdf", "方案.pdf"))
    watched.check()
    watched.page(NOTICE + link("/P02.pdf", "方案.pdf"))
    assert [kind for kind in types(watched.check()) if kind.startswith("attachment")] == ["attachment_replaced"]


def test_the_servers_name_in_gbk_names_a_link_that_says_only_download(watched, web):
    """`Content-Disposition` in raw GBK bytes, as Chinese servers send it."""
    name = "校园阅读推进方案.pdf".encode("gbk").decode("latin-1")
    web.put(
        "/downfile.jsp?id=3",
        made.pdf(),
        content_type="application/octet-stream",
        Content_Disposition=f'attachment; filename="{name}"',
    )
    watched.page(NOTICE + link("/downfile.jsp?id=3", "点击下载"))
    watched.check()
    assert [file["name"] for file in watched.show()["files"]] == ["校园阅读推进方案.pdf"]


def test_unchanged_files_cost_the_server_nothing(watched, web):
    """Files are asked for with their ETags, and answered 304; robots.txt is known for the day."""
    web.put("/plan.pdf", made.pdf(), content_type=PDF, ETag='"f1"')
    web.put("/list.xlsx", made.xlsx(), content_type=XLSX, ETag='"f2"')
    watched.page(NOTICE + link("/plan.pdf", "方案.pdf") + link("/list.xlsx", "清单.xlsx"), ETag='"p1"')
    watched.check()
    web.asked.clear()
    web.served.clear()
    assert watched.check()["outcome"] == "not_modified"
    assert web.served == {"/notice.html": 304, "/plan.pdf": 304, "/list.xlsx": 304}


def test_old_formats_are_kept_and_said_to_be_unread(watched, web):
    """A DOC is versioned by its bytes, and the finding says that its text is not read."""
    web.put("/old.doc", made.compound("WordDocument"), content_type="application/msword")
    watched.page(NOTICE + link("/old.doc", "方案.doc"))
    (finding,) = watched.check()["findings"]
    assert (finding["type"], "DOC" in finding["detail"]) == ("attachment_unread", True)
    web.put("/old.doc", made.compound("WordDocument", "Other"), content_type="application/msword")
    assert types(watched.check()) == ["attachment_replaced"]


def test_the_page_and_its_copy_in_word_tell_a_change_once(watched, web):
    """Many pages offer their own text as a file as well."""
    body = "".join(f"<p>{line}</p>" for line in made.PLAN)
    web.put("/copy.docx", made.docx(), content_type=DOCX)
    watched.page(body + link("/copy.docx", "方案.docx"), title=made.PLAN[0])
    watched.check()
    changed = [line.replace("80%", "85%") for line in made.PLAN]
    web.put("/copy.docx", made.docx(changed), content_type=DOCX)
    watched.page("".join(f"<p>{line}</p>" for line in changed) + link("/copy.docx", "方案.docx"), title=made.PLAN[0])
    assert types(watched.check()) == ["target_changed", "attachment_replaced"]


def test_documents_of_an_older_program_get_their_files_without_a_word(installation, web, hook, watched):
    """An upgrade that sees attachments for the first time alerts nobody; changes after it are told."""
    watched.page(NOTICE + link("/plan.pdf", "方案.pdf"))
    page = web.pages.pop("/notice.html")
    installation.run("check", "--all", expect=3)  # the target is known, nothing was read
    older(installation.home, watched.url, page[2])
    web.pages["/notice.html"] = page
    web.put("/plan.pdf", made.pdf(), content_type=PDF)
    hook.received.clear()
    check = watched.check()
    assert (types(check), check["version"], check["new"]) == ([], 2, False)
    assert "附件1/二/(一)" in watched.paths()
    assert [body["type"] for body in hook.bodies if body["type"] != "baseline"] == []
    web.put("/plan.pdf", made.pdf([line.replace("80%", "85%") for line in made.PLAN]), content_type=PDF)
    assert types(watched.check()) == ["attachment_replaced", "target_changed"]


def older(home, url: str, body: bytes) -> None:
    """Record a page as the program did before it knew of attachments."""
    database = connect(str(home / "data" / "clausewatch.db"))
    target = Targets(database).by_url(url)
    assert target is not None
    edition = read_page(
        PageInput(body=body, url=url, status=200, content_type="text/html", rules=ReadingRules(), want="article")
    ).edition
    at = datetime.now(UTC)
    fetched = Fetched(status=200, content_type="text/html", content_hash=sha256(body).hexdigest(), body=body)
    Archive(database).record(
        Observation(
            target=target,
            round="old",
            at=at,
            outcome=Outcome.OK,
            fetched=fetched,
            edition=edition,
            extractor=f"1/{target.rules_digest[:12]}",
            baseline=True,
            new=True,
            next_due_at=at,
        )
    )
    with database.write() as connection:  # as the migration does
        connection.exec_driver_sql("UPDATE target SET content_hash = NULL, etag = NULL, last_modified = NULL")
    database.close()
