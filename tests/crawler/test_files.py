"""Files as offices attach them, and as they break: what is read, and what is said of the rest."""

from __future__ import annotations

import time
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.files import limits
from crawler.files.names import base, disposition
from crawler.files.read import read_file
from crawler.files.rows import lines
from monitor.errors import ReadError
from monitor.records import Outcome
from tests import attachments as made


def told(value: object) -> str | None:
    """How a parameter is named in a test: never by a file's bytes, which hold the time of day."""
    return "file" if isinstance(value, bytes) else None


def text(body: bytes, name: str = "") -> str:
    """The text of a file with one part."""
    ((_, found),) = read_file(body, name).parts
    return found


@pytest.mark.parametrize("body", [made.pdf(), made.docx()], ids=["pdf", "docx"])
def test_a_plan_reads_as_its_paragraphs(body):
    """Printed lines are paragraphs again, page numbers are gone."""
    assert text(body).split("\n") == list(made.PLAN)


def test_a_long_pdf_has_no_heads_feet_and_broken_paragraphs():
    """What repeats on its pages goes, and a paragraph goes on over a page's end."""
    long = "完善学校图书馆的藏书结构，按学段配备适合学生阅读的图书，逐年更新。" * 3
    paragraphs = ["云汀区阅读规划", *(f"{number}.第{number}项任务。{long}" for number in range(1, 60))]
    assert text(made.pdf(paragraphs, head="云汀区教育局文件")).split("\n") == paragraphs


def test_framed_tables_of_a_pdf_are_rows_of_cells():
    """A cell of two printed lines is one cell."""
    rows = [
        ("指标名称", "2025年", "2027年"),
        ("义务教育巩固率达到的百分比数值", "99.2%", "99.5%"),
        ("普惠园占比", "", "88%"),
    ]
    assert text(made.pdf(["指标表"], table=rows)).split("\n")[1:] == ["\t".join(row) for row in rows]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (made.scanned(), "scanned"),
        (made.pdf(password="geheim"), "password"),
        (made.compound("EncryptedPackage"), "password"),
        (made.compound("WordDocument"), "unread_format"),
        (made.zipped({"OFD.xml": b"<OFD/>", "Doc_0/Document.xml": b"<D/>"}), "unread_format"),
        (b"Rar!\x1a\x07\x01\x00", "unread_format"),
        (made.zipped({}), "no_text"),
        (made.docx([]), "no_text"),
        (made.xlsx([[]]), "no_text"),
    ],
    ids=told,
)
def test_what_has_no_text_says_why(body, reason):
    """Scans, passwords and old formats are kept and said to be unread; none of them is taken for an empty text."""
    found = read_file(body)
    assert (found.parts, found.reason) == ((), reason)


def test_a_wps_file_is_called_so():
    """Its bytes are those of a DOC; only its name tells."""
    assert read_file(made.compound("WordDocument"), "方案.wps").kind == "wps"
    assert read_file(made.pdf(), "方案.wps").kind == "pdf"


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (b"", Outcome.EMPTY),
        (b"  \r\n\0", Outcome.EMPTY),
        (made.pdf()[:800], Outcome.TRUNCATED),
        (made.docx()[:-400], Outcome.TRUNCATED),
        (made.docx()[:2000], Outcome.TRUNCATED),
        (made.compound("Workbook"), Outcome.TRUNCATED),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html><body>404</body></html>", Outcome.SOFT_ERROR),
        (b"<!-- x --><html>", Outcome.SOFT_ERROR),
        (b'{"code": 404, "msg": "no"}', Outcome.SOFT_ERROR),
    ],
    ids=told,
)
def test_what_is_no_file_is_an_error(body, outcome):
    """Nothing, a cut file, a web page instead of it: the last good reading must stand."""
    with pytest.raises(ReadError) as caught:
        read_file(body, "方案.pdf")
    assert caught.value.outcome is outcome


def test_a_pdf_without_its_end_is_read_or_refused_in_words():
    """PDFium mends some cut files; it must not crash on the others."""
    whole = made.pdf()
    for cut in range(100, len(whole), 997):
        try:
            read_file(whole[:cut])
        except ReadError as error:
            assert "damaged" in error.reason  # noqa: PT017 - either way is right


