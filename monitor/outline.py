"""Text → clauses: which lines begin a clause, under which path, and what belongs to it.

Nothing is lost: the clauses in order, with the printed contents, give the text back (`text_of`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from monitor import contents, contradictions, numbering, plaintables, sections
from monitor.numbering import Inline, Marker
from monitor.records import Clause, ClauseKind, Outline, Scheme
from monitor.text import key, lines

_ARTICLES = 3  # so many lines that begin with 第…条 make a text a regulation; two are enough if the first is 第一条
_PARAGRAPH_DEPTH = 0.6  # a 款 stands between 条 and 项
_HEADING_DEPTH = 1.0
_SHORT = 8
_UNNUMBERED = frozenset({"前言", "序言", "引言", "导言", "结语", "结束语"})
_ENDS = "。；;：:，,！!？? \u3000\xa0"
_TITLE_ENDS = frozenset(_ENDS)
_SENTENCE_ENDS = frozenset("。；;：:")


@dataclass(slots=True)
class _Draft:
    """A clause while its lines are gathered."""

    path: str
    level: int = 0
    kind: ClauseKind = "paragraph"
    number: str = ""
    title: str = ""
    lines: list[str] = field(default_factory=list)


def outline(text: str, *, title: str = "") -> Outline:
    """The clauses and facts of an article's text, one paragraph a line (a table's rows: cells joined by tabs).

    `title` is the work's own title where it is known; it tells a notice from the plan it publishes. Never raises:
    a text without any number is one clause.
    """
    paragraphs = lines(text)
    entries = contents.printed(paragraphs)
    announced = paragraphs[entries.start : entries.stop]
    kept = [*paragraphs[: entries.start], *paragraphs[entries.stop :]]
    scheme = _scheme(kept, title)
    clauses = tuple(_clauses(kept, scheme, title))
    findings = [*contradictions.contradictions(clauses)]
    if announced:
        entry_lines = [contents.entry(line) for line in announced]
        findings += contents.differences(tuple(_clauses(entry_lines, scheme, "")), clauses)
    return Outline(
        title=title or _first_title(kept),
        scheme=scheme,
        clauses=clauses,
        contents=tuple(announced),
        contents_line=entries.start if announced else 0,
        findings=tuple(findings),
    )


def text_of(outline: Outline) -> str:
    """The text that the outline was made of: its paragraphs as published, one a line."""
    text = "".join(
        clause.text if clause.inline or index == 0 else f"\n{clause.text}"
        for index, clause in enumerate(outline.clauses)
    )
    if not outline.contents:
        return text
    body = text.split("\n") if outline.clauses else []
    at = outline.contents_line
    return "\n".join([*body[:at], *outline.contents, *body[at:]])


def _scheme(paragraphs: Sequence[str], title: str) -> Scheme:
    articles = [
        found.number
        for line in paragraphs
        if line[:1] == "第" and (found := numbering.marker(line)) and found.form == "article"
    ]
    if len(articles) >= _ARTICLES or (len(articles) > 1 and articles[0] in {"第一条", "第1条"}):
        return "articles"
    names = [title, *paragraphs[:6]]
    return "report" if any(key(name).endswith(("报告", "总结")) for name in names) else "plan"


def _first_title(paragraphs: Sequence[str]) -> str:
    first = paragraphs[0].strip() if paragraphs else ""
    return first if len(first) <= 60 and first[-1:] not in _ENDS and numbering.marker(first) is None else ""


def _clauses(paragraphs: Sequence[str], scheme: Scheme, title: str) -> Iterator[Clause]:
    markers = sections.listed(paragraphs, _markers(paragraphs, scheme))
    taken: Counter[str] = Counter()
    for section in sections.sections(paragraphs, markers, title):
        span = slice(section.start, section.end)
        for draft in _Reading(section.prefix, paragraphs[span], markers[span], taken).drafts():
            text = "\n".join(draft.lines)
            if draft.kind != "table" and (marks := numbering.inline(text)):
                yield from _split(draft, text, marks, taken)
            elif text:  # what closes the work may have been all there was
                yield Clause(draft.path, draft.level, draft.kind, draft.number, draft.title, text)


def _markers(lines: Sequence[str], scheme: Scheme) -> list[Marker | None]:
    found = [numbering.marker(line) for line in lines]
    if scheme == "articles":
        return found
    return [None if marker is not None and marker.form == "article" else marker for marker in found]


class _Reading:
    """One section's lines, read into drafts: the open clauses are a stack of (depth, path)."""

    def __init__(
        self, prefix: str, paragraphs: Sequence[str], markers: Sequence[Marker | None], taken: Counter[str]
    ) -> None:
        self._prefix, self._lines, self._markers, self._taken = prefix, paragraphs, markers, taken
        self._stack: list[tuple[float, str]] = [(-1.0, prefix)]
        self._article: str | None = None
        self._paragraphs = 0
        self._tables: Counter[str] = Counter()
        self._numbered = False

    def drafts(self) -> list[_Draft]:
        tables = {found.start: found for found in plaintables.tables(self._lines)}
        found: list[_Draft] = []
        current: _Draft | None = None
        at, end = 0, len(self._lines)
        while at < end:
            if at in tables:
                current = self._table(self._lines[at : tables[at].stop])
                found.append(current)
                at = tables[at].stop
                continue
            line, marker = self._lines[at], self._markers[at]
            begun = self._unmarked(line) if marker is None else self._marked(line, marker)
            if begun is not None:
                current = begun
                found.append(begun)
            elif current is None or current.kind == "table":
                current = _Draft(_unique(self._stack[-1][1], self._taken), lines=[line])
                found.append(current)
            else:
                current.lines.append(line)
            at += 1
        return self._with_closing(found)

    def _marked(self, line: str, marker: Marker) -> _Draft | None:
        """The clause that a numbered line begins, None where the number is one of a list of contacts."""
        rest = line[marker.end :].strip()
        form, depth, stack = marker.form, marker.depth, self._stack
        if not self._numbered:
            begins = form in {"han", "article"}
            if not begins and sections.is_contact(rest):
                return None
            self._numbered = begins
        while stack[-1][0] >= depth:
            stack.pop()
        parent = self._prefix if form == "article" else stack[-1][1]
        path = _unique(f"{parent}/{marker.number}" if parent else marker.number, self._taken)
        stack.append((depth, path))
        if form == "article":
            # An article that is only a heading has its first 款 in the next line.
            self._article, self._paragraphs = path, int(rest[-1:] in _SENTENCE_ENDS)
            kind: ClauseKind = "article"
        else:
            if depth <= _HEADING_DEPTH:
                self._article = None
            kind = "item" if "。" in rest or rest[-1:] in _TITLE_ENDS else "heading"
        return _Draft(path, marker.level, kind, marker.number, _title(rest), [line])

    def _unmarked(self, line: str) -> _Draft | None:
        """The clause that a line without a number begins: a heading like 前言, or a 款; else None."""
        if len(line) <= _SHORT and key(line) in _UNNUMBERED:
            return self._unnumbered(line)
        return self._paragraph(line) if self._article is not None else None

    def _unnumbered(self, line: str) -> _Draft:
        heading = line.strip()
        self._stack = [(-1.0, self._prefix)]
        path = _unique(_join(self._prefix, key(heading).replace("/", "∕")), self._taken)
        self._stack.append((_HEADING_DEPTH, path))
        return _Draft(path, 0, "heading", "", heading, [line])

    def _paragraph(self, line: str) -> _Draft | None:
        """A further 款 of the open article; None for its first."""
        self._paragraphs += 1
        if self._paragraphs < 2:
            return None
        while self._stack[-1][0] > _PARAGRAPH_DEPTH - 0.1:
            self._stack.pop()
        path = _unique(f"{self._article}/第{numbering.han(self._paragraphs)}款", self._taken)
        self._stack.append((_PARAGRAPH_DEPTH, path))
        return _Draft(path, 0, "paragraph", "", _title(line), [line])

    def _table(self, rows: Sequence[str]) -> _Draft:
        parent = self._stack[-1][1]
        self._tables[parent] += 1
        path = _unique(_join(parent, f"表{self._tables[parent]}"), self._taken)
        return _Draft(path, 0, "table", "", plaintables.title(rows[0]), list(rows))

    def _with_closing(self, drafts: list[_Draft]) -> list[_Draft]:
        """The drafts, with what closes the work taken out of its last clause."""
        last = drafts[-1] if drafts else None
        if last is None or not any(draft.number for draft in drafts) or last.kind == "table":
            return drafts
        # Below the last article every line was taken for a 款.
        while len(drafts) > 1 and last.kind == "paragraph" and "款" in last.path and sections.closing(last.lines):
            drafts[-2].lines += last.lines
            del self._taken[last.path]
            drafts.pop()
            last = drafts[-1]
        own = sections.own(last.lines) if last.number else 0
        parts = [(kind, own + at) for kind, at in sections.closing(last.lines[own:])]
        body = parts[0][1] if parts else len(last.lines)
        ends = [at for _, at in parts[1:]] + [len(last.lines)]
        closing = [
            _Draft(_unique(_join(self._prefix, kind), self._taken), lines=last.lines[at:end])
            for (kind, at), end in zip(parts, ends, strict=False)
        ]
        last.lines = last.lines[:body]
        return [*drafts, *closing]


