"""When a document that cannot be found any more was withdrawn: told late rather than wrongly.

One answer that says "not found" is no news: caches are half filled, sites are moved at night. Only answers that agree,
over a time, while the rest of the site is there, mean that somebody took the document down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.dates import iso
from monitor.records import Change, Facts, Outcome
from monitor.severity import SEVERITY

CONFIRMATIONS = 3
"""So many looks in a row must not find it,"""
LASTING = timedelta(hours=12)
"""and so long must lie between the first and the last of them;"""
LASTING_LISTED = timedelta(days=3)
"""so long where its listing still shows it: then the page is more likely out of order than taken down."""
FEW = 3
"""More documents of a site than this, and more than half of all, are not withdrawn at once: the site was rebuilt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """That a document was not found: how many times in a row, and since when. A failure of another kind says neither."""

    times: int
    since: datetime


def absence(before: Absence | None, outcome: Outcome, at: datetime) -> Absence | None:
    """What is known after one more failed look `at`; a look that found it ends the absence."""
    if outcome is not Outcome.NOT_FOUND:
        return before
    return Absence(times=before.times + 1, since=before.since) if before else Absence(times=1, since=at)


def confirmed(absent: Absence, at: datetime, *, listed: bool, missing: int, documents: int) -> bool:
    """Whether it was withdrawn.

    `listed`: its listing still shows it. `missing` of all `documents` of its site are not found at present, it among
    them.
    """
    lasting = LASTING_LISTED if listed else LASTING
    rebuilt = missing > FEW and missing * 2 > documents
    return absent.times >= CONFIRMATIONS and at - absent.since >= lasting and not rebuilt


def withdrawn(title: str, absent: Absence, last_good_at: datetime | None) -> Change:
    """The change that tells it."""
    return _change("document_withdrawn", title, {"confirmations": absent.times, "last_good_at": iso(last_good_at)})


def restored(title: str, last_good_at: datetime | None) -> Change:
    """The change that tells that a withdrawn document is there again, last seen before that at `last_good_at`."""
    return _change("document_restored", title, {"last_good_at": iso(last_good_at)})


def _change(type_: str, title: str, facts: Facts) -> Change:
    return Change(
        type=type_,
        severity=SEVERITY[type_],
        path_before="",
        path_after="" if type_ == "document_restored" else None,
        title=title,
        facts=facts,
    )
