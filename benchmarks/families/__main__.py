"""`make families`: a generated archive, the links that are found in it, and what one more document costs.

python -m benchmarks.families [--seed N] [--families 5000] [--documents 50000] [--show K]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.families.measuring import fill, judged
from benchmarks.families.world import archive
from benchmarks.ratios import Ratio, show
from storage.database import connect

PRECISION, RECALL = 0.995, 0.98
GROWTH = 2.5  # a full archive has kin to compare with, up to two dozen; an early one has hardly any yet
EARLY = 1000


def main() -> int:
    """Print the measurement; the exit code says whether it keeps its bounds."""
    asked = _asked()
    papers = archive(asked.seed, asked.families, asked.documents)
    early: list[float] = []
    late: list[float] = []
    with tempfile.TemporaryDirectory() as home:
        database = connect(str(Path(home) / "families.db"))
        for count, seconds in fill(database, papers):
            (early if EARLY <= count <= 3 * EARLY else late if count > len(papers) - 2 * EARLY else []).append(seconds)
        score = judged(database, papers)
        database.close()
    for line in score.shown[: asked.show]:
        print(line)
    for name, counts in (("wrong", score.wrong), ("missing", score.missing)):
        for what, count in counts.most_common():
            print(f"  {name}: {what}: {count}")
    return show(
        f"Families ({len(papers)} documents, {asked.families} families, seed {asked.seed})",
        [
            Ratio("precision of links (%)", 100 * score.precision, 100 * PRECISION, least=True),
            Ratio("recall of links (%)", 100 * score.recall, 100 * RECALL, least=True),
            Ratio("links between two families", score.merged),
            Ratio("links found", score.found),
            Ratio("milliseconds a document, at 1,000", 1000 * min(early)),
            Ratio("milliseconds a document, at the end", 1000 * min(late)),
            Ratio("cost of one more document, at the end ÷ at 1,000", min(late) / min(early), GROWTH),
        ],
    )


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--families", type=int, default=5000)
    parser.add_argument("--documents", type=int, default=50_000)
    parser.add_argument("--show", type=int, default=0, help="so many wrong or missing links, in full")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
