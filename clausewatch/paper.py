"""A comparison as a Word document: 新旧条文对照表, as offices print it, old and new side by side on landscape A4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as Opened
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell, _Row
from docx.text.run import Run

from clausewatch.compared import Compared, Side
from clausewatch.contract import minute
from monitor.letter import Language, Words
from monitor.message.places import place
from monitor.message.sentences import kind, said
from monitor.parallel import Row, side
from monitor.records import Segment
from notifiers.render.harmless import harmless

_TITLE = Words("新旧条文对照表", "Old and new clauses side by side")
_HEADS = (Words("条款", "Clause"), Words("旧", "Old"), Words("新", "New"))
_VERSION = Words("第{}版,{}抓取", "version {}, fetched {}")
_TO = Words("移至{}", "moved to {}")
_NOTE = Words(
    "删除线为删去的文字,下划线为增加的文字。未变的条款{}。",
    "Struck out: removed. Underlined: inserted. Clauses that did not change are {}.",
)
_LEFT_OUT = Words("未列出", "left out"), Words("一并列出", "listed, too")
_WIDTHS = (Mm(32), Mm(115), Mm(115))
_GONE, _CAME = RGBColor(0x9B, 0x1C, 0x1C), RGBColor(0x14, 0x5A, 0x32)
_FONT = "仿宋"


def docx(found: Compared, language: Language, *, everything: bool) -> bytes:
    """The document's bytes: the changed clauses, or `everything`. All that a page said stands in it as text."""
    made = Document()
    _set_up(made)
    title = made.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _styled(title.add_run(_text(found.new.document.title)), size=16, bold=True)
    heading = made.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _styled(heading.add_run(_TITLE.of(language)), size=13)
    shown = [row for row in found.table.rows if everything or not row.quiet]
    table = made.add_table(rows=1, cols=3, style="Table Grid")
    table.autofit = False
    _head(table.rows[0], found, language)
    for row in shown:
        _add(table.add_row(), row, language)
    note = made.add_paragraph()
    _styled(note.add_run(_NOTE.of(language).format(_LEFT_OUT[everything].of(language))), size=9)
    for address in dict.fromkeys((found.old.document.url, found.new.document.url)):
        _styled(made.add_paragraph().add_run(_text(address)), size=9)
    made.core_properties.title = _text(found.new.document.title)[:255]
    made.core_properties.author = "clausewatch"
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def _set_up(made: Opened) -> None:
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(17)
    section.top_margin = section.bottom_margin = Mm(18)
    normal = made.styles["Normal"]
    normal.font.size = Pt(10.5)
    normal.paragraph_format.space_after = Pt(3)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    footer._p.append(field)  # noqa: SLF001  # python-docx has no page numbers of its own


def _head(row: _Row, found: Compared, language: Language) -> None:
    """The head of the table, which Word repeats on every page."""
    for cell, width, words, whose in zip(row.cells, _WIDTHS, _HEADS, (None, found.old, found.new), strict=True):
        cell.width = width
        text = words.of(language)
        _styled(cell.paragraphs[0].add_run(text), bold=True)
        if whose is not None:
            _styled(cell.add_paragraph().add_run(_whose(whose, language)), size=9)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001  # python-docx has no name for it


def _whose(side: Side, language: Language) -> str:
    version = side.version
    return f"{_text(side.document.site)} · {_VERSION.of(language).format(version.number, minute(version.at))}"


def _add(line: _Row, row: Row, language: Language) -> None:
    where, old, new = line.cells
    for cell, width in zip(line.cells, _WIDTHS, strict=True):
        cell.width = width
    where.paragraphs[0].add_run(_text(place(row.path).of(language)))
    for change in row.changes:
        told = f"{kind(change).of(language)}:{said(change).of(language)}"
        _styled(where.add_paragraph().add_run(_text(told)), size=9)
    segments: Sequence[Segment] = row.segments or (("=", row.old.text),) if row.old else row.segments
    if row.went_to is not None:
        _write(old, segments, "=-")
        _styled(new.paragraphs[0].add_run(_TO.of(language).format(place(row.went_to).of(language))), size=9)
        return
    if row.old is not None:
        _write(old, (("=", row.old.text),) if row.quiet else segments, "=-")
    if row.new is not None:
        _write(new, segments, "=+")


def _write(cell: _Cell, segments: Iterable[Segment], marks: str) -> None:
    """The segments of one side; a line of the text is a paragraph."""
    paragraph = cell.paragraphs[0]
    for mark, text in side(list(segments), marks):
        for number, line in enumerate(text.split("\n")):
            if number:
                paragraph = cell.add_paragraph()
            if line:
                run = paragraph.add_run(_text(line))
                if mark == "-":
                    run.font.strike, run.font.color.rgb = True, _GONE
                elif mark == "+":
                    run.font.underline, run.font.color.rgb = True, _CAME


def _styled(run: Run, *, size: float | None = None, bold: bool = False) -> None:
    run.bold = bold
    if size is not None:
        run.font.size = Pt(size)


def _text(said: str) -> str:
    """What XML can hold of a text, with nothing in it that turns the text around it."""
    return harmless(said)
