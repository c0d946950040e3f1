"""What the pages show, as plain values: records in, short texts out. Escaping is the template's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from monitor.dates import SHANGHAI
from monitor.letter import Language
from monitor.message.places import place
from monitor.message.sentences import kind, said
from monitor.message.words import SEVERITY
from monitor.observation import DocumentSummary, VersionSummary
from monitor.records import Change, Segment

_MOST_CHANGES = 20
_CONTEXT = 40
_LONGEST_RUN = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """One change: its kind, its place and its fact in words, and the text with its differing runs."""

    label: str
    severity: str
    place: str
    said: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One version of one document. `link` is None where the address is none that a browser should open."""

    document: int
    title: str
    site: str
    address: str
    link: str | None
    version: int
    at: str
    severity: str
    severity_label: str
    changes: tuple[ChangeView, ...]
    more: int
    silent: int

    @property
    def new(self) -> bool:
        """Whether this is the first version of a document that was news."""
        return self.version == 1


def entry(
    document: DocumentSummary,
    version: VersionSummary,
    language: Language = "zh",
    most: int = _MOST_CHANGES,
    opening: int = _LONGEST_RUN,
) -> Entry:
    """A version as the page shows it: `most` of its changes, in its order; silent ones are counted."""
    told = [change for change in version.changes if change.severity != "none"]
    return Entry(
        document=document.id,
        title=document.title,
        site=document.site,
        address=document.url,
        link=document.url if _opens(document.url) else None,
        version=version.number,
        at=version.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
        severity=version.severity,
        severity_label=SEVERITY[version.severity].of(language),
        changes=tuple(change_view(change, language, opening) for change in told[:most]),
        more=max(0, len(told) - most),
        silent=len(version.changes) - len(told),
    )


def shorten(segments: Sequence[Segment], longest: int = _LONGEST_RUN) -> tuple[Segment, ...]:
    """Segments for reading at a glance: unchanged text only near a difference, very long runs cut.

    >>> shorten([("=", "一" * 200), ("-", "52%"), ("+", "55%")])[0][1] == "…" + "一" * 40
    True
    """
    last = len(segments) - 1
    return tuple(
        (mark, _around(text, first=index == 0, last=index == last) if mark == "=" and last > 0 else _cut(text, longest))
        for index, (mark, text) in enumerate(segments)
    )


def _around(text: str, *, first: bool, last: bool) -> str:
    head = "" if first else text[:_CONTEXT]
    tail = "" if last else text[-_CONTEXT:]
    shown = f"{head}…{tail}"
    return shown if len(shown) < len(text) else text


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…(共{len(text)}字)"


def change_view(change: Change, language: Language = "zh", opening: int = _LONGEST_RUN) -> ChangeView:
    """One change in words of one language; of a new document, so many characters of its `opening`."""
    if change.type == "new_document":  # the whole text is new: no place in it to name, no words to mark
        place, segments = "", shorten([("=", change.after)], opening)
    else:
        place, segments = _place(change, language), shorten(change.segments)
    return ChangeView(
        label=kind(change).of(language),
        severity=change.severity,
        place=place,
        said=said(change).of(language),
        segments=segments,
    )


def _place(change: Change, language: Language) -> str:
    path = change.path_before if change.path_after is None else change.path_after
    return f"{place(path).of(language)} {change.title if path else ''}".strip()


def _opens(url: str) -> bool:
    try:
        return urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        return False
