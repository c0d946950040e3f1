"""A stored version as today's extractor and rules read it, so that like is compared with like."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from clausewatch.reading import FileInput, PageInput, Reader
from crawler.read import EXTRACTOR
from monitor.attached import ReadFile, unbound
from monitor.errors import ReadError
from monitor.observation import StoredVersion
from monitor.records import Edition
from storage.blobs import Raw

Stored = Callable[[str], Awaitable[Raw]]
"""The bytes of a page or a file by their SHA-256."""


async def reread(stored: StoredVersion, page: PageInput, raw: Stored, reader: Reader) -> Edition | None:
    """The version read again, its files too; None where the page cannot be read any more. Files then stay as they were.

    `page` says how, without the bytes. Raises ReadError where the files' texts break their reader.
    """
    found = await raw(stored.content_hash)
    try:
        output = await reader.read(replace(page, body=found.body, content_type=found.content_type or ""))
    except ReadError:  # bytes that were read once and are poison to today's extractor
        return None
    if output.edition is None or not stored.edition.files:
        return output.edition
    files = [unbound(file) for file in stored.edition.files]
    if stored.extractor.partition("/")[0] != EXTRACTOR:  # the rules of a site are about its pages
        files = [await _again(file, raw, reader) for file in files]
    return await reader.bind(output.edition, files)


async def _again(file: ReadFile, raw: Stored, reader: Reader) -> ReadFile:
    found = await raw(file.content_hash)
    try:
        reading = await reader.read_file(FileInput(found.body, f"{file.name} {file.url}"))
    except ReadError:  # what was read once stays
        return file
    return replace(file, reading=reading)
