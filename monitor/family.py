"""Who is kin: whether two documents are of one work, how they are related, and why.

A family is draft, final, amendment, repeal, notice, attachments, explanations and reposts of one work. What contradicts
(another place, period, organ, kind) keeps two documents apart however much of their text is the same: districts copy
their city's plan, and offices their own of last year. Within that, titles, numbers and common sentences speak for a
link, and how strongly is its confidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from monitor.accord import accord
from monitor.kinship import Claim, Relation, attached, ending, speaking, works
from monitor.letter import Words
from monitor.portrait import Portrait


@dataclass(frozen=True, slots=True)
class Tie:
    """How `one` is related to `other`, with the reason in words and a confidence from 0 to 1."""

    relation: Relation
    one: int
    other: int
    reason: Words
    confidence: float


NAMES: Mapping[Relation, Words] = {
    "final_of": Words("征求意见稿的正式稿", "final of the draft"),
    "redraft_of": Words("再次征求意见稿", "a later draft"),
    "amends": Words("修改", "amends"),
    "repeals": Words("废止", "repeals"),
    "explains": Words("说明", "explains"),
    "repost_of": Words("转载", "repost"),
    "notice_of": Words("印发通知", "the notice that issues it"),
    "attachment_of": Words("附件", "attachment"),
}
_FINAL = 9
"""Comes after all rounds of consultation."""
_CHOSEN: tuple[Relation, ...] = ("final_of", "redraft_of")
"""Relations in which a work stands to one other at most, from both sides."""


def ties(new: int, portraits: Mapping[int, Portrait], common: AbstractSet[int] = frozenset()) -> tuple[Tie, ...]:
    """How the document `new` is related to the others; `common` are sentence keys that stand in many documents.

    A copy is tied to one original alone, and what speaks about a work to one of its pages. The order of the others
    does not matter.
    """
    others = sorted(set(portraits) - {new})
    found = [tie for other in others if (tie := kinship(new, other, portraits, common)) is not None]
    own = [tie for tie in found if tie.one == new]
    copied = best([tie for tie in own if tie.relation == "repost_of"], portraits)
    if copied is not None:
        return (copied,)
    groups: dict[tuple[object, ...], list[Tie]] = {}
    for tie in found:
        if tie.one == new:  # several works may be repealed at once
            group: tuple[object, ...] = (tie.relation, portraits[tie.other].name.stem)
        else:
            group = (tie.relation, "of new", None if tie.relation in _CHOSEN else tie.one)
        groups.setdefault(group, []).append(tie)
    return tuple(tie for group in groups.values() if (tie := best(group, portraits)) is not None)


def kinship(
    one: int, other: int, portraits: Mapping[int, Portrait], common: AbstractSet[int] = frozenset()
) -> Tie | None:
    """How two documents are related, in whichever direction; None where they are not, or where nothing tells."""
    a, b = portraits[one], portraits[other]
    agreed = accord(a, b, common)
    claim = speaking(a, b, agreed) or ending(a, b)
    if claim is not None:
        return _tie(claim, one, other)
    claim = speaking(b, a, agreed) or ending(b, a)
    if claim is not None:
        return _tie(claim, other, one)
    later, earlier = (one, other) if _rank(one, a) > _rank(other, b) else (other, one)
    claim = works(portraits[later], portraits[earlier], agreed)
    if claim is not None:
        return _tie(claim, earlier, later) if claim.turned else _tie(claim, later, earlier)
    if (claim := attached(a, b)) is not None:
        return _tie(claim, one, other)
    return _tie(claim, other, one) if (claim := attached(b, a)) is not None else None


def _tie(claim: Claim, one: int, other: int) -> Tie:
    return Tie(claim.relation, one, other, claim.reason, round(claim.confidence, 3))


def _rank(document: int, one: Portrait) -> tuple[object, ...]:
    """Originals before copies, pages at home before others, the older ones first."""
    return (one.copy, not one.home, str(one.day or "9"), document)


def best(found: Sequence[Tie], portraits: Mapping[int, Portrait]) -> Tie | None:
    """The one of several ties that is meant.

    That is the most certain one; among about equals that between originals at home and to a final; of drafts and laws
    the latest one, of copies the first.
    """

    def worth(tie: Tie) -> tuple[object, ...]:
        one, other = portraits[tie.one], portraits[tie.other]
        originals = (not one.copy, not other.copy, one.home, other.home)
        rounds = other.round if other.draft else _FINAL
        latest = tie.relation in {"final_of", "redraft_of", "amends", "repeals"}
        day = other.day.toordinal() if other.day else 0
        first = -one.day.toordinal() if one.day else 0
        return (round(tie.confidence, 1), originals, rounds, day if latest else -day, first, -tie.one, -tie.other)

    return max(found, key=worth, default=None)
