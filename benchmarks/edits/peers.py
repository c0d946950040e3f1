"""The same versions through line and character differs: what they flag, what of it really changed.

changedetection.io and webchanges are re-created from what they document (difflib over lines; webchanges prints
unified hunks with three lines of context): they are not installed for this. diff-match-patch is the library itself.
Blanks never count, so that noise costs nobody anything but the marks and digits that are printed otherwise.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from diff_match_patch import diff_match_patch  # type: ignore[import-untyped]

from benchmarks.edits.kinds import KINDS
from benchmarks.edits.measuring import edition
from benchmarks.edits.printing import Print, printed
from benchmarks.edits.scoring import ratio
from benchmarks.edits.truth import SILENT, Event, Truth
from benchmarks.edits.versions import Version, version
from monitor.compare import compare
from monitor.records import Change, Segment
from monitor.text import key

_TOKEN = re.compile(r"\d+(?:\.\d+)?%?|.", re.DOTALL)
_CONTEXT = 3


@dataclass(frozen=True, slots=True)
class Flagged:
    """Which characters of the keys of both texts are flagged, and how many spans or lines a person must read."""

    old: frozenset[int]
    new: frozenset[int]
    spans: int


Differ = Callable[[Version], Flagged]


def main(seed: int, numbers: Iterable[int], kind: str | None) -> None:
    """Print the table."""
    for plain, how in ((False, "as two sites publish them"), (True, "without noise")):
        made = [version(seed, number, kind, plain=plain) for number in numbers]
        print(
            f"Beside it: {len(made)} of these versions, {how}; the line differs are re-created from their documentation"
        )
        print("                                 flagged characters    changed characters    spans or lines")
        print("                                that really changed      that are flagged      to read each")
        for name, differ in DIFFERS.items():
            _row(name, made, [differ(one) for one in made])


def _row(name: str, made: list[Version], found: list[Flagged]) -> None:
    flagged = right = true = 0
    for one, each in zip(made, found, strict=True):
        changed, moved = really_changed(one), _moved(one)
        for marked, wanted, apart in ((each.old, changed.old, moved.old), (each.new, changed.new, moved.new)):
            flagged += len(marked - apart)
            right += len((marked & wanted) - apart)
            true += len(wanted - apart)
    spans = sum(one.spans for one in found) / max(1, len(made))
    print(f"  {name:<30}{ratio(right, flagged):20.3f}{ratio(right, true):22.3f}{spans:18.1f}")


def _moved(made: Version) -> Flagged:
    """The characters of clauses that moved: who flags them is neither right nor wrong."""
    before, after = printed(made.draft.old), printed(made.draft.work)
    old, new = _Marks(before), _Marks(after)
    moved = [event for event in _all(made.truth) if event.type == "clause_moved"]
    old.whole(before, {event.path_before for event in moved})
    new.whole(after, {event.path_after for event in moved})
    return Flagged(frozenset(old.marked), frozenset(new.marked), 0)


def really_changed(made: Version) -> Flagged:
    """The characters that people changed: whole numbers and single characters; clauses that came or went in full.

    Numbers of clauses, references that follow them and noise did not change.
    """
    before, after = printed(made.draft.old), printed(made.draft.work)
    old, new = _Marks(before), _Marks(after)
    old.whole(before, {event.path_before for event in _all(made.truth) if event.type == "clause_removed"})
    new.whole(after, {event.path_after for event in _all(made.truth) if event.type == "clause_added"})
    for id_, kind in made.draft.by.items():
        if KINDS[kind].silent or id_ not in before.by_id or id_ not in after.by_id:
            continue
        one, other = before.by_id[id_], after.by_id[id_]
        texts = [one.text], [other.text]
        ids = [id_], [id_]
        for parts, log, side in ((1, made.draft.log.split, after), (0, made.draft.log.merged, before)):
            if id_ in log:
                ids[parts].append(log[id_])
                texts[parts].append(side.by_id[log[id_]].text)
        old_span, new_span = old.span(ids[0]), new.span(ids[1])
        for start_old, end_old, start_new, end_new in _differing(key("".join(texts[0])), key("".join(texts[1]))):
            old.add(old_span + start_old, old_span + end_old)
            new.add(new_span + start_new, new_span + end_new)
    for start_old, end_old, start_new, end_new in _differing(key("".join(before.opening)), key("".join(after.opening))):
        old.add(start_old, end_old)
        new.add(start_new, end_new)
    return Flagged(frozenset(old.marked), frozenset(new.marked), 0)


class _Marks:
    """Positions in the key of a whole printed text."""

    def __init__(self, work: Print) -> None:
        self.marked: set[int] = set()
        self.starts: dict[int, int] = {}
        self.ends: dict[int, int] = {}
        at = len(key("".join(work.opening)))
        for one in work.clauses:
            self.starts[one.id] = at
            at += len(key(one.text))
            self.ends[one.id] = at
        self.numbers = {one.id: len(key(one.number)) for one in work.clauses}

    def add(self, start: int, end: int) -> None:
        self.marked.update(range(start, end))

    def span(self, ids: list[int]) -> int:
        return self.starts[ids[0]]

    def whole(self, work: Print, paths: set[str | None]) -> None:
        """Marks the subtrees at these paths."""
        inside = set()
        for one in work.clauses:
            if one.path in paths or one.parent in inside:
                inside.add(one.id)
                self.add(self.starts[one.id], self.ends[one.id])


def _all(truth: Truth) -> list[Event]:
    return [*truth.required, *(event for choice in truth.choices for way in choice.ways for event in way)]


def _differing(old: str, new: str) -> Iterator[tuple[int, int, int, int]]:
    olds, news = _TOKEN.findall(old), _TOKEN.findall(new)
    starts = [_starts(olds), _starts(news)]
    for name, i1, i2, j1, j2 in difflib.SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if name != "equal":
            yield starts[0][i1], starts[0][i2], starts[1][j1], starts[1][j2]


def _starts(pieces: list[str]) -> list[int]:
    found = [0]
    for piece in pieces:
        found.append(found[-1] + len(piece))
    return found


def ours(made: Version) -> Flagged:
    """What `monitor.compare` marks in the changes that people are told of."""
    before, after = printed(made.draft.old), printed(made.draft.work)
    marks_old, marks_new = _Marks(before), _Marks(after)
    places = (
        {one.path: marks_old.starts[one.id] for one in before.clauses},
        {one.path: marks_new.starts[one.id] for one in after.clauses},
    )
    told = [change for change in compare(edition(made.old), edition(made.new)).changes if change.type not in SILENT]
    for change in told:
        _mark(change, places, (marks_old, marks_new), (made.old, made.new))
    return Flagged(frozenset(marks_old.marked), frozenset(marks_new.marked), len(told))


def _mark(
    change: Change,
    places: tuple[Mapping[str, int], Mapping[str, int]],
    marks: tuple[_Marks, _Marks],
    texts: tuple[str, str],
) -> None:
    at = [
        _start(path, known, key(text), key(whole))
        for path, known, text, whole in zip(
            (change.path_before, change.path_after), places, (change.before, change.after), texts, strict=True
        )
    ]
    for side, sign in enumerate("-+"):
        for mark, text, twin in _with_twins(change.segments):
            if mark in {"=", sign}:
                length = len(key(text))
                if mark == sign and not twin:
                    marks[side].add(at[side], at[side] + length)
                at[side] += length


def _with_twins(segments: Sequence[Segment]) -> Iterator[tuple[str, str, bool]]:
    """The segments, each with whether it is one of a pair that only prints the same in two forms."""
    nothing: Segment = ("=", "")
    for before, one, after in zip([nothing, *segments], segments, [*segments[1:], nothing], strict=False):
        pair = (before, one) if one[0] == "+" else (one, after)
        yield *one, (pair[0][0], pair[1][0]) == ("-", "+") and key(pair[0][1]) == key(pair[1][1])


def _start(path: str | None, known: Mapping[str, int], text: str, whole: str) -> int:
    while path and path not in known and "/" in path:
        path = path.rpartition("/")[0]
    return known[path] if path and path in known else max(0, whole.find(text))


def lines(made: Version) -> Flagged:
    """changedetection.io: difflib's matcher over lines, whole lines removed, added, changed."""
    return _by_lines(made, context=0)


