"""Pages that say one thing and then another again: two servers behind one address that do not agree.

The first change is told, and so is the way back. A page that then flips a third time between the same two texts is
known to do so: it is quiet, until a third text appears, or until the other text has stood for a week.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from monitor.attached import whole_text
from monitor.records import Edition
from monitor.text import key

SETTLED = timedelta(days=7)
"""After so long without a look that saw the known text, the other one is the document's."""


def text_key(edition: Edition) -> str:
    """Equal for editions whose whole texts, files included, have the same comparison key: a SHA-256 in hex."""
    return hashlib.sha256(key(whole_text(edition)).encode()).hexdigest()


def earlier(history: Sequence[str | None], now: str) -> int | None:
    """The last version before the present one that said the same, by number; `history` are the keys of all versions.

    >>> earlier(["a", "b"], "a")
    1
    """
    return next((n for n in range(len(history) - 1, 0, -1) if history[n - 1] == now), None)


def learnt(history: Sequence[str | None], now: str) -> bool:
    """Whether the document is known to flip between its present text and this one: there, back, and there again.

    >>> learnt(["a", "b", "a"], "b"), learnt(["a", "b"], "a"), learnt(["a", "b", "a"], "c")
    (True, False, False)
    """
    texts = [text for text, _ in groupby(history)]
    return len(texts) >= 3 and texts[-1] == texts[-3] and texts[-2] == now


def settled(since: datetime | None, at: datetime) -> bool:
    """Whether the other text, seen at every look since then, is there to stay."""
    return since is not None and at - since >= SETTLED
