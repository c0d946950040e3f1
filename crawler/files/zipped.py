"""ZIP archives: the members that can be read, in memory only. No member's name ever becomes a path."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO

from crawler.files.kinds import damaged, kind
from crawler.files.limits import ARCHIVE_BYTES, CHARACTERS, MEMBER_BYTES, MEMBERS
from crawler.files.names import base
from monitor.errors import ReadError
from monitor.records import FileReading

_UTF8_NAMES = 0x800
_ENCRYPTED = 0x1
_JUNK = ("__MACOSX/", "~$", "Thumbs.db", ".DS_Store")
_BROKEN = (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError, zlib.error)

Reader = Callable[[bytes], FileReading]


def read(body: bytes, readers: Mapping[str, Reader]) -> FileReading:
    """The members' texts, each under its name; archives inside an archive are not opened.

    Reads no more than the limits allow, whatever the archive claims. Raises ReadError where it is damaged.
    """
    parts: list[tuple[str, str]] = []
    reasons: list[str] = []
    left, characters = ARCHIVE_BYTES, CHARACTERS
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _junk(entry.filename)]
            if any(entry.flag_bits & _ENCRYPTED for entry in entries):
                return FileReading("zip", reason="password")
            for entry in entries[:MEMBERS]:
                with archive.open(entry) as stream:
                    content = stream.read(min(left, MEMBER_BYTES) + 1)
                if len(content) > min(left, MEMBER_BYTES):
                    reasons.append("cut")
                    break
                left -= len(content)
                name = base(real_name(entry)) or f"{len(parts) + 1}"
                member = _member(content, name, readers)
                reasons += [member.reason] if member.reason else []
                for _, text in member.parts:
                    parts.append((name, text[:characters]))
                    characters -= len(text)
                if characters <= 0:
                    reasons.append("cut")
                    break
    except _BROKEN as error:
        raise damaged(error) from error
    if len(entries) > MEMBERS:
        reasons.append("cut")
    if not parts:
        return FileReading("zip", reason=reasons[0] if reasons else "no_text")
    return FileReading("zip", tuple(parts), "partly_unread" if reasons else None)


def _member(content: bytes, name: str, readers: Mapping[str, Reader]) -> FileReading:
    try:
        found = kind(content, name)
        return readers[found](content) if found in readers else FileReading(found, reason="unread_format")
    except ReadError:
        return FileReading("", reason="damaged_member")


def _junk(name: str) -> bool:
    return any(mark in name for mark in _JUNK)


def real_name(entry: zipfile.ZipInfo) -> str:
    """The member's name as its maker wrote it: without the flag for UTF-8 it is in the maker's own encoding."""
    if entry.flag_bits & _UTF8_NAMES:
        return entry.filename
    raw = entry.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename
