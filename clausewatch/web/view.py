"""What the pages show, as plain values: records in, short texts out. Escaping is the template's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from monitor.dates import SHANGHAI
from monitor.message.places import place_zh
from monitor.message.sentences import ZH
from monitor.message.words import SEVERITY_ZH, TYPE_ZH
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


def entry(document: DocumentSummary, version: VersionSummary) -> Entry:
    """A version as the page shows it: the gravest kinds first come as the version has them, silent ones are counted."""
    told = [change for change in version.changes if change.severity != "none"]
    return Entry(
        title=document.title,
        site=document.site,
        address=document.url,
        link=document.url if _opens(document.url) else None,
        version=version.number,
        at=version.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
        severity=version.severity,
        severity_label=SEVERITY_ZH[version.severity],
        changes=tuple(_change(change) for change in told[:_MOST_CHANGES]),
        more=max(0, len(told) - _MOST_CHANGES),
        silent=len(version.changes) - len(told),
    )


def shorten(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """Segments for reading at a glance: unchanged text only near a difference, very long runs cut.

    >>> shorten([("=", "一" * 200), ("-", "52%"), ("+", "55%")])[0][1] == "…" + "一" * 40
    True
    """
    runs = list(segments)
    return tuple(_shortened(runs))


def _shortened(runs: list[Segment]) -> Iterator[Segment]:
    for index, (mark, text) in enumerate(runs):
        if mark != "=":
            yield mark, text if len(text) <= _LONGEST_RUN else f"{text[:_LONGEST_RUN]}…(共{len(text)}字)"
            continue
        head = text[:_CONTEXT] if index > 0 else ""
        tail = text[-_CONTEXT:] if index < len(runs) - 1 else ""
        shown = f"{head}…{tail}"
        yield mark, shown if len(shown) < len(text) else text


def _change(change: Change) -> ChangeView:
    return ChangeView(
        label=TYPE_ZH[change.type],
        severity=change.severity,
        place=_place(change),
        said=ZH[change.type](change) if change.type in ZH else "",
        segments=shorten(change.segments),
    )


def _place(change: Change) -> str:
    where = place_zh(change.path_before if change.path_after is None else change.path_after)
    return f"{where} {change.title}".strip()


def _opens(url: str) -> bool:
    try:
        return urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        return False
