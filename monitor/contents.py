"""A printed table of contents: where it stands, and whether the body keeps what it announces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.numbering import Marker, marker
from monitor.records import Clause, Finding
from monitor.text import UNSEEN, key

_BLANK = rf"\s{re.escape(UNSEEN)}"
HEADING = re.compile(rf"^[{_BLANK}\[【]*目[{_BLANK}]*[录次][{_BLANK}\]】]*$")
_PAGE = re.compile(r"(?:[\s…·.．‥⋯—-]{2,}|[\t \u3000])[(（]?\d{1,3}[)）]?$")
_UNNUMBERED = frozenset({"前言", "序言", "引言", "导言", "结语", "结束语", "附则", "附件", "附录", "后记"})
_SEARCHED = 80
_LONGEST = 80


def printed(lines: Sequence[str]) -> range:
    """The lines of the entries below a heading 目录; empty where there is no table of contents.

    It ends where its first number comes again, or at the first line that is no entry. A heading 目录 whose entries
    are not followed by a body announces nothing: its lines are the document itself.
    """
    heading = next((at for at, line in enumerate(lines[:_SEARCHED]) if HEADING.match(line)), None)
    nothing = range(0)
    if heading is None:
        return nothing
    first: Marker | None = None
    end = heading + 1
    for end, line in enumerate(lines[heading + 1 :], heading + 1):  # noqa: B007 - the end is what is looked for
        found = marker(line)
        if not _is_entry(line, found) or (first is not None and found is not None and _same(first, found)):
            break
        first = first or found
    entries = range(heading + 1, end)
    if first is None or len(entries) < 2:
        return nothing
    body = (found for line in lines[end:] if (found := marker(line)) is not None)
    return entries if any(_same(first, found) for found in body) else nothing


def entry(line: str) -> str:
    """An entry without its dots and page number."""
    return _PAGE.sub("", line).strip()


def differences(announced: Sequence[Clause], body: Sequence[Clause]) -> Iterator[Finding]:
    """`contents_differ_from_body` for every entry that the body words differently or lacks, or that is missing.

    `announced` are the entries read as clauses; missing are headings of their levels that the body has beside them. A
    title with its text behind it in one paragraph is no heading that a printed table lists, unless it lists its sisters.
    """
    headings = {clause.path: clause for clause in body}
    for clause in announced:
        same = headings.get(clause.path)
        if same is None:
            yield _finding(clause.path, f"目录有“{clause.text}”，正文没有这一标题")
        elif key(same.title) != key(clause.title):
            yield _finding(clause.path, f"目录为“{clause.text}”，正文为“{same.text.partition(chr(10))[0][:60]}”")
    ranks = {_rank(clause) for clause in announced if clause.level}
    paths = {clause.path for clause in announced}
    listed = {path.rpartition("/")[0] for path in paths}
    for clause in body:
        parent = clause.path.rpartition("/")[0]
        if _rank(clause) not in ranks or clause.path in paths or (parent and parent not in paths):
            continue
        if clause.kind == "heading" or parent in listed:
            yield _finding(clause.path, f"正文有“{clause.text.partition(chr(10))[0][:60]}”，目录没有这一条")


def _rank(clause: Clause) -> tuple[int, str]:
    """The level, and of 编 章 节, which share one, the word."""
    return clause.level, clause.number[-1:] if clause.number[:1] == "第" else ""


def _finding(path: str, detail: str) -> Finding:
    return Finding("contents_differ_from_body", detail, path)


def _is_entry(line: str, found: Marker | None) -> bool:
    if len(line) > _LONGEST or "。" in line:
        return False
    return found is not None or _PAGE.search(line) is not None or key(line) in _UNNUMBERED


def _same(one: Marker, other: Marker) -> bool:
    return (one.form, one.number) == (other.form, other.number)
