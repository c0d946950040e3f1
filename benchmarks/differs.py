"""What a comparison costs, against diff-match-patch and rapidfuzz, and how it grows with the number of clauses.

python -m benchmarks.differs [--svg docs/cost.svg]
"""

from __future__ import annotations

import argparse
import importlib.util
import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from diff_match_patch import diff_match_patch  # type: ignore[import-untyped]

from benchmarks.edits.draft import Draft
from benchmarks.edits.maker import Maker
from benchmarks.edits.measuring import edition
from benchmarks.edits.model import Work
from benchmarks.edits.printing import printed, text_of
from benchmarks.edits.versions import edited
from benchmarks.edits.works import plan
from benchmarks.pages import plan as paragraphs
from benchmarks.ratios import Ratio, cost, show
from benchmarks.revising import edited_lines
from monitor.compare import compare

SEED = Path(__file__).parents[2] / "shared" / "seeds" / "003_qingshan_five_year_plan.txt"
BYTES = 54_000
_SIZES = (50, 100, 250, 500, 1000, 2500, 5000)
_HUGE, _PATIENCE = 5_000_000, 60.0
_EDITED = 0.05
_LINES_EDITED, _REVISIONS = 24, 9


def main(arguments: Sequence[str] | None = None) -> int:
    """Print every measurement; the exit code says whether each kept its bound."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.differs", description=__doc__.splitlines()[0])
    parser.add_argument("--svg", type=Path, help="draw the cost by clauses into this file")
    asked = parser.parse_args(arguments)
    codes = [few_edits(), renumbered(), rewritten(), huge(), growth(asked.svg)]
    return max(codes)


def few_edits() -> int:
    """A long plan after a round of revision: two dozen of its lines edited as a person edits them, in several ways.

    24 lines that hold running text, spread over the whole plan, are edited in one way each: words exchanged, a sentence
    added, a sentence dropped, another number. (The bound was set where 24 of 473 lines of 54 kB were edited.) Several
    such revisions are made, and every figure is the median over them. Below stands what 5 % of the clauses cost, which
    are far fewer. The memos of the core are emptied before each comparison: a service compares a text once.
    """
    old = edition(SEED.read_text("utf-8")).article.text if SEED.exists() else _rich(BYTES, 0)
    revisions = [edited_lines(old, Random(seed), _LINES_EDITED) for seed in range(_REVISIONS)]
    few = round(len(edition(old).outline.clauses) * _EDITED) or 1
    touched = [edited_lines(old, Random(seed), few) for seed in range(_REVISIONS)]
    which = "seed 003" if SEED.exists() else "an own plan of its size"
    ratios = [
        Ratio(
            "diff-match-patch by character, against ours (×)", _against(_by_character, old, revisions), 40, least=True
        ),
        Ratio("diff-match-patch as it comes, against ours (×)", _against(_default, old, revisions), 1, least=True),
        Ratio("  ours (ms)", _milliseconds(old, revisions)),
        Ratio("  reading both texts and comparing, against comparing (×)", _against(_whole, old, revisions)),
        Ratio(
            "  comparing a text with itself, against comparing (×)", _cost(_ours(old, old), _ours(old, revisions[0]))
        ),
        Ratio(f"  of {few} clauses edited: by character, against ours (×)", _against(_by_character, old, touched)),
        Ratio(f"  of {few} clauses edited: as it comes, against ours (×)", _against(_default, old, touched)),
        Ratio(f"  of {few} clauses edited: ours (ms)", _milliseconds(old, touched)),
    ]
    return show(f"{_LINES_EDITED} lines edited ({which}, {len(old.encode()) // 1000} kB, CPU)", ratios)


def renumbered() -> int:
    """One clause put before 500 others."""
    maker = Maker(Random(0), "云汀区")
    items = [_item(maker) for _ in range(501)]
    old, new = _numbered(items[1:]), _numbered(items)
    ratio = _cost(partial(_default, old, new), _ours(old, new), turns=3)
    return show(
        "500 clauses, all numbered anew (CPU)",
        [Ratio("diff-match-patch as it comes, against ours (×)", ratio, 20, least=True)],
    )


def rewritten() -> int:
    """Every clause another one."""
    old, new = _rich(BYTES, 1), _rich(BYTES, 2)
    title = f"Complete rewrite of {len(old.encode()) // 1000} kB (CPU)"
    start = time.process_time()
    told = _default(old, new)
    seconds = time.process_time() - start
    ratios = [Ratio(f"  diff-match-patch as it comes: s, and it finds {len(told)} pieces", seconds)]
    if importlib.util.find_spec("rapidfuzz") is None:
        print(f"{title}: rapidfuzz is not installed, so ours is only timed")
        ratios.append(Ratio("  ours (s)", _seconds(_ours(old, new))))
    else:
        ratios.append(
            Ratio("ours, against rapidfuzz by character (×)", _cost(_ours(old, new), _fuzz(old, new), 3), 3.0)
        )
    return show(title, ratios)


def huge() -> int:
    """Two texts of 5 MB that have nothing in common; each comparison in a process that is given up after a minute."""
    chances = {
        "with clauses": (_text(_HUGE, 3), _text(_HUGE, 4)),
        "without any number": (_unnumbered(_HUGE, 5), _unnumbered(_HUGE, 6)),
    }
    ratios = []
    for name, (old, new) in chances.items():
        seconds, coarse = _in_process(old, new)
        ratios.append(Ratio(f"two texts of {len(old.encode()) / 1e6:.0f} MB {name} (s)", seconds, _PATIENCE))
        ratios.append(Ratio("  the answer says that it is coarse (1: yes)", float(coarse), 1, least=True))
    return show("Very long texts (reading apart; given up after a minute)", ratios)


def growth(svg: Path | None) -> int:
    """From 50 to 5,000 clauses, 5 % of them edited."""
    rows = []
    for size in _SIZES:
        made = plan(Maker(Random(size), "云汀区"), size, "parent")
        draft = Draft(made, made)
        clauses = len(printed(made).clauses)
        draft = edited(draft, Random(size), ["words exchanged"] * int(clauses * _EDITED))
        old, new = (text_of(printed(work).chunks) for work in (made, draft.work))
        rows.append((clauses, statistics.median(_seconds(_ours(old, new)) for _ in range(5)) * 1000))
    print("Cost by size, 5 % of the clauses edited (CPU)")
    print("  clauses        ms    ms per 100 clauses")
    widest = max(ms for _, ms in rows)
    for clauses, ms in rows:
        print(f"  {clauses:>7}{ms:10.2f}{ms / clauses * 100:12.3f}   {'#' * max(1, round(40 * ms / widest))}")
    doubled = max((after / before) / (more / less) * 2 for (less, before), (more, after) in pairwise(rows[2:]))
    if svg is not None:
        svg.write_text(drawn(rows), "utf-8")
    return show("  Growth", [Ratio("time for twice the clauses, at worst from 250 on (×)", doubled, 3.0)])


def drawn(rows: Sequence[tuple[int, float]]) -> str:
    """The cost by clauses as an SVG, both axes from nothing."""
    width, height, edge = 640, 360, 48
    most, longest = max(clauses for clauses, _ in rows), max(ms for _, ms in rows)
    points = [
        (edge + clauses / most * (width - 2 * edge), height - edge - ms / longest * (height - 2 * edge))
        for clauses, ms in rows
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/><text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="end">{ms:.0f} ms</text>'
        for (x, y), (_, ms) in zip(points, rows, strict=True)
        if ms / longest > 0.1
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">'
        f'<path d="M{edge} {edge}V{height - edge}H{width - edge}" fill="none" stroke="#888"/>'
        f'<polyline points="{line}" fill="none" stroke="#0a5"/>{dots}'
        f'<text x="{width - edge}" y="{height - edge + 20}" text-anchor="end">{most} clauses</text></svg>\n'
    )


def _ours(old: str, new: str) -> Callable[[], object]:
    one, other = edition(old), edition(new)
    return lambda: compare(one, other)


def _whole(old: str, new: str) -> object:
    return compare(edition(old), edition(new))


def _by_character(old: str, new: str) -> object:
    differ = diff_match_patch()
    differ.Diff_Timeout = 0
    return differ.diff_main(old, new, False)


def _default(old: str, new: str) -> list[tuple[int, str]]:
    return list(diff_match_patch().diff_main(old, new))


def _fuzz(old: str, new: str) -> Callable[[], object]:
    from rapidfuzz.distance import Indel

    return lambda: Indel.opcodes(old, new)


def _against(peer: Callable[[str, str], object], old: str, news: Sequence[str]) -> float:
    """How many times our time a peer takes: the median over the new texts."""
    return statistics.median(_cost(partial(peer, old, new), _ours(old, new), turns=3) for new in news)


def _milliseconds(old: str, news: Sequence[str]) -> float:
    return statistics.median(_seconds(_ours(old, new)) * 1000 for new in news for _ in range(5))


def _cost(work: Callable[[], object], floor: Callable[[], object], turns: int = 7) -> float:
    """As `benchmarks.ratios.cost`, of comparisons that remember nothing of earlier ones."""
    return cost(work, floor, turns, before=_forget)


def _forget() -> None:
    """Empty all memos of the core."""
    for module in [module for name, module in sys.modules.items() if name.split(".")[0] == "monitor"]:
        for memo in vars(module).values():
            if hasattr(memo, "cache_clear"):
                memo.cache_clear()


def _seconds(work: Callable[[], object]) -> float:
    _forget()
    start = time.process_time()
    work()
    return time.process_time() - start


def _in_process(old: str, new: str) -> tuple[float, bool]:
    """The seconds that a comparison takes, and whether it says that its answer is coarse.

    Given up it took twice the patience; one that broke down took forever.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_timed, args=(old, new, sender))
    process.start()
    sender.close()
    try:
        if receiver.poll(_PATIENCE * 2):
            seconds, coarse = receiver.recv()
            return seconds, coarse
        return _PATIENCE * 2, False
    except EOFError:  # it broke down, and its traceback is above
        return float("inf"), False
    finally:
        process.kill()
        process.join()


def _timed(old: str, new: str, sender: Connection) -> None:
    one, other = edition(old), edition(new)
    start = time.perf_counter()
    comparison = compare(one, other)
    coarse = any("coarse" in finding.type for finding in comparison.findings)
    sender.send((time.perf_counter() - start, coarse))


def _text(size: int, seed: int) -> str:
    """A plan's text of about so many bytes."""
    return "\n".join(paragraphs(size // 3, seed))


def _rich(size: int, seed: int) -> str:
    """The beginning of a plan whose sentences say different things."""
    made = plan(Maker(Random(seed), "云汀区"), size // 150, "parent")
    return text_of(printed(made).chunks)[: size // 3]


def _unnumbered(size: int, seed: int) -> str:
    chance = Random(seed)
    return "".join(chance.choice("学校师生课程评价安全资源服务管理。,") for _ in range(size // 3))


def _item(maker: Maker) -> str:
    return printed(Work("", (maker.item("arabic"),))).clauses[0].text.partition(".")[2]


def _numbered(items: Sequence[str]) -> str:
    return "\n".join(["云汀区教育工作要点", "一、全年任务", *(f"{n}.{item}" for n, item in enumerate(items, 1))])


if __name__ == "__main__":
    sys.exit(main())
