"""`make archive`: a generated archive of 1,000 and 10,000 documents × 5 versions; with sizes as arguments, others."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.archive.measuring import Measured, measure
from benchmarks.archive.world import VERSIONS, Bulk, Language, Office, editions
from benchmarks.ratios import Ratio, show
from storage.database import connect

SIZES = (1_000, 10_000)
FASTER = 20
ALONE = 40
"""So many documents of each size are recorded as rounds do it, and timed; the others many in one transaction."""
_BATCH = 500


def main(sizes: tuple[int, ...]) -> int:
    """Let one archive grow to each size, ask it, and print what that took beside what the size before took."""
    language, found = Language(), list[Measured]()
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "archive.db"
        database = connect(str(path))
        Office(database).open()
        written = 0
        for size in sizes:
            plain, seconds = 0, list[float]()
            for start in range(written, size - ALONE, _BATCH):
                with Bulk(database.engine, database.name).together() as whole:
                    plain += _fill(Office(whole), language, range(start, min(start + _BATCH, size - ALONE)), [])
            plain += _fill(Office(database), language, range(size - ALONE, size), seconds)
            written = size
            before = found[-1] if found else None
            found.append(measure(database, path, size, plain + (before.plain if before else 0), seconds))
            _print(found[-1], before)
        database.close()
    last = found[-1]
    ratios = [
        Ratio("wrong or missing hits, words of 1, 2, 4 and 8 characters", last.wrong, 0),
        Ratio(
            f"scan ÷ search, p95 of two characters, {last.documents:,} documents",
            last.scan / last.times["search 2 characters"][1],
            FASTER if last.documents >= max(SIZES) else None,
            least=True,
        ),
        Ratio("bytes ÷ (plain text + compressed pages)", last.bytes / (last.plain + last.raw)),
    ]
    return show(f"An archive of {last.documents:,} documents × {VERSIONS} versions", ratios)


def _fill(office: Office, language: Language, numbers: range, seconds: list[float]) -> int:
    """Records documents with all their versions; gives the bytes of their texts, and notes how long each took."""
    plain = 0
    office.publish(numbers)
    for number in numbers:
        for version, edition in enumerate(editions(language, number)):
            seconds.append(office.timed(number, version, edition))
            plain += len(edition.article.text.encode())
    return plain


def _print(now: Measured, before: Measured | None) -> None:
    print(f"\n{now.documents:,} documents, {now.documents * VERSIONS:,} versions, {now.texts:,} clause texts")
    kept = now.bytes / (now.plain + now.raw)
    print(
        f"  {now.bytes / 1e6:,.0f} MB, {kept:.2f} × (plain text {now.plain / 1e6:,.0f} MB + pages {now.raw / 1e6:,.0f} MB)"
    )
    print(
        f"  of it the index for searching {now.index / 1e6:,.0f} MB, {now.index / now.distinct:.2f} × the distinct texts"
    )
    print(f"  {'':<26}{'CPU ms':>11}{'p95 ms':>10}{'grew ×':>9}")
    for name, (middle, high) in now.times.items():
        grew = f"{middle / before.times[name][0]:9.1f}" if before else ""
        print(f"  {name:<26}{middle * 1e3:>11.2f}{high * 1e3:>10.2f}{grew}")
    print(f"  {'scan for two characters':<26}{now.scan * 1e3:>11.2f}\n", flush=True)


if __name__ == "__main__":
    sys.exit(main(tuple(map(int, sys.argv[1:])) or SIZES))
