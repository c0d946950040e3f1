"""What differs inside two texts of one clause, marked as a person would: whole numbers, whole words.

Only ever run inside a matched pair: whole documents are aligned clause by clause first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import accumulate, count, pairwise, takewhile
from operator import eq
from typing import TypeVar

from diff_match_patch import diff_match_patch  # type: ignore[import-untyped]

from monitor.records import Segment
from monitor.text import UNSEEN, key
from monitor.tokens import folded_tokens

LONGEST = 200_000
"""Of longer texts (in characters) only what both begin and end with is told apart: the answer is coarse."""
_PHRASES_AT_MOST = 400 * 400  # of more phrases a complete rewrite would take long; they are matched by equal stretches
_CHARACTERS_AT_MOST = 200 * 200  # a quadratic step over more pieces than this is first cut down by phrases
_ENDS = "。；;、\n"
_SENTENCE_ENDS = frozenset("。；;\n")
_PHRASE_ENDS = frozenset(",;。、")
_CLAUSE_ENDS = frozenset(",;。")
_ENTRY_BOUNDS = frozenset("、(:)")
_NAMED_BOUNDS = frozenset("、);,。")
_ENTRY = 6  # characters of an enumeration's entry beside the replaced ones
_UNSEEN = re.compile(f"[{re.escape(UNSEEN)}]")
_PRIVATE = 0xF0000  # pieces of several characters become one character of this private plane each


Text = TypeVar("Text", str, Sequence[str])


@dataclass(frozen=True, slots=True)
class Edit:
    """`before[start_before:end_before]` became `after[start_after:end_after]`.

    `typographic`: the two sides have the same comparison key, so the edit is only there because the pieces must give
    both texts back exactly.
    """

    start_before: int
    end_before: int
    start_after: int
    end_after: int
    typographic: bool = False


@lru_cache(maxsize=128)  # what changed about a work as a whole is shown by the same two texts each time
def segments(before: str, after: str) -> tuple[Segment, ...]:
    """The pieces kept (`=`), removed (`-`) and inserted (`+`), a removal standing before the insertion that replaces it.

    `=` and `-` joined are `before`, `=` and `+` joined are `after`, character by character. So where the two sides
    publish the same character in different forms (`，` and `,`), that character is a pair of its own whose sides have
    the same comparison key; whoever shows the segments shows its new form without a mark.
    """
    return marked(before, after, edits(before, after))


def marked(before: str, after: str, places: Iterable[Edit]) -> tuple[Segment, ...]:
    """The segments of two texts whose differing places are known, in order."""
    found: list[Segment] = []
    at = 0
    for edit in places:
        found.append(("=", before[at : edit.start_before]))
        found.append(("-", before[edit.start_before : edit.end_before]))
        found.append(("+", after[edit.start_after : edit.end_after]))
        at = edit.end_before
    found.append(("=", before[at:]))
    return tuple(segment for segment in found if segment[1])


def edits(before: str, after: str) -> tuple[Edit, ...]:
    """The places that differ, in order and apart from each other, except that a typographic one may touch another."""
    if before == after:
        return ()
    if not before or not after:
        return (Edit(0, len(before), 0, len(after), typographic=not key(before + after)),)
    head, tail = _phrases_alike(before, after)
    inner_before, inner_after = before[head : len(before) - tail], after[head : len(after) - tail]
    if not inner_before or not inner_after:
        unseen = not key(inner_before + inner_after)
        return (Edit(head, len(before) - tail, head, len(after) - tail, typographic=unseen),)
    if max(len(inner_before), len(inner_after)) > LONGEST:
        return (Edit(head, len(before) - tail, head, len(after) - tail),)
    if head:  # the mark itself says where an enumeration's entry begins
        head -= 1
        inner_before, inner_after = before[head] + inner_before, after[head] + inner_after
    pieces_before, pieces_after = folded_tokens(inner_before), folded_tokens(inner_after)
    keys_before, keys_after = _keys(pieces_before), _keys(pieces_after)
    words = _whole_words(_runs(keys_before, keys_after), keys_before, keys_after)
    return tuple(_edits(words, _offsets(pieces_before, head), _offsets(pieces_after, head), before, after))


def begin_alike(before: Text, after: Text) -> int:
    """How much both begin with: halves are compared, not characters."""
    alike, differ = 0, min(len(before), len(after)) + 1
    while differ - alike > 1:
        middle = (alike + differ) // 2
        if before[alike:middle] == after[alike:middle]:
            alike = middle
        else:
            differ = middle
    return alike


def end_alike(before: Text, after: Text) -> int:
    """How much both end with."""
    return begin_alike(before[::-1], after[::-1])


def _phrases_alike(before: str, after: str) -> tuple[int, int]:
    """How much both begin and end with, up to a mark that ends a phrase: no piece and no word reaches across one."""
    head = begin_alike(before, after)
    head = max([before.rfind(mark, 0, head) for mark in _ENDS]) + 1
    tail = end_alike(before[head:], after[head:])
    start = len(before) - tail
    if {before[head - 1 : head], before[start - 1 : start], after[-tail - 1 : -tail]} <= _SENTENCE_ENDS:
        return head, tail  # whole sentences came, went or were exchanged
    cuts = [cut for mark in _ENDS if (cut := before.find(mark, start)) >= 0]
    return head, len(before) - min(cuts) - 1 if cuts else 0


def _keys(pieces: list[str]) -> list[str]:
    """The comparison keys of folded pieces, which are their own unless something in them is not seen."""
    if _UNSEEN.search("".join(pieces)) is None:
        return pieces
    return [piece if len(piece) == 1 and piece > " " else key(piece) for piece in pieces]


Run = tuple[int, int, int, int]
"""A replaced stretch in pieces: start and end before, start and end after."""


def _runs(before: Sequence[str], after: Sequence[str]) -> list[Run]:
    """The replaced stretches of two lists of piece keys."""
    head = begin_alike(before, after)
    tail = end_alike(before[head:], after[head:])
    gone, come = before[head : len(before) - tail], after[head : len(after) - tail]
    if gone and come and set(gone).isdisjoint(come):
        return [(head, len(before) - tail, head, len(after) - tail)]
    if len(gone) * len(come) <= _CHARACTERS_AT_MOST:
        # With what stands around it, so that a stretch that fits in several places is marked at a mark.
        return _diff(before, after)
    found = _by_phrases(gone, come)
    return [(a + head, b + head, c + head, d + head) for a, b, c, d in found]


def _by_phrases(before: Sequence[str], after: Sequence[str]) -> Iterator[Run]:
    """Long stretches are compared phrase by phrase, and by pieces only inside phrases that were replaced."""
    long_before, long_after = _phrase_bounds(before), _phrase_bounds(after)
    # Phrases of the same letters in other pieces are not the same: what follows counts in pieces.
    phrases_before = ["\0".join(before[start:end]) for start, end in pairwise(long_before)]
    phrases_after = ["\0".join(after[start:end]) for start, end in pairwise(long_after)]
    few = len(phrases_before) * len(phrases_after) <= _PHRASES_AT_MOST
    for a, b, c, d in (_diff if few else _replaced)(phrases_before, phrases_after):
        start_before, end_before, start_after, end_after = long_before[a], long_before[b], long_after[c], long_after[d]
        if (end_before - start_before) * (end_after - start_after) > _CHARACTERS_AT_MOST:
            yield start_before, end_before, start_after, end_after
            continue
        for e, f, g, h in _diff(before[start_before:end_before], after[start_after:end_after]):
            yield start_before + e, start_before + f, start_after + g, start_after + h


def _replaced(before: Sequence[str], after: Sequence[str]) -> list[Run]:
    """The replaced stretches between equal ones, in a time that hardly grows with what differs."""
    operations = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [(a, b, c, d) for operation, a, b, c, d in operations if operation != "equal"]


def _phrase_bounds(pieces: Sequence[str]) -> list[int]:
    """Where phrases begin and end, counted in pieces."""
    return sorted({0, *(index for index, piece in enumerate(pieces, 1) if piece in _PHRASE_ENDS), len(pieces)})


def _diff(before: Sequence[str], after: Sequence[str]) -> list[Run]:
    if not before or not after:
        return [(0, len(before), 0, len(after))] if before or after else []
    longer = dict.fromkeys(piece for piece in (*before, *after) if len(piece) != 1)
    codes = dict(zip(longer, map(chr, count(_PRIVATE)), strict=False))
    old, new = ("".join([codes.get(piece, piece) for piece in side] if codes else side) for side in (before, after))
    engine = diff_match_patch()
    engine.Diff_Timeout = 0  # the size is bounded above, so the answer does not hang on how busy the machine is
    found = engine.diff_main(old, new, False)
    engine.diff_cleanupSemantic(found)
    runs: list[Run] = []
    a = c = 0
    for operation, stretch in found:
        b, d = a + (operation <= 0) * len(stretch), c + (operation >= 0) * len(stretch)
        if operation:
            if runs and runs[-1][1] == a and runs[-1][3] == c:
                runs[-1] = (runs[-1][0], b, runs[-1][2], d)
            else:
                runs.append((a, b, c, d))
        a, c = b, d
    return runs


def _whole_words(runs: list[Run], before: Sequence[str], after: Sequence[str]) -> list[Run]:
    """Replaced stretches, widened to the words that they belong to."""
    widened: list[Run] = []
    for index, (a, b, c, d) in enumerate(runs):
        first = runs[index - 1][1] if index else 0
        last = runs[index + 1][0] if index + 1 < len(runs) else len(before)
        left = right = 0
        if a < b and c < d and all(map(_han, (*before[a:b], *after[c:d]))):
            left, right = _word_around(before, (first, a, b, last), single=min(b - a, d - c) == 1)
        elif (a == b or c == d) and _cuts_word(before, (first, a, b, last), before[a:b] or after[c:d]):
            left = right = 1
        run = a - left, b + right, c - left, d + right
        if widened and run[0] <= widened[-1][1]:
            run = widened[-1][0], run[1], widened[-1][2], run[3]
            widened.pop()
        widened.append(run)
    return widened


def _cuts_word(pieces: Sequence[str], place: tuple[int, int, int, int], put: Sequence[str]) -> bool:
    """Whether what came or went ends one phrase and begins another in the middle of a word: 推[动…，促]进."""
    first, start, end, last = place
    return (
        bool(_CLAUSE_ENDS.intersection(put[1:-1]))
        and _han(put[0])
        and _han(put[-1])
        and (first < start and _han(pieces[start - 1]))
        and (end < last and _han(pieces[end]))
    )


def _word_around(pieces: Sequence[str], place: tuple[int, int, int, int], *, single: bool) -> tuple[int, int]:
    """How many unchanged characters to the left and right belong to the replaced word.

    `place` is where the unchanged stretch before it starts, where it starts and ends itself, and where the stretch
    after it ends. A short entry of an enumeration (…、区工信局、…) is one word. Else only a single character takes a
    neighbour along, since most Chinese words have two; which one: phrases run in pairs of characters, so an even
    place in its phrase begins a word.
    """
    first, start, end, last = place
    left = next((n for n in range(start - first) if not _han(pieces[start - 1 - n])), start - first)
    right = next((n for n in range(last - end) if not _han(pieces[end + n])), last - end)
    ahead, behind = pieces[max(0, start - left - 1) : start - left], pieces[end + right : end + right + 1]
    around = {*ahead, *behind}
    listed = "、" in around and around <= _ENTRY_BOUNDS
    named = ahead == [":"] and _NAMED_BOUNDS.issuperset(behind)
    if 0 < left + right <= _ENTRY and (listed or named):
        return left, right
    if single and right and (left % 2 == 0 or not left):
        return 0, 1
    return int(single and left > 0), 0


def _han(piece: str) -> bool:
    return len(piece) == 1 and "\u3400" <= piece <= "\u9fff"


def _offsets(pieces: Sequence[str], start: int) -> list[int]:
    return list(accumulate(map(len, pieces), initial=start))


def _edits(runs: list[Run], at_before: list[int], at_after: list[int], before: str, after: str) -> Iterator[Edit]:
    here = there = 0
    for a, b, c, d in [*runs, (len(at_before) - 1,) * 2 + (len(at_after) - 1,) * 2]:
        if before[at_before[here] : at_before[a]] != after[at_after[there] : at_after[c]]:
            for index in range(a - here):
                start_before, end_before = at_before[here + index], at_before[here + index + 1]
                start_after, end_after = at_after[there + index], at_after[there + index + 1]
                if (old := before[start_before:end_before]) != (new := after[start_after:end_after]):
                    alike = sum(takewhile(bool, map(eq, old, new)))
                    yield Edit(start_before + alike, end_before, start_after + alike, end_after, typographic=True)
        if a < b or c < d:
            unseen = not key(before[at_before[a] : at_before[b]] + after[at_after[c] : at_after[d]])
            yield Edit(at_before[a], at_before[b], at_after[c], at_after[d], typographic=unseen)
        here, there = b, d
