"""Pairs of versions by seed and number, each with its truth: the whole benchmark's material, the same every time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from benchmarks.edits import noise
from benchmarks.edits.draft import Draft
from benchmarks.edits.kinds import KINDS
from benchmarks.edits.printing import Print, printed, text_of
from benchmarks.edits.truth import Truth, truth
from benchmarks.edits.works import work

MOST_EDITS = 12
_TRIES = 30
_SILENT_ONLY = 0.1


@dataclass(frozen=True)
class Version:
    """Two publications of a work, what was done in between, and what must be told of it."""

    seed: int
    number: int
    kinds: tuple[str, ...]
    draft: Draft
    old: str
    new: str
    truth: Truth

    @property
    def name(self) -> str:
        """How a developer asks for it again."""
        return f"--seed {self.seed} --number {self.number}"


def version(seed: int, number: int, kind: str | None = None, *, plain: bool = False) -> Version:
    """One pair of versions; `kind` makes all its edits of one kind, `plain` is the same without noise."""
    chance = Random(f"{seed}/{number}/{kind or ''}")
    while True:
        made = work(chance)
        draft = edited(Draft(made, made), chance, _names(chance, kind))
        if draft.done or kind is None:
            break
    texts = [
        text_of(work.chunks) if plain else published(work, chance) for work in (printed(draft.old), printed(draft.work))
    ]
    return Version(seed, number, draft.done, draft, *texts, truth(draft))


def edited(draft: Draft, chance: Random, names: list[str]) -> Draft:
    """The draft after one edit of each of these kinds, where the work has a place for it."""
    for name in names:
        for _ in range(_TRIES):
            if (done := KINDS[name].edit(draft, chance)) is not None:
                fresh = dict.fromkeys(done.touched - draft.touched, name)
                draft = replace(done, done=(*done.done, name), by={**draft.by, **fresh})
                break
    return draft


def published(work: Print, chance: Random) -> str:
    """A work's text as one site publishes it, with that site's noise."""
    some = noise.kinds(chance)
    # A clause that goes on in its line has no ends of its own.
    inside = tuple(kind for kind in some if kind not in _AT_ENDS)
    followed = [*(inline for _, inline in work.chunks[1:]), False]
    chunks = [
        (noise.noisy(text, chance, inside if inline or goes_on else some), inline)
        for (text, inline), goes_on in zip(work.chunks, followed, strict=True)
    ]
    return text_of(chunks)


_AT_ENDS = frozenset({"indents", "blanks at ends", "blank lines"})


def _names(chance: Random, kind: str | None) -> list[str]:
    if kind is not None:
        return [kind] * chance.randint(1, 3)
    silent_only = chance.random() < _SILENT_ONLY
    table = {name: one.weight for name, one in KINDS.items() if one.silent or not silent_only}
    count = chance.randint(0, 3) if silent_only else chance.randint(1, MOST_EDITS)
    return sorted(
        chance.choices(list(table), list(table.values()), k=count), key=lambda name: name != "duplicate deleted"
    )
