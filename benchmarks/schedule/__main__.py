"""`python -m benchmarks.schedule`: delays from change to detection at equal requests, world by world."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import process_time

from benchmarks.schedule.chart import chart
from benchmarks.schedule.measuring import Measured, measure
from benchmarks.schedule.worlds import WORLDS

_HEAD = f"{'world':14} {'policy':7} {'requests':>9} {'a day each':>10} {'median':>8} {'p95':>8} {'hidden':>7} {'longest gap':>12}  worst-off class"


def main() -> int:
    """Measure the worlds asked for; the exit code says whether every bound is kept."""
    asked = _arguments()
    measured: list[Measured] = []
    print(f"{asked.targets} targets, seed {asked.seed}\n{_HEAD}")
    for world in WORLDS:
        if asked.world and world.name not in asked.world:
            continue
        begun = process_time()
        measured.append(
            measure(world, targets=asked.targets, seed=asked.seed, days=asked.days, oracle=not asked.no_oracle)
        )
        print(_lines(measured[-1], asked.targets * (asked.days or world.days), process_time() - begun), flush=True)
    if asked.svg:
        asked.svg.write_text(chart(measured, f"From change to detection, {asked.targets} targets, seed {asked.seed}"))
    return 0 if all(one.ratio <= one.world.bound for one in measured) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.schedule", description=__doc__)
    parser.add_argument("--targets", type=int, default=1000, help="how many (1000)")
    parser.add_argument("--world", choices=[world.name for world in WORLDS], action="append", help="only this one")
    parser.add_argument("--seed", type=int, default=1, help="equal seeds give equal worlds (1)")
    parser.add_argument("--days", type=int, help="how long; each world has its own length")
    parser.add_argument("--no-oracle", action="store_true", help="only the fixed interval and ours")
    parser.add_argument("--svg", type=Path, help="draw the delays into this file")
    return parser.parse_args()


def _lines(one: Measured, target_days: int, seconds: float) -> str:
    lines = []
    for name, played in one.played.items():
        worst, median = played.worst
        lines.append(
            f"{one.world.name:14} {name:7} {played.requests:9} {played.requests / target_days:10.2f}"
            f" {played.delay(0.5) * 24:6.1f} h {played.delay(0.95) * 24:6.1f} h {played.hidden:7.1%}"
            f" {played.longest_gap:10.1f} d  {worst}: {median * 24:.1f} h"
        )
    verdict = "ok" if one.ratio <= one.world.bound else "FAILS"
    lines.append(f"{'':14} ours / fixed {one.ratio:.2f}, at most {one.world.bound:g}: {verdict}  ({seconds:.0f} s)")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
