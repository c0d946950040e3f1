"""Plain text, in whatever encoding."""

from __future__ import annotations

from crawler.decode import decode
from crawler.files.limits import cut
from monitor.records import FileReading
from monitor.text import lines


def read(body: bytes) -> FileReading:
    """The paragraphs of a text file; tabs of lists of values stay, so they are a table."""
    text, _ = decode(body, "text/plain")
    kept, missing = cut("\n".join(lines(text)))
    return FileReading("txt", (("", kept),), "cut" if missing else None)
