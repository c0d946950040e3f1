"""Which attached file is which, what it is called, and how it joins its document."""

from __future__ import annotations

import pytest

from monitor.attached import (
    ReadFile,
    bind,
    first_read,
    matched,
    sections,
    shown_name,
    stable,
    unbound,
    whole_text,
)
from monitor.compare import compare
from monitor.message import Subject, changed, plain
from monitor.outline import outline
from monitor.records import Article, Attachment, Edition, FileReading, Finding

PLAN = "校园阅读推进方案\n一、目标\n到2027年，达标率达到80%以上。\n二、任务\n（一）充实馆藏\n每校每年新增图书500册。"
RULES = "附件2\n阅读管理办法\n第一章 总则\n第一条 本办法适用于全区学校。\n第二章 管理\n第二条 学校负责日常管理。\n第三条 每周开放不少于5天。"
NOTICE = "各学校：\n现将方案印发给你们。"


def page(text: str = NOTICE, *names: str) -> Edition:
    """A page that names these files."""
    files = tuple(Attachment(name, f"https://a.example/{at}.docx") for at, name in enumerate(names, 1))
    article = Article(title="关于印发方案的通知", text=text, attachments=files)
    return Edition(article, outline(text, title=article.title))


def file(
    text: str = PLAN, *, name: str = "方案.docx", section: str = "附件1", content: str = "", reason: str | None = None
):
    """A file that says this."""
    parts = (("", text),) if text else ()
    return ReadFile(name, f"https://a.example/{name}", section, content or text, FileReading("docx", parts, reason))


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["方案.docx"], ["附件1"]),
        (["附件1：方案.docx", "附件2：清单.xlsx"], ["附件1", "附件2"]),
        (["2.清单.xlsx", "1.方案.docx"], ["附件2", "附件1"]),
        (["附件三 方案.doc", "清单.xlsx"], ["附件3", "附件1"]),
        (["2026年清单.xlsx", "1.5亿元项目表.xlsx"], ["附件1", "附件2"]),
        (["附件1.doc", "附件1.pdf"], ["附件1", "附件1#2"]),
    ],
)
def test_sections_go_by_the_numbers_that_names_have(names, expected):
    """A file without a number takes the first that is free."""
    assert sections([Attachment(name, "") for name in names]) == expected


def test_sections_leave_those_of_the_text_alone():
    """A page that prints its first attachment and links the file has both."""
    assert sections([Attachment("方案", "")], {"附件1"}) == ["附件1#2"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("附件1：重点项目清单.xlsx", "重点项目清单.xlsx"),
        ("附件:1.重点项目清单.xlsx", "重点项目清单.xlsx"),
        ("1.重点项目清单.xlsx", "重点项目清单.xlsx"),
        ("附件1.docx", "附件1.docx"),
        ("2026年清单.xlsx", "2026年清单.xlsx"),
    ],
)
def test_names_are_shown_without_their_numbers(name, shown):
    """The number is in the path already."""
    assert shown_name(name) == shown


def test_the_stable_part_of_an_address_has_no_token():
    """VSB's `afc` is new at every request."""
    one = "http://a.example/virtual_attach_file.vsb?afc=x1&oid=1&tid=2&nid=3&e=.pdf"
    assert stable(one) == stable(one.replace("x1", "y2"))
    assert stable(one) != stable(one.replace("nid=3", "nid=4"))


def test_files_are_known_by_bytes_then_name_then_address():
    """Two files of one address, as VSB has them, are told apart by name; a new upload by its name."""
    vsb = "http://a.example/virtual_attach_file.vsb?afc={}&tid=1&nid=2"
    olds = [
        Attachment("甲.pdf", vsb.format(1)),
        Attachment("乙.pdf", vsb.format(2)),
        Attachment("丙.pdf", "http://a/P01.pdf"),
    ]
    news = [
        Attachment("丙.pdf", "http://a/P02.pdf"),
        Attachment("乙.pdf", vsb.format(3)),
        Attachment("甲.pdf", vsb.format(4)),
    ]
    assert matched(olds, news) == {0: 2, 1: 1, 2: 0}
    assert matched([Attachment("点击下载", "http://a/1.pdf")], [Attachment("点击下载", "http://a/2.pdf")]) == {0: 0}
    assert matched([Attachment("甲.pdf", "http://a/1.pdf")], [Attachment("乙.pdf", "http://a/2.pdf")]) == {}


def test_a_files_clauses_stand_under_its_section():
    """After the page's own, and the label in its first line adds no level."""
    edition = bind(page(), [file(), file(RULES, name="办法.docx", section="附件2")])
    paths = [clause.path for clause in edition.outline.clauses]
    assert paths[:4] == ["", "附件1", "附件1/一", "附件1/二"]
    assert {"附件2", "附件2/第一章", "附件2/第三条"} <= set(paths)
    assert whole_text(edition) == f"{NOTICE}\n{PLAN}\n{RULES}"