def unified(made: Version) -> Flagged:
    """webchanges: a unified diff; its context is read too."""
    return _by_lines(made, context=_CONTEXT)


def _by_lines(made: Version, context: int) -> Flagged:
    olds, news = made.old.split("\n"), made.new.split("\n")
    starts_old, starts_new = (_starts([key(line) for line in some]) for some in (olds, news))
    matcher = difflib.SequenceMatcher(None, olds, news)
    old: set[int] = set()
    new: set[int] = set()
    spans = 0
    for group in matcher.get_grouped_opcodes(context):
        for name, i1, i2, j1, j2 in group:
            spans += (i2 - i1) if name == "equal" else sum(bool(key(line)) for line in (*olds[i1:i2], *news[j1:j2]))
            if name != "equal":
                old.update(range(starts_old[i1], starts_old[i2]))
                new.update(range(starts_new[j1], starts_new[j2]))
    return Flagged(frozenset(old), frozenset(new), spans)


def characters(made: Version) -> Flagged:
    """diff-match-patch as it comes: lines first, then characters, one second at most."""
    old: set[int] = set()
    new: set[int] = set()
    at_old = at_new = spans = 0
    for sign, text in diff_match_patch().diff_main(made.old, made.new):
        length = len(key(text))
        spans += sign != 0 and length > 0
        if sign < 0:
            old.update(range(at_old, at_old + length))
        if sign > 0:
            new.update(range(at_new, at_new + length))
        at_old += length * (sign <= 0)
        at_new += length * (sign >= 0)
    return Flagged(frozenset(old), frozenset(new), spans)


DIFFERS: Mapping[str, Differ] = {
    "clausewatch": ours,
    "changedetection.io (lines)": lines,
    "webchanges (unified)": unified,
    "diff-match-patch": characters,
}
