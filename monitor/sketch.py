"""A small sample of a text's sentences, by which two long texts are compared without reading either again.

Of all sentences' hashes the smallest are kept (bottom-k sampling): two samples hold the same sentences as far as the
texts do, so the share that they have in common is about the texts' share, whatever their lengths.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from monitor.likeness import bare
from monitor.records import Clause

SIZE = 48
INDEXED = 16
"""How many of them lead to a document: enough to find a copy, few enough to be kept for every document."""
_SHORTEST = 10  # characters; shorter sentences stand in many texts
_SENTENCE = re.compile(r"[^。;!?\n\t]+")
_NUMBER = re.compile(
    r"^(?:[(]?[一二三四五六七八九十\d]{1,3}[)、.]|第[一二三四五六七八九十百]+[条,]|[一二三四五六七八九]是)"
)
_MARKS = re.compile(r"[^\w]")


@dataclass(frozen=True, slots=True)
class Sketch:
    """The smallest sentence hashes (up to `SIZE`), ascending, and how many distinct sentences there are."""

    keys: tuple[int, ...] = ()
    total: int = 0

    @property
    def leading(self) -> Sketch:
        """The part of it that is indexed."""
        return Sketch(self.keys[:INDEXED], self.total)


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many sampled sentences two texts share, their share of both texts', and of the shorter one's."""

    shared: int = 0
    alike: float = 0.0
    inside: float = 0.0


def sketch(clauses: Iterable[Clause]) -> Sketch:
    """The sample of these clauses; numbers, punctuation and short sentences do not count."""
    said = {
        letters
        for clause in clauses
        for sentence in _SENTENCE.findall(bare(clause))
        if len(letters := _MARKS.sub("", _NUMBER.sub("", sentence))) >= _SHORTEST
    }
    keys = sorted(hashed(letters) for letters in said)
    return Sketch(tuple(keys[:SIZE]), len(keys))


def overlap(one: Sketch, other: Sketch, without: AbstractSet[int] = frozenset()) -> Overlap:
    """How much of two texts is the same; sentences `without` which they are compared are evidence of nothing."""
    ends = [each.keys[-1] for each in (one, other) if each.total > len(each.keys)]
    a, b = ({key for key in each.keys if not ends or key <= min(ends)} - without for each in (one, other))
    if not a or not b:
        return Overlap()
    shared = len(a & b)
    return Overlap(shared, shared / len(a | b), shared / min(len(a), len(b)))


def hashed(text: str) -> int:
    """A number of 63 bits that is always the same for the same text."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()) >> 1