def test_binding_again_changes_nothing():
    """What was bound can be taken apart and bound to the same."""
    edition = bind(page(), [file(), file(RULES, name="办法.docx", section="附件2", reason="cut")])
    assert bind(edition, [unbound(each) for each in edition.files]) == edition


def test_members_of_one_name_are_told_apart():
    """Archives have folders."""
    reading = FileReading("zip", (("方案.docx", PLAN), ("方案.docx", PLAN)))
    edition = bind(page(), [ReadFile("全部.zip", "", "附件1", "x", reading)])
    assert {"附件1/方案.docx/一", "附件1/方案.docx#2/一"} <= {clause.path for clause in edition.outline.clauses}


def test_what_is_unread_is_a_finding():
    """With the file's name and its section; the same finding while it is so."""
    edition = bind(page(), [file("", name="方案.pdf", content="x", reason="scanned")])
    assert edition.outline.findings == (
        Finding("attachment_unread", "附件“方案.pdf”是扫描件，只有图片没有文字，内容未读取", "附件1"),
    )


def test_a_changed_article_of_an_attached_regulation_keeps_its_path():
    """Chapters and articles mean in a file what they mean in a page."""
    old, new = (bind(page(), [file(text, name="办法.docx")]) for text in (RULES, RULES.replace("5天", "6天")))
    kinds = [(change.type, change.path_before, change.path_after) for change in compare(old, new).changes]
    assert kinds[0] == ("attachment_replaced", "附件1", "附件1")
    assert {paths[1:] for paths in kinds[1:]} == {("附件1/第三条", "附件1/第三条")}


def test_an_added_clause_lists_its_paths_under_the_file():
    """The paths in facts are those of the document, too."""
    longer = PLAN + "\n（二）建好队伍\n1.配备图书馆员。\n2.每年培训2次。"
    comparison = compare(bind(page(), [file()]), bind(page(), [file(longer)]))
    (added,) = [change for change in comparison.changes if change.type == "clause_added"]
    assert (added.path_before, added.path_after) == (None, "附件1/二/(二)")
    assert added.facts["paths"] == ["附件1/二/(二)", "附件1/二/(二)/1", "附件1/二/(二)/2"]


def test_a_file_put_in_front_moves_no_clause():
    """The first file becomes the second: its clauses are what they were."""
    before = bind(page(NOTICE, "方案"), [file()])
    after = bind(
        page(NOTICE, "清单", "方案"), [file("项目一览\n甲\t1\n乙\t2", name="清单.xlsx"), file(section="附件2")]
    )
    assert [change.type for change in compare(before, after).changes] == ["attachment_added"]


def test_a_file_that_became_unreadable_removes_no_clause():
    """A scan in place of a text is a replaced file, and says nothing about the clauses."""
    old, new = bind(page(), [file()]), bind(page(), [file("", content="y", reason="scanned")])
    (change,) = compare(old, new).changes
    assert change.type == "attachment_replaced"
    assert "未能读取" in plain(changed(Subject(title="通知"), compare(old, new))).zh
    (back,) = compare(new, old).changes
    assert back.type == "attachment_replaced"


def test_a_stage_marker_inside_a_file_is_told():
    """（征求意见稿） that went from the attached plan's title page."""
    draft = PLAN.replace("方案\n", "方案\n（征求意见稿）\n", 1)
    changes = compare(bind(page(), [file(draft)]), bind(page(), [file()])).changes
    assert ("status_changed", "附件1") in [(change.type, change.path_after) for change in changes]


def test_the_mirror_image_gives_the_mirror_answer():
    """What is added one way is removed the other way."""
    one, other = bind(page(), [file()]), bind(page(), [file(), file(RULES, name="办法.docx", section="附件2")])
    (there,), (back,) = compare(one, other).changes, compare(other, one).changes
    assert (there.type, there.path_after, there.after) == ("attachment_added", "附件2", RULES)
    assert (back.type, back.path_before, back.before) == ("attachment_removed", "附件2", RULES)
    assert compare(one, one).same


def test_a_first_reading_is_known_already():
    """A file that the page named and nobody had read is no news; one that it did not name is."""
    unread, read = page(NOTICE, "方案.docx"), bind(page(NOTICE, "方案.docx"), [file()])
    assert compare(first_read(unread, read), read).same
    both = bind(page(NOTICE, "方案.docx", "办法.docx"), [file(), file(RULES, name="办法.docx", section="附件2")])
    assert [change.type for change in compare(first_read(unread, both), both).changes] == ["attachment_added"]
    again = bind(page(NOTICE, "方案.docx", "方案.docx"), [file(), file(RULES, section="附件2")])
    assert [change.type for change in compare(first_read(read, again), again).changes] == ["attachment_added"]
