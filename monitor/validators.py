"""How far a server is trusted that says "not modified": it is asked for the whole page now and then all the same.

Some servers answer 304 to every condition, others give all their pages one ETag. Believed for ever, such a page would
never change again. Its validators are not sent any more once it was found out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

HITS = 24
"""After so many "not modified" in a row the whole page is asked for,"""
WHOLE_AFTER = timedelta(days=7)
"""and when the last whole page is so old."""
LIES = 2
"""So often may the whole page bring news that no condition brought before: once may be chance, where the same validator is no proof."""

LIAR = "the server said “not modified” of a page that was modified: it is asked for the whole page from now on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a target's validators are worth.

    `hits` is how many looks in a row were answered with 304, `whole_at` when the whole page came last, None where that
    is not known; `lies` is how often a whole page belied them since they last held.
    """

    hits: int = 0
    whole_at: datetime | None = None
    lies: int = 0

    @property
    def lying(self) -> bool:
        """Whether they are not sent any more."""
        return self.lies >= LIES


def conditional(known: Validators, at: datetime) -> bool:
    """Whether the look `at` may send them."""
    aged = known.whole_at is not None and at - known.whole_at >= WHOLE_AFTER
    return not (known.lying or aged or known.hits >= HITS)


def learnt(
    before: Validators, *, at: datetime, sent: bool, not_modified: bool, news: bool, repeated: bool
) -> Validators:
    """What they are worth after one more look `at` that was believed.

    `sent`: the look sent them. `not_modified`: the answer was a 304, else it was the whole page. `news`: the page says
    something else than before; `repeated`: it does so under the validator of the page before.
    """
    if not_modified:
        return replace(before, hits=before.hits + 1)
    after = replace(before, hits=0, whole_at=at)
    if not news or before.lying:
        return after
    if sent:  # asked with them, the server said that there is news: so it can
        return replace(after, lies=0)
    if repeated:
        return replace(after, lies=LIES)
    return replace(after, lies=before.lies + 1) if before.hits else after


def repeats(old: tuple[str | None, str | None], new: tuple[str | None, str | None]) -> bool:
    """Whether two answers have the same validator: their ETags, else their Last-Modified, as servers compare them.

    >>> repeats(('"a"', "Mon"), ('"b"', "Mon")), repeats((None, "Mon"), ('"b"', "Mon"))
    (False, True)
    """
    known = next((pair for pair in zip(old, new, strict=True) if None not in pair), None)
    return known is not None and known[0] == known[1]