def test_list_numbers_of_word_stand_in_the_text():
    """Levels count by themselves, start anew below a new parent, and take the dress that the list gives them."""
    body = made.docx(
        [(0, "甲"), (1, "乙"), (2, "2026年"), (2, "丙"), (1, "丁"), (2, "戊"), (0, "己"), (3, "庚"), (4, "辛"), "壬"]
    )
    assert text(body).split("\n") == [
        "一、甲",
        "（一）乙",
        "1. 2026年",
        "2.丙",
        "（二）丁",
        "1.戊",
        "二、己",
        "2.1.1.1 庚",
        "辛",
        "壬",
    ]


def test_a_second_list_with_its_own_start_begins_anew():
    """Two lists of one kind go on counting, unless the second says where it begins."""
    number = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr></w:pPr>'
    xml = "".join(f"<w:p>{number.format(list_id)}<w:r><w:t>条</w:t></w:r></w:p>" for list_id in (7, 7, 8, 8, 0))
    document = made.with_numbering(xml)
    assert text(document).split("\n") == ["一、条", "二、条", "一、条", "二、条", "条"]


def test_a_style_gives_its_paragraphs_numbers():
    """Headings are numbered by their style, which names the list once for all."""
    assert text(made.with_numbered_style(["总则", "任务"])).split("\n") == ["一、总则", "二、任务"]


def test_tracked_changes_are_read_as_accepted():
    """What was inserted counts, what was deleted or moved away does not; hidden text and field codes do not either."""
    xml = """<w:p><w:r><w:t>新建</w:t></w:r><w:ins w:id="1" w:author="a"><w:r><w:t>12</w:t></w:r></w:ins>
    <w:del w:id="2" w:author="a"><w:r><w:delText>10</w:delText></w:r></w:del><w:r><w:t>所</w:t></w:r>
    <w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>
    <w:moveFrom w:id="3" w:author="a"><w:r><w:t>旧处</w:t></w:r></w:moveFrom></w:p>
    <w:sdt><w:sdtContent><w:p><w:r><w:t>控件内</w:t></w:r></w:p></w:sdtContent></w:sdt>"""
    assert text(made.with_body(xml)).split("\n") == ["新建12所", "控件内"]


def test_merged_cells_of_word_are_repeated():
    """As in tables of pages: what is spanned stands in every place that it covers."""
    cell = "<w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    rows = [
        cell.format('<w:vMerge w:val="restart"/>', "组") + cell.format("", "甲") + cell.format("", "1"),
        cell.format("<w:vMerge/>", "") + cell.format('<w:gridSpan w:val="2"/>', "合计"),
    ]
    xml = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert text(made.with_body(xml)).split("\n") == ["组\t甲\t1", "组\t合计\t合计"]


@pytest.mark.parametrize("body", [made.xlsx(), made.ods()], ids=["xlsx", "ods"])
def test_workbooks_are_tables(body):
    """Numbers as a reader sees them, cells joined by tabs."""
    assert text(body, "清单.doc").split("\n") == ["\t".join(row) for row in made.ITEMS]


def test_titles_notes_and_hidden_sheets():
    """A merged title and a note stand as paragraphs, a sheet's name where there are several, hidden sheets nowhere."""
    rows = [["2026年重点项目清单", "", ""], *made.ITEMS, ["注：资金以预算为准", "", ""]]
    body = made.xlsx({"城区": rows, "乡镇": made.ITEMS, "草稿": made.ITEMS}, merged=["A1:C1"], hidden=["草稿"])
    found = text(body).split("\n")
    assert found[:3] == ["城区", "2026年重点项目清单", "\t".join(made.ITEMS[0])]
    assert "注：资金以预算为准" in found
    assert "乡镇" in found
    assert "草稿" not in found


def test_rows_keep_their_columns():
    """An empty cell at either end is shown, because blanks there would be taken for an indent."""
    assert lines([["标题"], ["a", "b", "c"], ["", "d", ""], ["合计"], ["e", "f", "g"], [], ["注"]]) == [
        "标题",
        "a\tb\tc",
        "-\td\t-",
        "合计\t\t-",
        "e\tf\tg",
        "注",
    ]


def test_plain_text_in_gbk():
    """No header says so; the bytes do."""
    assert text("一、总则\r\n\r\n　　推进阅读。".encode("gbk")).split("\n") == ["一、总则", "推进阅读。"]


