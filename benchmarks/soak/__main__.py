"""`python -m benchmarks.soak`: watch sites in trouble for so many days, and judge what was told."""

from __future__ import annotations

import argparse
import sys
from time import monotonic

from benchmarks.soak.play import play
from benchmarks.soak.troubles import TROUBLES
from benchmarks.soak.verdict import judge
from benchmarks.soak.world import world


def main() -> int:
    """Play, print what is wrong, and what was done in all; the exit code says whether nothing is wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--days", type=int, default=60, help="how long the world lasts (60)")
    parser.add_argument("--seed", type=int, default=1, help="equal seeds give equal worlds (1)")
    parser.add_argument("--trouble", choices=list(TROUBLES), action="append", help="only sites with this one")
    asked = parser.parse_args()
    sites = world(tuple(asked.trouble or TROUBLES), days=asked.days, seed=asked.seed)
    begun = monotonic()
    verdict = judge(sites, play(sites, asked.days))
    for title, wrong in (
        ("false changes", verdict.false_changes),
        ("lost changes", verdict.lost_changes),
        ("wrong incidents", verdict.wrong_incidents),
        ("impolite", verdict.impolite),
    ):
        print(f"{title}: {len(wrong)}")
        for each in wrong[:20]:
            print(f"  {each}")
    print(
        f"{len(sites)} sites, {asked.days} days, seed {asked.seed}: {verdict.changes} changes told, "
        f"{verdict.incidents} incidents or reminders, {verdict.requests} requests, {monotonic() - begun:.0f} s"
    )
    return 0 if verdict.right else 1


if __name__ == "__main__":
    sys.exit(main())
