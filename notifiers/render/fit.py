"""A letter made short enough for a channel that takes no more: what is left out is said, and the link stays."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace

from monitor.letter import Letter, Words
from monitor.message.graphemes import head


def fitted(letter: Letter, fits: Callable[[Letter], bool]) -> Letter:
    """The letter with as much of its beginning as fits; whole where it fits whole.

    Lines about the document stay before clauses, clauses in their order, notes go first. `fits` must hold for every
    shorter letter if it holds for a longer one. The title is cut only where nothing else is left, never within a
    character.
    """
    if fits(letter):
        return letter
    parts = len(letter.origin) + len(letter.summary) + len(letter.groups) + len(letter.notes)
    kept = _most(parts, lambda count: fits(_beginning(letter, count)))
    if kept is None:
        return _bare(letter, fits)
    shorter = _with_bare_group(letter, kept)
    return shorter if shorter is not None and fits(shorter) else _beginning(letter, kept)


def _most(size: int, holds: Callable[[int], bool]) -> int | None:
    """The largest number below `size` for which something holds that holds for smaller ones, too; None for none."""
    first_over = bisect_left(range(size), True, key=lambda count: not holds(count))
    return first_over - 1 if first_over else None


def _beginning(letter: Letter, count: int) -> Letter:
    """The first `count` lines and groups, and how many are left out."""
    origin = letter.origin[:count]
    summary = letter.summary[: count - len(origin)]
    groups = letter.groups[: count - len(origin) - len(summary)]
    notes = letter.notes[: count - len(origin) - len(summary) - len(groups)]
    parts = len(letter.origin) + len(letter.summary) + len(letter.groups) + len(letter.notes)
    return replace(letter, origin=origin, summary=summary, groups=groups, notes=(*notes, _left_out(parts - count)))


def _with_bare_group(letter: Letter, kept: int) -> Letter | None:
    """The beginning and one group more, which is said but not shown; None where no group is next."""
    following = kept - len(letter.origin) - len(letter.summary)
    if not 0 <= following < len(letter.groups):
        return None
    longer = _beginning(letter, kept + 1)
    return replace(longer, groups=(*longer.groups[:-1], replace(longer.groups[-1], passages=())))


def _bare(letter: Letter, fits: Callable[[Letter], bool]) -> Letter:
    """The heading and the link alone; of the title as much as fits. An address that is too long is no link any more."""
    bare = _beginning(letter, 0)
    size = _most(len(letter.title), lambda size: fits(_titled(bare, size)))
    return replace(_titled(bare, 0), url=None, view=None) if size is None else _titled(bare, size)


def _titled(letter: Letter, size: int) -> Letter:
    return replace(letter, title=head(letter.title, size) + "…")


def _left_out(count: int) -> Words:
    return Words(f"篇幅所限,另有{count}处未列出。", f"Not shown for lack of room: {count} more.")