def test_archives_are_read_member_by_member():
    """Names in the maker's own encoding; what cannot be read is said."""
    members = {
        "方案/阅读方案.docx": made.docx(),
        "../../清单.xlsx": made.xlsx(),
        "旧.doc": made.compound("WordDocument"),
    }
    found = read_file(made.zipped(members, encoding="gbk"))
    assert [name for name, _ in found.parts] == ["阅读方案.docx", "清单.xlsx"]
    assert found.reason == "partly_unread"


def test_bombs_are_cut():
    """A megabyte that unpacks to gigabytes, and ten thousand entries: a bounded part is read, and it is said."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("a.txt", b"x" * (limits.MEMBER_BYTES + 1))
    assert read_file(out.getvalue()).reason == "cut"
    many = made.zipped({f"{number}.txt": b"\xe4\xb8\x80" for number in range(limits.MEMBERS + 1)})
    found = read_file(many)
    assert (len(found.parts), found.reason) == (limits.MEMBERS, "partly_unread")


def test_entities_in_word_files_are_refused():
    """External entities are never opened, and expanding ones cost nothing."""
    for declared in ('<!ENTITY x SYSTEM "file:///etc/passwd">', '<!ENTITY a "aaaa"><!ENTITY x "&a;&a;&a;">'):
        body = f'<?xml version="1.0"?><!DOCTYPE d [{declared}]><d>&x;</d>'.encode()
        with pytest.raises(ReadError, match="entities"):
            read_file(made.zipped({"word/document.xml": body}))


def test_long_texts_are_cut_and_said():
    """The beginning is kept to a whole line."""
    line = "推进全民阅读。" * 20
    found = read_file("\n".join([line] * 4000).encode())
    assert found.reason == "cut"
    assert found.parts[0][1].endswith(line)
    assert len(found.parts[0][1]) <= limits.CHARACTERS


@pytest.mark.parametrize(
    "make", [lambda n: made.docx(made.PLAN * n), lambda n: made.pdf(made.PLAN * n), lambda n: made.xlsx(made.ITEMS * n)]
)
def test_time_grows_with_the_file(make):
    """Twice the file, at most about twice the time."""
    small, large = make(40), make(80)
    read_file(small)

    def took(body: bytes) -> float:
        start = time.process_time()
        read_file(body)
        return time.process_time() - start

    def ratio_holds() -> bool:
        return min(took(large) for _ in range(3)) < 3 * min(took(small) for _ in range(3)) + 0.02

    assert any(ratio_holds() for _ in range(5))  # a busy machine spoils some measurements, never all


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([made.docx(), made.xlsx(), made.zipped({"a.txt": b"abc"}), made.pdf()]), st.data())
def test_damaged_bytes_never_break_the_reader(body, data):
    """Whatever a byte is turned into: a reading or a ReadError."""
    mutated = bytearray(body)
    for _ in range(data.draw(st.integers(1, 8))):
        mutated[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_file(bytes(mutated))
    except ReadError as error:
        assert error.reason  # noqa: PT017 - either way is right


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("attachment; filename=plan.pdf", "plan.pdf"),
        ('attachment; filename="' + "方案.pdf".encode("gbk").decode("latin-1") + '"', "方案.pdf"),
        ('attachment; filename="' + "方案.pdf".encode().decode("latin-1") + '"', "方案.pdf"),
        ("attachment; filename=%E6%96%B9%E6%A1%88.pdf", "方案.pdf"),
        ("attachment; filename=%B7%BD%B0%B8.pdf", "方案.pdf"),
        ("attachment; filename=\"x.pdf\"; filename*=UTF-8''%E6%96%B9%E6%A1%88.pdf", "方案.pdf"),
        ("attachment; filename*=GBK''%B7%BD%B0%B8.pdf", "方案.pdf"),
        ('attachment; filename="=?UTF-8?B?5pa55qGILnBkZg==?="', "方案.pdf"),
        ('attachment; filename="..\\..\\etc/passwd"', "passwd"),
        ("inline", None),
        ('attachment; filename=""', None),
    ],
)
def test_names_that_servers_give(header, name):
    """RFC 5987, raw GBK and UTF-8 bytes, percent signs, encoded words; never a path."""
    assert disposition(header) == name


@given(st.text())
def test_a_name_is_never_a_path(name):
    """Whatever a server or an archive says."""
    found = base(name)
    assert not set("/\\\0") & set(found)
    assert found not in {".", ".."}
    assert len(found) <= 200


@given(st.text())
def test_any_header_is_taken(header):
    """No header breaks the reading of its name."""
    assert disposition(header) != ""
