"""One file → what it says. A pure function of its bytes; the formats are read by the modules beside this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from types import MappingProxyType

from crawler.files.kinds import kind
from monitor.records import FileReading


def _reader(module: str, body: bytes) -> FileReading:
    """Imports the format's libraries when a file first needs them: they cost more than a command's start."""
    found: FileReading = import_module(f"crawler.files.{module}").read(body)
    return found


READERS: Mapping[str, Callable[[bytes], FileReading]] = MappingProxyType(
    {
        "pdf": partial(_reader, "pdf"),
        "docx": partial(_reader, "docx"),
        "xlsx": partial(_reader, "sheets"),
        "xls": partial(_reader, "sheets"),
        "ods": partial(_reader, "sheets"),
        "txt": partial(_reader, "plain"),
    }
)
"""Kind → reader. What is not here, an archive apart, is kept, and said to be unread."""


def read_file(body: bytes, name: str = "") -> FileReading:
    """The text of a file, or the reason why it has none.

    Raises ReadError where the bytes are no file that anybody could open: empty, damaged, or another thing in its place.
    """
    found = kind(body, name)
    if found == "encrypted":
        return FileReading(found, reason="password")
    if found == "zip":
        from crawler.files import zipped

        return zipped.read(body, READERS)
    if found not in READERS:
        return FileReading(found, reason="unread_format")
    reading = READERS[found](body)
    return FileReading(found, reading.parts, reading.reason)
