"""Articles and changes as JSON values, without what the clauses say anyway."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date
from itertools import islice
from types import MappingProxyType
from typing import Any

from monitor.attached import ReadFile
from monitor.dates import from_iso, iso
from monitor.outline import text_of
from monitor.plaintables import shown as tables_of
from monitor.records import (
    Article,
    AttachedFile,
    Attachment,
    Change,
    Clause,
    Consultation,
    Contact,
    FileReading,
    Finding,
    Outline,
    Segment,
)

_Convert = Callable[[Any], Any]


def _consultation_out(value: Consultation) -> list[Any]:
    return [iso(value.deadline), [[c.kind, c.value] for c in value.contacts]]


def _consultation_in(value: list[Any]) -> Consultation:
    deadline, contacts = value
    return Consultation(_day(deadline), tuple(Contact(kind, text) for kind, text in contacts))


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


_OUT: Mapping[str, _Convert] = MappingProxyType(
    {
        "published": iso,
        "written": iso,
        "validity_date": iso,
        "consultation": _consultation_out,
        "attachments": lambda values: [[a.name, a.url] for a in values],
        "findings": lambda values: [[f.type, f.detail, f.path] for f in values],
    }
)
_IN: Mapping[str, _Convert] = MappingProxyType(
    {
        "published": from_iso,
        "written": _day,
        "validity_date": _day,
        "consultation": _consultation_in,
        "tables": lambda values: tuple(tuple(tuple(row) for row in table) for table in values),
        "attachments": lambda values: tuple(Attachment(*value) for value in values),
        "findings": lambda values: tuple(Finding(*value) for value in values),
    }
)
_DEFAULTS = {
    field.name: field.default_factory() if field.default_factory is not MISSING else field.default
    for field in fields(Article)
}


def article_out(article: Article, text: str) -> dict[str, Any]:
    """An article without what its clauses' `text` gives back, and without fields that hold their default."""
    defaults = _DEFAULTS | {"tables": tables_of(text), "text": text}
    values = {name: getattr(article, name) for name in defaults}
    return {name: _OUT.get(name, _same)(value) for name, value in values.items() if value != defaults[name]}


def article_in(value: Mapping[str, Any], text: str) -> Article:
    """The inverse of `article_out`."""
    known = {name: _IN.get(name, _same)(field) for name, field in value.items()}
    return Article(**({"text": text, "tables": tables_of(text)} | known))


def text_in(kept: Sequence[Clause], contents: Sequence[str], line: int) -> str:
    """The text that clauses and printed contents give back."""
    return text_of(Outline(title="", scheme="plan", clauses=tuple(kept), contents=tuple(contents), contents_line=line))


def file_out(file: AttachedFile) -> list[Any]:
    """An attached file without what its clauses say: of each part its name, how many they are, and its contents."""
    parts = [
        [part.name, len(part.outline.clauses), part.outline.contents, part.outline.contents_line] for part in file.parts
    ]
    return [file.name, file.url, file.section, file.content_hash, file.kind, file.reason, parts]


def file_in(value: Sequence[Any], clauses: Iterator[Clause]) -> ReadFile:
    """The inverse of `file_out`; takes the file's clauses from those that follow."""
    name, url, section, content_hash, kind, reason, parts = value
    texts = tuple(
        (named, text_in(tuple(islice(clauses, count)), contents, line)) for named, count, contents, line in parts
    )
    return ReadFile(name, url, section, content_hash, FileReading(kind, texts, reason))


def hash_of(value: Sequence[Any]) -> str:
    """The SHA-256 (hex) of a file's bytes."""
    return str(value[3])


def clauses_of(value: Sequence[Any]) -> int:
    """How many clauses a file has."""
    return sum(int(count) for _, count, _, _ in value[-1])


def hashes(face: Sequence[Any]) -> set[str]:
    """The SHA-256 of the files' bytes that a packed face names: article, contents, their line, and perhaps files."""
    return {hash_of(value) for files in face[3:] for value in files}


def change_out(change: Change) -> list[Any]:
    """The part of a change that is no column of its table; `before` and `after` only where the segments lack them."""
    body: list[Any] = [change.title, change.segments, change.facts]
    whole = [change.before, change.after]
    return body if _sides(change.segments) == whole else body + whole


def change_in(type_: str, severity: str, paths: tuple[str | None, str | None], body: Sequence[Any]) -> Change:
    """The inverse of `change_out`."""
    title, marked, facts, *whole = body
    segments: tuple[Segment, ...] = tuple((mark, text) for mark, text in marked)
    before, after = whole or _sides(segments)
    return Change(
        type=type_,
        severity=severity,
        path_before=paths[0],
        path_after=paths[1],
        title=title,
        before=before,
        after=after,
        segments=segments,
        facts=facts,
    )


def _sides(segments: Sequence[Segment]) -> list[str]:
    return ["".join(text for mark, text in segments if mark != other) for other in "+-"]


def _same(value: Any) -> Any:
    return value
