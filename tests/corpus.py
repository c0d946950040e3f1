"""The saved answers that nobody should believe, and those that only look so. `python -m tests.corpus` prints a table.

Every folder of `tests/unbelievable` and `tests/believable` holds `body.html`, the bytes as they came, and `head.json`: status,
url and headers, and where it matters `answered` (the address after redirects), `want` (`article` or `listing`) and `known`
(the fields of `monitor.believe.Known`). `tests/unbelievable` names the expected outcome in the folder: `shape-outcome` or
`shape-outcome-2`.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clausewatch.reading import PageInput, read_page
from crawler.rules import ReadingRules
from monitor.believe import judge
from monitor.question import Known
from monitor.records import BELIEVED, Outcome

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Case:
    """One saved answer; `outcome` is None where it is to be believed."""

    name: str
    shape: str
    outcome: Outcome | None
    body: bytes
    head: dict[str, Any]

    def judged(self) -> tuple[Outcome, str | None]:
        """What reading and judging it comes to, by the way that a round goes."""
        head = self.head
        headers = {name.lower(): value for name, value in head["headers"].items()}
        want = head.get("want", "article")
        answered = head.get("answered", head["url"])
        page = PageInput(
            body=self.body,
            url=answered,
            status=head["status"],
            content_type=headers.get("content-type", ""),
            rules=ReadingRules(),
            want=want,
            headers=headers,
        )
        known = Known(asked=head["url"], answered=answered, **head.get("known", {}))
        return judge(read_page(page).reading, want_items=want == "listing", known=known)


def unbelievable() -> list[Case]:
    """The answers that are to be refused, each with its outcome."""
    return [_case(folder, named=True) for folder in sorted((HERE / "unbelievable").iterdir())]


def believable() -> list[Case]:
    """The answers that are to be believed."""
    return [_case(folder, named=False) for folder in sorted((HERE / "believable").iterdir())]


def _case(folder: Path, *, named: bool) -> Case:
    parts = folder.name.split("-")
    outcome = next((Outcome(part) for part in reversed(parts) if part in set(Outcome)), None)
    assert outcome is not None or not named, f"{folder.name}: name it shape-outcome"
    head = json.loads((folder / "head.json").read_text("utf-8"))
    return Case(folder.name, parts[0], outcome if named else None, (folder / "body.html").read_bytes(), head)


def main() -> int:
    """Print shape by shape how many are judged right, and what is not."""
    wrong: list[str] = []
    count: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for case in [*unbelievable(), *believable()]:
        found, reason = case.judged()
        shape = f"{case.shape} → {case.outcome}" if case.outcome else "good pages"
        count[shape] += 1
        if found is case.outcome or (case.outcome is None and found in BELIEVED):
            right[shape] += 1
        else:
            wrong.append(f"{case.name}: {found} ({reason})")
    for shape in sorted(count):
        print(f"{shape:<36} {right[shape]:>3} of {count[shape]}")
    print(f"{'all':<36} {right.total():>3} of {count.total()}", *wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
