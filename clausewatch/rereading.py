"""A stored version as today's extractor and rules read it, so that like is compared with like."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from clausewatch.parts import MOST
from clausewatch.reading import FileInput, PageInput, PageOutput, Reader
from crawler.read import EXTRACTOR
from monitor.attached import ReadFile, unbound
from monitor.errors import ReadError
from monitor.observation import StoredVersion
from monitor.records import Edition, Outcome, Reading
from storage.blobs import Raw

Stored = Callable[[str], Awaitable[Raw]]
"""The bytes of a page or a file by their SHA-256."""


async def reread(
    stored: StoredVersion, page: PageInput, raw: Stored, reader: Reader, *, later: Sequence[Reading] = ()
) -> Edition | None:
    """The version read again, its parts and files too; None where it cannot be read any more. Files then stay as they were.

    `page` says how, without the bytes. `later` are the further parts as they are now, which count for a version
    of which only the first page was read, though that led on. Raises ReadError where the files' texts break their reader.
    """
    try:
        output = await _page(stored, page, raw, reader, later)
    except ReadError:  # bytes that were read once and are poison to today's extractor
        return None
    if output.edition is None or not stored.edition.files:
        return output.edition
    files = [unbound(file) for file in stored.edition.files]
    if stored.extractor.partition("/")[0] != EXTRACTOR:  # the rules of a site are about its pages
        files = [await _again(file, raw, reader) for file in files]
    return await reader.bind(output.edition, files)


async def _page(
    stored: StoredVersion, page: PageInput, raw: Stored, reader: Reader, later: Sequence[Reading]
) -> PageOutput:
    output = await _read(stored.content_hash, page, raw, reader)
    if stored.parts:
        outputs = [await _read(part.content_hash, replace(page, url=part.url), raw, reader) for part in stored.parts]
        parts = [each.reading for each in outputs]
    elif output.reading.next_page is not None:  # it led on, and nobody went there
        parts = list(later)
    else:
        parts = []
    readings = [output.reading, *parts]
    if not parts or output.edition is None:
        return output
    if any(each.article is None for each in readings):
        raise ReadError("a part of it cannot be read any more", outcome=Outcome.EMPTY)
    return await reader.join(readings, more=len(readings) >= MOST and readings[-1].next_page is not None)


async def _read(content_hash: str, page: PageInput, raw: Stored, reader: Reader) -> PageOutput:
    found = await raw(content_hash)
    return await reader.read(replace(page, body=found.body, content_type=found.content_type or ""))


async def _again(file: ReadFile, raw: Stored, reader: Reader) -> ReadFile:
    found = await raw(file.content_hash)
    try:
        reading = await reader.read_file(FileInput(found.body, f"{file.name} {file.url}"))
    except ReadError:  # what was read once stays
        return file
    return replace(file, reading=reading)