def _split(draft: _Draft, text: str, marks: Sequence[Inline], taken: Counter[str]) -> Iterator[Clause]:
    """The clause, and the inline clauses (第一,… 一是…) that its text goes over into."""
    starts = [mark.start for mark in marks]
    if head := text[: starts[0]].removesuffix("\n"):
        yield Clause(draft.path, draft.level, draft.kind, draft.number, draft.title, head)
    parent = draft.path
    for mark, end in zip(marks, [*starts[1:], len(text)], strict=True):
        path = _unique(_join(draft.path if mark.level == 6 else parent, mark.number), taken)
        parent = path if mark.level == 6 else parent
        piece = text[mark.start : end]
        piece = piece if end == len(text) else piece.removesuffix("\n")
        yield Clause(
            path=path,
            level=mark.level,
            kind="item",
            number=mark.number,
            title=_title(text[mark.end : end].partition("\n")[0]),
            text=piece,
            inline=mark.start > 0 and text[mark.start - 1] != "\n",
        )


def _unique(path: str, taken: Counter[str]) -> str:
    """The path, with `#2` for its second use, and so on."""
    if path not in taken:
        taken[path] = 1
        return path
    taken[path] += 1
    while (numbered := f"{path}#{taken[path]}") in taken:
        taken[path] += 1
    taken[numbered] = 1
    return numbered


def _join(parent: str, number: str) -> str:
    return f"{parent}/{number}" if parent else number


def _title(rest: str) -> str:
    """The heading or the glued first sentence, without what ends it."""
    return rest.partition("。")[0].strip().rstrip(_ENDS)
