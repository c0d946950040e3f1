"""The work as a whole: its stage, its standing in law, its title and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from monitor.changes.history import history_spans
from monitor.changes.pair import Background, Fact, Span
from monitor.contents import HEADING
from monitor.dates import iso
from monitor.records import Article, Edition, Facts
from monitor.text import fold, key

_DRAFT = r"[^()\[\]《》]{0,6}(?:征求意见|意见|送审|讨论)稿[^()\[\]《》]{0,6}|(?:修订)?草案[^()\[\]《》]{0,6}"
_STAGE = rf"{_DRAFT}|试行|暂行|定稿|修订稿|修订版|修订"
_MARKER = re.compile(rf"[(\[]\s*({_STAGE})\s*[)\]]")
_BY_STAGE = {"draft": "征求意见稿", "trial": "试行", "final": None}
_ISSUED = "正式印发"
_VALID = frozenset({"有效", "现行有效"})
_TELLING = 6  # a shorter title may stand in a text as mere words
_TOLD = frozenset({"status_changed", "title", "history", "document_number"})
_FIELDS = ("document_number", "index_number", "publisher")


def stage(edition: Edition) -> str | None:
    """The stage as printed, else as the reading knows it: a marker glued to the title leaves it when it is read."""
    return _printed(edition) or _BY_STAGE.get(edition.article.stage or "final")


def _printed(edition: Edition) -> str | None:
    """The stage marker in the title, or on a line of its own before the first clause; None where there is none."""
    for text in (edition.article.shown_title, edition.article.title, edition.outline.title):
        if match := _MARKER.search(key(text)):
            return match[1]
    for clause in edition.outline.clauses:
        if clause.level:
            return None
        for line in clause.text.split("\n"):
            if match := _MARKER.fullmatch(key(line)):
                return match[1]
    return None


def _is_draft(stage: str | None) -> bool:
    return stage is not None and re.fullmatch(_DRAFT, stage) is not None


def status(background: Background) -> Iterator[Fact]:
    """`status_changed` where a stage marker came or went."""
    old, new = stage(background.old), stage(background.new)
    if old != new:
        yield Fact("status_changed", _standing(background, old, _ISSUED if _is_draft(old) and not new else new))


def finalised(background: Background) -> Iterator[Fact]:
    """`status_changed` from a draft to its final; the reading's own word for the stage helps where no marker does."""
    old = _printed(background.old) or _BY_STAGE.get(background.old.article.stage or "draft")
    new = _printed(background.new) or _ISSUED
    if old != new:
        yield Fact("status_changed", _standing(background, old, new))


def validity(background: Background) -> Iterator[Fact]:
    """`validity_changed`, where both readings know it, or where it is news that the work is no longer in force."""
    old, new = background.old.article.validity, background.new.article.validity
    # No box and a box that says 有效 mean the same to the reader; a box that vanished says nothing.
    if new is not None and key(old or "") != key(new) and not (new in _VALID and (old is None or old in _VALID)):
        yield Fact(
            "validity_changed", _standing(background, old, new) | {"date": iso(background.new.article.validity_date)}
        )


def metadata(background: Background) -> Iterator[Fact]:
    """`metadata_changed` for the title (its stage marker apart) and for numbers and publisher that both sides name."""
    old, new = background.old.article, background.new.article
    if key(_MARKER.sub("", fold(old.title))) != key(_MARKER.sub("", fold(new.title))):
        yield Fact("metadata_changed", {"field": "title", "old": old.title, "new": new.title})
    for field in _FIELDS:
        before, after = getattr(old, field), getattr(new, field)
        guessed = field == "publisher" and (old.guessed_publisher or new.guessed_publisher)
        if before and after and not _same(field, key(before), key(after)) and not guessed:
            yield Fact("metadata_changed", {"field": field, "old": before, "new": after})


def _same(field: str, before: str, after: str) -> bool:
    """Whether two values say the same: an office is the same with and without the names of the places above it."""
    if field == "publisher":
        return before.endswith(after) or after.endswith(before)
    return before == after


def title_spans(text: str, article: Article, told: AbstractSet[str] = _TOLD) -> tuple[Span, ...]:
    """What of an opening text is told of the work as a whole, or is no news.

    Lines that repeat the title or head its contents are none. Its history, number, stage, and its title within the
    words are explained only where something `told` speaks of them.
    """
    plain = fold(text)
    titles = {fold(article.title), _MARKER.sub("", fold(article.title))}
    known = {key(title) for title in titles}
    spans: list[Span] = []
    if "status_changed" in told:
        spans += (match.span() for match in _MARKER.finditer(plain))
    if "history" in told:
        spans += history_spans(text)
    if "title" in told:
        for title in titles:
            if len(title) >= _TELLING:
                spans += (match.span() for match in re.finditer(re.escape(title), plain))
    if told & {"document_number", "status_changed"}:
        known.add(key(article.document_number or ""))
    at = 0
    for line in text.split("\n"):
        plain = key(line)
        if plain in known or key(_MARKER.sub("", plain)) in known or HEADING.match(line):
            spans.append((at, at + len(line)))
        at += len(line) + 1
    return tuple(spans)


def _standing(background: Background, old: str | None, new: str | None) -> Facts:
    article = background.new.article
    day = article.written or article.published
    return {"old": old, "new": new, "date": iso(day), "document_number": article.document_number}
