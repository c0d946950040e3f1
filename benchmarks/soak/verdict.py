"""What was told against what was done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.soak.play import DELAY, Played
from benchmarks.soak.troubles import TROUBLES
from benchmarks.soak.world import Document, Site

_IN_A_ROW = 5
TOLD_WITHIN = 2.0
"""Days from the beginning of a trouble to its incident: two of a column's longest intervals."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything that is not as it should be, in words; nothing where all is well."""

    false_changes: tuple[str, ...]
    lost_changes: tuple[str, ...]
    wrong_incidents: tuple[str, ...]
    impolite: tuple[str, ...]
    changes: int
    incidents: int
    requests: int

    @property
    def right(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.false_changes or self.lost_changes or self.wrong_incidents or self.impolite)


def judge(sites: Sequence[Site], played: Played) -> Verdict:
    """Judge what was told of all sites, and how they were asked."""
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for seen in played.rounds:
        for check in seen.report["checks"]:
            told[check["url"]] += [one for one in check["changes"] if one["severity"] != "none"]
    false, lost = [], []
    changes = 0
    known = set()
    for site in sites:
        for document in site.documents:
            url = played.addresses[site.name] + document.path
            known.add(url)
            changes += len(told[url])
            judged = _flipping if site.trouble == "two nodes" else _of_document
            wrong, missing = judged(document, told[url], played.rounds[-1].day)
            false += [f"{site.name}: {document.path}: {each}" for each in wrong]
            lost += [f"{site.name}: {document.path}: {each}" for each in missing]
    false += [f"{url}: {one['type']}" for url, some in told.items() if url not in known for one in some]
    incidents = list(_incidents(sites, played))
    opened = sum(bool(each["open"]) for seen in played.rounds for each in seen.report["incidents"])
    return Verdict(
        tuple(false), tuple(lost), tuple(incidents), tuple(_impolite(played)), changes, opened, len(played.hits)
    )


def _of_document(document: Document, told: list[dict[str, Any]], last_day: float) -> tuple[list[str], list[str]]:
    """What was told of a document that is not so, and what was not told: its numbers must follow on each other."""
    false, lost = [], []
    value = document.value(document.since) if document.since == 0 else None
    for one in told:
        if one["type"] == "new_document" and value is None:
            value = -1
        elif one["type"] == "target_changed" and value is not None:
            old, new = (int(str(one["facts"][side]).rstrip("个")) for side in ("old", "new"))
            if value not in {old, -1} or new <= old:
                false.append(f"told {old} → {new} after {value}")
            value = new
        else:
            false.append(f"{one['type']} {one['facts']}")
    if value is None:
        lost.append("never told as new")
    elif value not in {document.value(last_day), -1}:
        lost.append(f"told up to {value}, stands at {document.value(last_day)}")
    return false, lost


def _flipping(document: Document, told: list[dict[str, Any]], last_day: float) -> tuple[list[str], list[str]]:
    """Where two servers do not agree: each edit is told there and back at most, and its number at least once."""
    values = [int(str(one["facts"]["new"]).rstrip("个")) for one in told if one["type"] == "target_changed"]
    others = [one["type"] for one in told if one["type"] != "target_changed"]
    edits = [edit for edit in document.edits if edit <= last_day]
    false = [f"told {values}"] if len(values) > 2 * len(edits) else []
    false += [f"told {others}"] if others != ["new_document"] * (document.since > 0) else []
    seen_first = document.value(document.since)
    lost = [f"told {values} only"] if document.value(last_day) not in {*values, seen_first} else []
    return false, lost


def _incidents(sites: Sequence[Site], played: Played) -> Iterator[str]:
    """Each trouble is one incident of its cause, opened in time and closed after; nothing else is one."""
    for site in sites:
        cause = TROUBLES[site.trouble].cause
        events = [
            (seen.day, each["cause"], each["since"], each["open"])
            for seen in played.rounds
            for each in seen.report["incidents"]
            if each["site"] == site.name
        ]
        opened = {(found, since): day for day, found, since, is_open in reversed(events) if is_open}
        closed = {(found, since) for _, found, since, is_open in events if not is_open}
        if [found for found, _ in opened] != [cause] * (cause is not None):
            yield f"{site.name}: incidents of {sorted(found for found, _ in opened)}, not of {cause}"
            continue
        for which, day in opened.items():
            if not site.first <= day <= site.first + TOLD_WITHIN:
                yield f"{site.name}: told on day {day:.1f}, begun on day {site.first:.1f}"
            if which not in closed:
                yield f"{site.name}: never closed"


def _impolite(played: Played) -> Iterator[str]:
    """Requests to a host that come too soon after each other, and what robots.txt forbids.

    A busy machine notices some requests late, which makes the next gap look short: so several in a row are measured.
    """
    for name in played.addresses:
        hits = sorted((hit for hit in played.hits if hit.site == name), key=lambda hit: hit.begun)
        for one, other in zip(hits, hits[_IN_A_ROW:], strict=False):
            took = other.begun - one.begun
            # Between two rounds the world's clock jumps, and the machine's does not.
            if one.day == other.day and took < 0.6 * _IN_A_ROW * DELAY:
                yield f"{name}: {_IN_A_ROW} requests within {1000 * took:.0f} ms after {one.path}"
        yield from (f"{name}: {hit.path} is forbidden" for hit in hits if hit.path.startswith("/admin/"))
