"""What one document claims to be of another: a copy, its final, its explanation.

Each function is given two portraits and their accord, and answers for the first one; `turned` says that the claim holds
the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from monitor.accord import Accord
from monitor.letter import Words
from monitor.naming import one_place
from monitor.portrait import Portrait, Role

Relation: TypeAlias = Literal[
    "final_of", "redraft_of", "amends", "repeals", "explains", "repost_of", "notice_of", "attachment_of"
]

_SPEAKS: Mapping[Role, tuple[Relation, Words]] = {
    "explanation": ("explains", Words("标题说明是对它的解读", "its title says that it explains this")),
    "answers": ("explains", Words("标题说明是它的意见采纳情况", "its title says what became of opinions on this")),
    "amendment": ("amends", Words("标题说明修改它", "its title says that it amends this")),
    "repeal": ("repeals", Words("标题或清单说明废止它", "its title or list says that it repeals this")),
    "attachment": ("attachment_of", Words("标题说明是附件", "its title says that it is an attachment")),
}
_LAWS = frozenset({"办法", "规定", "细则", "条例", "章程"})
_NUMERAL = re.compile(r"\d+|[一二三四五六七八九十百]+")
_SHORT, _LONG = 8, 16  # sentences of a page that only names the work, of one that holds it
_NEAR = 200  # days within which an explanation follows a work that names no year
_YEARLY = 180  # days after which the same office's same words are the next year's
_NAMED = 6  # characters of an attachment's name; a shorter one (报名表) names no work
_RARE = 6  # rare sentences that two texts under different titles must share
_SLOW = 400  # days after which what names no year is hardly the final of a draft any more
_AHEAD = 2  # days by which a copy may be dated before its original
_SAME, _WITHIN, _PART = 0.5, 0.8, 0.1
_HEADLINE, _NEARLY, _ALMOST = 0.75, 0.9, 0.85


@dataclass(frozen=True, slots=True)
class Claim:
    """A relation, why it holds, and how surely (0 to 1)."""

    relation: Relation
    reason: Words
    confidence: float
    turned: bool = False


def speaking(one: Portrait, other: Portrait, agreed: Accord) -> Claim | None:
    """`one` speaks about the work that `other` is: it explains, amends or repeals it, or is an attachment of it."""
    if one.role not in _SPEAKS or other.role in _SPEAKS or agreed.conflict or not agreed.stem:
        return None
    relation, why = _SPEAKS[one.role]
    numbered = other.number != "" and other.number in one.cited
    quoting = agreed.text.shared >= 2
    if agreed.place is None and not (numbered or quoting):
        return None
    gap = _days(other.day, one.day)
    if relation in {"amends", "repeals"}:
        timely = (gap is None or gap >= 0) and not other.draft and agreed.period is True
    else:
        timely = (agreed.period is True and (bool(one.name.period) or gap is None)) or _close(gap)
    if not (timely or numbered):
        return None
    reasons = _joined(why, agreed.reasons, *([_CITES] if numbered else []))
    return Claim(relation, reasons, 0.97 if numbered else 0.95 if agreed.place else 0.8)


def ending(one: Portrait, other: Portrait) -> Claim | None:
    """A sentence of `one` ends the older work that `other` is."""
    if not one.ends or other.role in _SPEAKS or other.draft or one.draft or (one.number and one.number == other.number):
        return None
    gap = _days(other.day, one.day)
    named = any(
        which.stem == other.name.stem
        and which.period == other.name.period
        and one_place(which.place if any(which.place) else one.place, other.place) is True
        for which in one.ends
    )
    cited = other.number in one.cited if other.number and one.cited else None
    if not named or cited is False or (gap is not None and gap <= 0) or (gap is None and not cited):
        return None
    return Claim("repeals", _joined(_ENDS, *([_CITES] if cited else [])), 0.98 if cited else 0.93)


def attached(one: Portrait, other: Portrait) -> Claim | None:
    """`other`, a work of another name, lists `one` among its attachments."""
    if (one.role in _SPEAKS and one.role != "attachment") or not _close(_days(other.day, one.day)):
        return None
    named = any(
        len(which.stem) >= _NAMED
        and (which.stem, which.period) == (one.name.stem, one.name.period)
        and one_place(which.place if any(which.place) else other.place, one.place) is True
        for which in other.listed
    )
    return Claim("attachment_of", _LISTED, 0.9) if named and one.name.stem != other.name.stem else None


def works(one: Portrait, other: Portrait, agreed: Accord) -> Claim | None:
    """Both are works, or speak in the same way; `one` is the copy or the younger page."""
    if agreed.conflict or (one.role != other.role and {one.role, other.role} & _SPEAKS.keys()):
        return None
    same = agreed.text.alike >= _SAME or (agreed.text.inside >= _WITHIN and agreed.text.shared >= _SHORT)
    if not _one_work(one, other, agreed, same=same):
        return None
    if one.role in _SPEAKS:
        return _copied(one, other, agreed) if same else None
    if one.draft != other.draft:
        return _between_draft_and_final(one, other, agreed)
    if one.draft:
        return _between_drafts(one, other, agreed)
    return _between_finals(one, other, agreed, same=same)


def _one_work(one: Portrait, other: Portrait, agreed: Accord, *, same: bool) -> bool:
    """Whether titles, numbers or texts say that two pages are about one work."""
    if agreed.titled or (agreed.number is True and (agreed.stem or same)):
        return True
    if agreed.stem:
        return agreed.text.alike >= _SAME and agreed.text.shared >= 3
    if agreed.rare.shared < _RARE:
        return False
    if one.name.kind is None or other.name.kind is None:  # a headline
        gap = _days(other.day, one.day)
        return agreed.text.alike >= _HEADLINE and (gap is None or -_AHEAD <= gap <= _YEARLY)
    elsewhere = one.copy or (other.home and not one.home)
    return elsewhere and agreed.text.alike >= _NEARLY and _near(one.name.stem, other.name.stem)


def _between_draft_and_final(one: Portrait, other: Portrait, agreed: Accord) -> Claim | None:
    draft, final = (one, other) if one.draft else (other, one)
    if final.copy and agreed.text.alike >= _ALMOST:
        return _copied(one, other, agreed)
    gap = _days(final.day, draft.day)
    if gap is not None and gap > _YEARLY and not draft.copy:
        revises = final.name.kind in _LAWS or draft.name.revised
        return Claim("amends", _joined(_REVISES, agreed.reasons), 0.85, turned=draft is other) if revises else None
    if gap is not None and gap < -_SLOW and not (final.name.period or final.name.kind in _LAWS):
        return None
    return Claim("final_of", _joined(_FINAL, agreed.reasons), _sure(agreed), turned=final is other)


def _between_drafts(one: Portrait, other: Portrait, agreed: Accord) -> Claim | None:
    if one.round != other.round:
        return Claim("redraft_of", _joined(_ROUND, agreed.reasons), _sure(agreed), turned=one.round < other.round)
    if one.copy or (other.home and not one.home and agreed.text.alike >= _SAME) or agreed.text.alike >= _ALMOST:
        return _copied(one, other, agreed)
    gap = _days(other.day, one.day)
    if gap:
        return Claim("redraft_of", _joined(_LATER, agreed.reasons), _sure(agreed) - 0.1, turned=gap < 0)
    return None


def _between_finals(one: Portrait, other: Portrait, agreed: Accord, *, same: bool) -> Claim | None:
    gap = _days(other.day, one.day)
    if one.name.revised != other.name.revised and not (one.copy and agreed.text.alike >= _ALMOST):
        turned = one.name.revised < other.name.revised
        return Claim("amends", _joined(_REVISED, agreed.reasons), _sure(agreed), turned=turned)
    if agreed.number is False:
        return None
    if _announces(one, other) or _announces(other, one):
        return Claim("notice_of", _joined(_NOTICE, agreed.reasons), _sure(agreed), turned=_announces(other, one))
    if (
        gap is not None
        and abs(gap) > _YEARLY
        and not (one.copy or agreed.number)
        and not _identical(one, other, agreed)
    ):
        return None
    little = min(one.sketch.total, other.sketch.total) < _SHORT
    if same or (agreed.titled and one.name.kind and (agreed.text.inside >= _PART or (one.copy and little))):
        return _copied(one, other, agreed)
    return None


def _announces(one: Portrait, other: Portrait) -> bool:
    """Whether `one` is only the notice of what `other` holds."""
    return one.role == "notice" and one.sketch.total <= _SHORT and other.sketch.total >= _LONG


def _ahead(one: Portrait, other: Portrait) -> bool:
    """Whether a copy is dated before its original."""
    gap = _days(one.day, other.day)
    return gap is not None and gap > _AHEAD


def _identical(one: Portrait, other: Portrait, agreed: Accord) -> bool:
    return agreed.text.alike == 1.0 and one.sketch.total == other.sketch.total


def _copied(one: Portrait, other: Portrait, agreed: Accord) -> Claim:
    marked = [Words("自称转载", "it says that it repeats another's")] if one.copy else []
    floor = 0.75 if agreed.titled or agreed.number else 0.6
    sure = floor + (0.99 - floor) * agreed.text.alike
    doubts = (one.draft != other.draft) + _ahead(one, other)
    return Claim("repost_of", _joined(*marked, agreed.reasons), sure - 0.1 * doubts)


def _sure(agreed: Accord) -> float:
    return (
        0.9 + 0.09 * max(agreed.text.alike, agreed.number is True) if agreed.titled else 0.75 + 0.2 * agreed.text.alike
    )


def _near(one: str, other: str) -> bool:
    """Whether two stems are one with slips: a word more or less, another character, but no other number."""
    numbers = [_NUMERAL.findall(stem) for stem in (one, other)]
    return numbers[0] == numbers[1] and SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALMOST


def _days(since: date | None, until: date | None) -> int | None:
    return (until - since).days if since and until else None


def _close(gap: int | None) -> bool:
    return gap is not None and abs(gap) <= _NEAR


def _joined(*words: Words) -> Words:
    said = [each for each in words if each.zh]
    return Words(";".join(each.zh for each in said), "; ".join(each.en for each in said))


_CITES = Words("引用其文号", "it cites this one's document number")
_ENDS = Words("正文说明同时废止它", "its text says that this ends")
_FINAL = Words("一为征求意见稿", "this one is the draft")
_REVISES = Words("为其修订征求意见", "opinions are asked on a revision of this")
_REVISED = Words("标题注明修订", "its title says that it is a revision")
_ROUND = Words("标题注明再次征求意见", "its title says that opinions are asked again")
_LATER = Words("较晚的另一份征求意见稿", "a later and different draft")
_LISTED = Words("它的附件清单有此名称", "this one lists it among its attachments")
_NOTICE = Words("只有通知,正文在另一页", "it holds the notice only, this one the text")
