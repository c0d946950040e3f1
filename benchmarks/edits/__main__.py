"""`make edits`: thousands of seeded edits of long works, and how many of them the comparison tells as they were made.

python -m benchmarks.edits [--seed N] [--versions 5000] [--show K] [--kind K] [--number N] [--plain]
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from benchmarks.edits import peers
from benchmarks.edits.kinds import KINDS
from benchmarks.edits.measuring import Outcome, broken_down, measured
from benchmarks.edits.scoring import ratio
from benchmarks.edits.truth import SILENT
from benchmarks.ratios import Ratio, show

BOUND = 0.995
_PROCESSES, _FEW = 2, 20
_PEERS_EVERY = 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the measurement; the exit code says whether precision and recall keep their bound."""
    asked = _asked(arguments)
    numbers = [asked.number] if asked.number is not None else range(asked.versions)
    outcomes = run(asked.seed, numbers, asked.kind, plain=asked.plain)
    wrong = [outcome.wrong for outcome in outcomes if outcome.wrong]
    for text in wrong[: asked.show if asked.number is None else 1]:
        print(text)
    ratios = [
        Ratio("precision of all events (%)", 100 * precision(outcomes), 100 * BOUND, least=True),
        Ratio("recall of all events (%)", 100 * recall(outcomes), 100 * BOUND, least=True),
        Ratio("precision of what is told to people (%)", 100 * precision(outcomes, told=True), 100 * BOUND, least=True),
        Ratio("recall of what is told to people (%)", 100 * recall(outcomes, told=True), 100 * BOUND, least=True),
        Ratio("versions with nothing but silent edits that alarmed", _alarmed(outcomes), 0),
        Ratio("  of so many versions with nothing but silent edits", sum(one.silent for one in outcomes)),
        Ratio("versions on which the comparison broke down", sum(one.broke_down for one in outcomes), 0),
        Ratio("changes whose segments do not give their texts back", sum(one.broken for one in outcomes), 0),
        Ratio("versions told without any error (%)", 100 * ratio(len(outcomes) - len(wrong), len(outcomes))),
        Ratio("versions read otherwise than they were written", sum(one.misread for one in outcomes)),
        Ratio("clauses a version (median)", statistics.median(one.clauses for one in outcomes)),
        Ratio("milliseconds a comparison (median)", statistics.median(one.milliseconds for one in outcomes)),
    ]
    code = show(f"Seeded edits ({len(outcomes)} versions, seed {asked.seed})", ratios)
    _by_kind(outcomes)
    _doubtful(outcomes)
    if asked.number is None:
        peers.main(asked.seed, numbers[:: max(1, min(_PEERS_EVERY, len(numbers) // 20))], asked.kind)
    return code


def run(
    seed: int, numbers: Iterable[int], kind: str | None = None, *, plain: bool = False, processes: int = _PROCESSES
) -> list[Outcome]:
    """The outcomes of these versions, in order. One that breaks down in a process of its own is an outcome too."""
    work = partial(measured, seed, kind=kind, plain=plain)
    numbers = list(numbers)
    if processes == 1 or len(numbers) < _FEW:
        return list(map(work, numbers))
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        futures = [pool.submit(work, number) for number in numbers]
        return [
            future.result() if (error := future.exception()) is None else broken_down(seed, number, error)
            for number, future in zip(numbers, futures, strict=True)
        ]


def precision(outcomes: Iterable[Outcome], *, told: bool = False) -> float:
    """The share of what was told that is true; doubtful edits apart. `told`: without the silent types."""
    hits, _, invented = _counts(outcomes, told=told)
    return ratio(hits, hits + invented)


def recall(outcomes: Iterable[Outcome], *, told: bool = False) -> float:
    """The share of what is true that was told; doubtful edits apart. `told`: without the silent types."""
    hits, missed, _ = _counts(outcomes, told=told)
    return ratio(hits, hits + missed)


def _counts(outcomes: Iterable[Outcome], *, told: bool) -> tuple[int, int, int]:
    totals = [0, 0, 0]
    for outcome in outcomes:
        for at, found in enumerate((outcome.hits, outcome.missed, outcome.invented)):
            totals[at] += sum(not (told and type_ in SILENT) for _, type_ in found)
    return totals[0], totals[1], totals[2]


def _alarmed(outcomes: Iterable[Outcome]) -> int:
    return sum(outcome.silent and outcome.alarmed for outcome in outcomes)


def _by_kind(outcomes: Iterable[Outcome]) -> None:
    hits: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    invented: Counter[str] = Counter()
    types: dict[str, Counter[str]] = {}
    for outcome in outcomes:
        hits.update(kind for kind, _ in outcome.hits)
        missed.update(kind for kind, _ in outcome.missed)
        invented.update(kind for kind, _ in outcome.invented)
        for sign, found in (("-", outcome.missed), ("+", outcome.invented)):
            for kind, type_ in found:
                types.setdefault(kind, Counter())[sign + type_] += 1
    print("By kind of edit            events  precision  recall   missed (-) and invented (+)")
    known = list(KINDS)
    for kind in sorted({*hits, *missed, *invented}, key=lambda kind: [*known, kind].index(kind)):
        told, true = hits[kind] + invented[kind], hits[kind] + missed[kind]
        errors = ", ".join(f"{type_} {count}" for type_, count in types.get(kind, Counter()).most_common(4))
        print(f"  {kind:<25}{true:>6}  {ratio(hits[kind], told):9.4f}  {ratio(hits[kind], true):.4f}   {errors}")


def _doubtful(outcomes: Iterable[Outcome]) -> None:
    resolved = Counter(what for outcome in outcomes for what in outcome.resolved)
    unresolved = Counter(what for outcome in outcomes for what in outcome.unresolved)
    print("Doubtful edits: told in one of the ways that are true, of so many")
    for what in sorted({*resolved, *unresolved}):
        print(f"  {what:<45}{resolved[what]:>6} of {resolved[what] + unresolved[what]}")


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.edits", description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--versions", type=int, default=5000)
    parser.add_argument("--show", type=int, default=0, metavar="K", help="show the first K wrong versions")
    parser.add_argument("--kind", choices=sorted(KINDS), help="only edits of one kind")
    parser.add_argument("--number", type=int, help="only the version of this number")
    parser.add_argument("--plain", action="store_true", help="the same versions without noise")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
