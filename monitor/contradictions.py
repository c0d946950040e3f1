"""Where a table and the running text of one work say different numbers of the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor import plaintables
from monitor.records import Clause, Finding, TargetFact
from monitor.text import key

_UNIT = re.compile(r"\([^()]{1,6}\)$")
_FILLER = re.compile(r"教育|阶段|的|占比|比例|比率|园$")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def contradictions(clauses: Sequence[Clause], targets: Sequence[TargetFact]) -> Iterator[Finding]:
    """`table_contradicts_text` for every cell that a sentence about the same indicator and year gainsays.

    A sentence without a year is held against the table's last column.
    """
    stated = [(_name(target.indicator), target) for target in targets if target.unit == "%"]
    for clause in clauses:
        if clause.kind != "table":
            continue
        cells = plaintables.values(clause.text)
        last = cells[-1].column if cells else ""
        for cell in cells:
            numbers = _NUMBER.findall(cell.text)
            for name, target in stated:
                wanted = f"{target.year}年" if target.year else key(last)
                if name and name == _name(cell.row) and key(cell.column) in {wanted, wanted[:-1]}:
                    if numbers and _NUMBER.findall(target.value) and numbers != _NUMBER.findall(target.value):
                        yield Finding(
                            "table_contradicts_text",
                            f"“{cell.row}”{cell.column}表中为“{cell.text}”，正文为“{target.shown}”",
                            clause.path,
                        )


def _name(indicator: str) -> str:
    return _FILLER.sub("", _UNIT.sub("", key(indicator)))
