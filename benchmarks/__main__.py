"""`make bench`: every measurement, one after another, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys

MEASUREMENTS = ("reading", "extraction", "checking", "store", "differs", "matching", "pruning", "stale", "served")


def main() -> int:
    """Run them all; the exit code says whether each kept its bound."""
    codes = [
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode for name in MEASUREMENTS
    ]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
