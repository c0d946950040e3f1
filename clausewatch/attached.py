"""The files of a document during its check: which ones to ask for, what one answer came to, and all of them bound."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from clausewatch.look import Look
from clausewatch.reading import FileInput, Reader
from crawler.files.names import disposition
from crawler.page import Page
from monitor.attached import ReadFile, matched, says_nothing, sections, shown_name, unbound
from monitor.errors import ReadError
from monitor.observation import FetchedFile, LedTo, StoredVersion
from monitor.records import AttachedFile, Attachment, Edition, FileReading, Finding

MOST = 40
"""Files of one document that are read; a page that names more is a library, not a document."""


@dataclass(frozen=True, slots=True)
class FileLook:
    """What one look at a file came to. `reading` is set where its bytes are new, `trouble` where nothing of use came.

    `state` is what is known of the file now: after trouble, what was known before.
    """

    state: FetchedFile
    reading: FileReading | None = None
    trouble: str | None = None


@dataclass(slots=True)
class Gathering:
    """A document whose files are on their way; each is known by its place on the page, from 1.

    `page` is None where the page is the one already known; `stored` is the last version where it was needed so far.
    `led_to` is set where its address led to another that was not known.
    """

    seen: Look
    page: Edition | None
    wanted: Sequence[FetchedFile]
    stored: StoredVersion | None
    led_to: LedTo | None = None
    looks: dict[int, FileLook] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether every file was looked at."""
        return len(self.looks) == len(self.wanted)

    @property
    def files(self) -> tuple[FetchedFile, ...]:
        """The files as they are known now, in the page's order."""
        return tuple(self.looks[at].state for at in range(1, len(self.wanted) + 1))

    @property
    def news(self) -> bool:
        """Whether some file's bytes are new."""
        return any(look.reading is not None for look in self.looks.values())

    @property
    def reason(self) -> str | None:
        """What went wrong with which file, in one line."""
        said = [
            f"attachment {look.state.name}: {look.trouble}"
            for look in (self.looks[at] for at in sorted(self.looks))
            if look.trouble is not None
        ]
        return "; ".join(said) or None

    def troubles(self, edition: Edition) -> tuple[Finding, ...]:
        """The files that did not arrive this time, as findings of the edition."""
        named = _sections(edition, self.wanted)
        found = []
        for at, look in sorted(self.looks.items()):
            if look.trouble is not None:
                kept = "，沿用上次的内容" if look.state.content_hash else "，内容尚未读取"
                found.append(Finding("attachment_failed", f"附件“{look.state.name}”本次未能取得{kept}", named[at - 1]))
        return tuple(found)

    def read_files(self, edition: Edition, stored: Sequence[AttachedFile]) -> list[ReadFile]:
        """All files that were ever read, now or before (`stored`), under their sections of the edition."""
        known = {file.content_hash: file for file in stored}
        found = []
        for at, section in enumerate(_sections(edition, self.wanted), 1):
            look = self.looks[at]
            state, digest = look.state, look.state.content_hash
            if look.reading is not None and digest is not None:
                found.append(ReadFile(state.name, state.url, section, digest, look.reading))
            elif digest in known:
                found.append(unbound(known[digest], name=state.name, url=state.url, section=section))
        return found


def wanted(attachments: Sequence[Attachment], known: Sequence[FetchedFile]) -> list[FetchedFile]:
    """The files to ask for, each with what is known of it: its last good bytes' hash and their validators."""
    before = matched([Attachment(file.name, file.url) for file in known], attachments)
    found = []
    for at, each in enumerate(attachments[:MOST]):
        old = known[before[at]] if at in before else None
        # A name that the server gave tells more than a link “点击下载”.
        name = old.name if old is not None and says_nothing(each.name) else shown_name(each.name)
        found.append(replace(old, name=name, url=each.url) if old else FetchedFile(name=name, url=each.url))
    return found


async def look_at(file: FetchedFile, page: Page, reader: Reader) -> FileLook:
    """Judge an answer, reading it only where its bytes are new. A file that cannot be read leaves what is known."""
    if page.failure is not None:
        return FileLook(file, trouble=page.failure.reason)
    if page.status == 304:
        return FileLook(_with_validators(file, page))
    if page.status != 200:
        return FileLook(file, trouble=f"the server answers {page.status}: look at the link in a browser")
    digest = hashlib.sha256(page.body).hexdigest()
    if digest == file.content_hash:
        return FileLook(_with_validators(file, page))
    named = _with_name(file, page)
    try:
        reading = await reader.read_file(FileInput(page.body, f"{named.name} {page.final_url}"))
    except ReadError as error:
        return FileLook(file, trouble=error.reason)
    state = replace(
        named,
        etag=page.headers.get("etag"),
        last_modified=page.headers.get("last-modified"),
        content_type=page.headers.get("content-type"),
        content_hash=digest,
        body=page.body,
    )
    return FileLook(state, reading)


def _with_validators(file: FetchedFile, page: Page) -> FetchedFile:
    return replace(
        file,
        etag=page.headers.get("etag", file.etag),
        last_modified=page.headers.get("last-modified", file.last_modified),
    )


def _with_name(file: FetchedFile, page: Page) -> FetchedFile:
    given = disposition(page.headers.get("content-disposition", ""))
    return replace(file, name=given) if given and says_nothing(file.name) else file


def _sections(edition: Edition, files: Sequence[FetchedFile]) -> list[str]:
    """The sections of the page's attachments; the numbers stand in the page's own names for them."""
    own = edition.article.attachments[: len(files)]
    named = own if len(own) == len(files) else [Attachment(file.name, file.url) for file in files]
    used = {clause.path.partition("/")[0] for clause in edition.outline.clauses[: _own_clauses(edition)]}
    return sections(named, used)


def _own_clauses(edition: Edition) -> int:
    return len(edition.outline.clauses) - sum(len(file.clauses) for file in edition.files)
