"""How far two documents agree: what of their names is equal, what contradicts, and how much text they share."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from monitor.letter import Words
from monitor.naming import Name, one_place
from monitor.portrait import Portrait
from monitor.sketch import Overlap, overlap

_WHOLE, _ENOUGH = 0.95, 8
_STEM = 4  # characters; a shorter one (规划, 通知) names nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Accord:
    """What two documents have in common. `None` means that one of them does not say it.

    `text` is of all sampled sentences, `rare` of the indexed ones that no crowd shares.
    """

    stem: bool
    place: bool | None
    period: bool | None
    organ: bool | None
    kind: bool | None
    number: bool | None
    text: Overlap
    rare: Overlap

    @property
    def conflict(self) -> bool:
        """Whether something says that these are two works."""
        return False in {self.place, self.period, self.organ, self.kind}

    @property
    def titled(self) -> bool:
        """Whether the names agree in all that tells works apart."""
        return self.stem and self.place is True and self.period is True

    @property
    def reasons(self) -> Words:
        """What they agree in, in words."""
        said = [words for holds, words in self._said() if holds]
        return Words(";".join(words.zh for words in said), "; ".join(words.en for words in said))

    def _said(self) -> list[tuple[bool, Words]]:
        share = round(100 * self.text.alike)
        return [
            (self.number is True, Words("发文字号相同", "same document number")),
            (self.titled, Words("标题、地区、年份一致", "same title, place and years")),
            (self.stem and not self.titled, Words("标题主干相同", "same title as far as it is given")),
            (self.text.shared > 0, Words(f"约{share}%的句子相同", f"about {share} % of the sentences are the same")),
        ]


def accord(one: Portrait, other: Portrait, common: AbstractSet[int] = frozenset()) -> Accord:
    """How far two documents agree, by the names that agree best."""
    a, b = _nearest(one, other)
    place_a, place_b = _where(a, one), _where(b, other)
    number = (one.number == other.number) if one.number and other.number else None
    text = overlap(one.sketch, other.sketch)
    place = one_place(place_a, place_b)
    if place is False and not any(a.place) and not any(b.place) and (number or _one_text(text)):
        place = None  # both pass on what somebody above them wrote: where they are says nothing
    return Accord(
        stem=a.stem == b.stem and len(a.stem) >= _STEM,
        place=place,
        period=(a.period == b.period) if bool(a.period) == bool(b.period) else None,
        organ=(a.organ == b.organ) if a.organ and b.organ else None,
        kind=(a.kind == b.kind) if a.kind and b.kind else None,
        number=number,
        text=text,
        rare=overlap(one.sketch.leading, other.sketch.leading, common),
    )


def _one_text(text: Overlap) -> bool:
    return text.alike >= _WHOLE and text.shared >= _ENOUGH


def _nearest(one: Portrait, other: Portrait) -> tuple[Name, Name]:
    """The pair of names with one stem, where both speak of several works; the first ones where there is none."""
    for a in one.names:
        for b in other.names:
            if a.stem == b.stem and one_place(a.place, b.place) is not False and a.period == b.period:
                return a, b
    return one.name, other.name


def _where(which: Name, of: Portrait) -> tuple[str, str, str, str]:
    return which.place if any(which.place) and which != of.name else of.place
