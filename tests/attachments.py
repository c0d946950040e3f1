"""Real files for the tests, made by the libraries that offices' programs resemble."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl import Workbook
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

FONT = "STSong-Light"
PLAN = (
    "云汀区校园阅读推进方案",
    "一、总体目标",
    "到2027年，全区学校图书馆达标率达到80%以上。",
    "二、主要任务",
    "（一）充实馆藏",
    "每所小学每年新增图书不少于500册，并建立学生荐书制度，让学生参与图书的选购、整理和推介，把图书馆办成学生愿意去的地方。",
    "（二）建好队伍",
    "每校配备一名专职图书馆员。",
)
"""A small plan, a paragraph each."""

ITEMS = (
    ("序号", "项目名称", "投资（万元）"),
    *((str(number), f"第{number}小学改扩建", str(number * 100)) for number in range(1, 7)),
)
"""A list of projects."""


def pdf(
    paragraphs: Sequence[str] = PLAN, *, head: str = "", table: Sequence[Sequence[str]] = (), password: str = ""
) -> bytes:
    """A PDF as a word processor exports it: indented paragraphs, page numbers, perhaps a running head and a table."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    body = ParagraphStyle("body", fontName=FONT, fontSize=15, leading=28, wordWrap="CJK", firstLineIndent=30)
    title = ParagraphStyle("title", fontName=FONT, fontSize=20, leading=34, wordWrap="CJK", alignment=1)
    cell = ParagraphStyle("cell", fontName=FONT, fontSize=10, leading=14, wordWrap="CJK")
    story: list[Flowable] = [Paragraph(text, body if at else title) for at, text in enumerate(paragraphs)]
    if table:
        framed = Table([[Paragraph(text, cell) for text in row] for row in table], colWidths=[90] * len(table[0]))
        framed.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
        story.append(framed)

    def edges(canvas: Canvas, page: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 10)
        canvas.drawString(72, 800, head)
        canvas.drawCentredString(297, 40, f"— {page.page} —")

    out = BytesIO()
    encryption = StandardEncryption(password) if password else None
    document = SimpleDocTemplate(out, pagesize=A4, encrypt=encryption, invariant=1)
    document.build(story, onFirstPage=edges, onLaterPages=edges)
    return out.getvalue()


def scanned(pages: int = 2) -> bytes:
    """A PDF whose pages are pictures."""
    from PIL import Image

    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for number in range(pages):
        picture = Image.new("L", (60, 80), 200 + number)
        canvas.drawImage(ImageReader(picture), 0, 0, width=595, height=842)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


_NUMBERING = f"""
<w:numbering {nsdecls("w")}>
  <w:abstractNum w:abstractNumId="7">
    <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
    <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%2）"/></w:lvl>
    <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
    <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2.%3.%4"/></w:lvl>
    <w:lvl w:ilvl="4"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl>
  </w:abstractNum>
  <w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>
  <w:num w:numId="8"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""


def docx(
    paragraphs: Sequence[str | tuple[int, str]] = PLAN, *, table: Sequence[Sequence[str]] = (), list_id: int = 7
) -> bytes:
    """A DOCX; a pair (level, text) is a paragraph of an automatic list, whose number stands nowhere in the file's text."""
    document = Document()
    part = document.part.numbering_part
    part._element = parse_xml(_NUMBERING)
    for each in paragraphs:
        level, text = each if isinstance(each, tuple) else (None, each)
        paragraph = document.add_paragraph(text)
        if level is not None:
            numbered = OxmlElement("w:numPr")
            for tag, value in (("w:ilvl", level), ("w:numId", list_id)):
                child = OxmlElement(tag)
                child.set(qn("w:val"), str(value))
                numbered.append(child)
            paragraph._p.get_or_add_pPr().append(numbered)
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    return _saved(document)


def with_body(xml: str, *, numbered: bool = False) -> bytes:
    """A DOCX whose body is this WordprocessingML (prefix `w`)."""
    document = Document()
    if numbered:
        document.part.numbering_part._element = parse_xml(_NUMBERING)
    body = document.element.body
    for child in list(body):
        body.remove(child)
    for child in parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>"):
        body.append(child)
    return _saved(document)


def with_numbering(xml: str) -> bytes:
    """Like `with_body`, beside the lists of `docx`."""
    return with_body(xml, numbered=True)


def with_numbered_style(paragraphs: Sequence[str]) -> bytes:
    """A DOCX whose paragraphs have a style that names list 7; the paragraphs name nothing."""
    document = Document()
    document.part.numbering_part._element = parse_xml(_NUMBERING)
    style = document.styles["Heading 1"]
    style.element.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="7"/></w:numPr>'))
    for text in paragraphs:
        document.add_paragraph(text, style="Heading 1")
    return _saved(document)


def _saved(document: Document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx(
    sheets: Mapping[str, Sequence[Sequence[object]]] | Sequence[Sequence[object]] = ITEMS,
    *,
    merged: Sequence[str] = (),
    hidden: Sequence[str] = (),
) -> bytes:
    """A workbook of these sheets, or of one sheet."""
    book = Workbook()
    book.remove(book.active)
    book.properties.created = book.properties.modified = datetime(2026, 3, 1)  # noqa: DTZ001 - the library wants it bare
    for name, rows in (sheets if isinstance(sheets, Mapping) else {"Sheet1": sheets}).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for area in merged:
            sheet.merge_cells(area)
        if name in hidden:
            sheet.sheet_state = "hidden"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def ods(rows: Sequence[Sequence[str]] = ITEMS) -> bytes:
    """An OpenDocument spreadsheet, as small as one may be."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Sheet1">{cells}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def zipped(members: Mapping[str, bytes], *, encoding: str | None = None) -> bytes:
    """An archive; with an `encoding` its names are in that encoding and nothing says so, as Chinese Windows writes them."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name)
            if encoding is not None:
                entry = _RawName(name.encode(encoding))
            archive.writestr(entry, content)
    return out.getvalue()


class _RawName(zipfile.ZipInfo):
    """An entry whose name is bytes in an encoding of its maker's."""

    __slots__ = ("_raw",)

    def __init__(self, raw: bytes) -> None:
        super().__init__(raw.decode("cp437"))
        self._raw = raw

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's own hook
        return self._raw, self.flag_bits & ~0x800


def compound(*streams: str) -> bytes:
    """The beginning of a compound file (old Office, WPS) that names these streams."""
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + names
