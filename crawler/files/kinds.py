"""What a file is, by its bytes: names and headers of attachments are wrong as often as not."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection
from io import BytesIO

from crawler.decode import damage, decode
from monitor.errors import ReadError
from monitor.records import Outcome

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\x1f\x8b", "gz"),
    (b"MIME-Version:", "mht"),
    (b"<?xml", "xml"),
)
# A compound file names its streams in UTF-16: which of them there are says what it is.
_STREAMS = tuple(
    (name.encode("utf-16-le"), kind)
    for name, kind in (
        ("EncryptedPackage", "encrypted"),
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("Book", "xls"),
        ("PowerPoint Document", "ppt"),
    )
)
_PACKAGES = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsx"),
    ("OFD.xml", "ofd"),
    ("ppt/presentation.xml", "pptx"),
)
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>)?\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|script|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_DATA = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")
_PDF_WITHIN = 1024  # readers take a PDF whose header does not stand first
_MARK_LENGTH = 4096


def kind(body: bytes, name: str = "") -> str:
    """What the bytes are: `pdf docx xlsx xls ods txt zip`, or the name of a format that is kept and not read.

    `name` only tells formats apart whose bytes are alike (.wps is a .doc). Raises ReadError for what is no file: empty,
    damaged, or a web page that came instead.
    """
    if not body.strip(b"\0\t\n\r "):
        raise ReadError("the file is empty (0 bytes or blanks): look at it in a browser", outcome=Outcome.EMPTY)
    if b"%PDF-" in body[:_PDF_WITHIN]:
        return "pdf"
    if body.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(body)
    if body.startswith(_OLE):
        found = next((kind for stream, kind in _STREAMS if stream in body), "ole")
        return "wps" if found == "doc" and name.lower().endswith((".wps", ".wpt")) else found
    if _PAGE.match(body.removeprefix(b"\xef\xbb\xbf")[:_MARK_LENGTH]):
        raise ReadError(
            "a web page came instead of the file: look at the link in a browser", outcome=Outcome.SOFT_ERROR
        )
    return next((found for magic, found in _MAGIC if body.startswith(magic)), None) or _plain(body)


def _package(body: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(body)) as package:
            names: Collection[str] = set(package.namelist())
            if "mimetype" in names and package.getinfo("mimetype").file_size < _MARK_LENGTH:
                declared = package.read("mimetype").strip()
                if declared in _OPEN_DOCUMENTS:
                    return _OPEN_DOCUMENTS[declared]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError, EOFError) as error:
        raise damaged(error) from error
    return next((found for member, found in _PACKAGES if member in names), "zip")


def _plain(body: bytes) -> str:
    text, _ = decode(body[:_MARK_LENGTH], "text/plain")
    if _DATA.match(text):
        raise ReadError("data came instead of the file: look at the link in a browser", outcome=Outcome.SOFT_ERROR)
    # The cut may have parted one character.
    return "txt" if "\0" not in text and damage(text[:-4]) == 0 else "unknown"


def damaged(error: Exception) -> ReadError:
    """The error of a file that does not hold together."""
    said = ascii(str(error))[1:-1][:120] or type(error).__name__
    return ReadError(f"the file is damaged or cut ({said}): it is tried again", outcome=Outcome.TRUNCATED)
