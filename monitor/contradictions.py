"""Where a table and the running text of one work say different numbers of the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor import plaintables
from monitor.facts.targets import SENTENCE, targets
from monitor.records import Clause, Finding, TargetFact
from monitor.text import key

_UNIT = re.compile(r"\([^()]{1,6}\)$")
_FILLER = re.compile(r"教育|阶段|的|占比|比例|比率|园$")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def contradictions(clauses: Sequence[Clause]) -> Iterator[Finding]:
    """`table_contradicts_text` for every cell that a sentence about the same indicator and year gainsays.

    A sentence without a year is held against the table's last column.
    """
    tables = [clause for clause in clauses if clause.kind == "table"]
    stated = _rates(clauses) if tables else {}
    for clause in tables:
        cells = plaintables.values(clause.text) if stated else []
        last = key(cells[-1].column) if cells else ""
        for cell in cells:
            for target in stated.get(_name(cell.row), ()):
                column = f"{target.year}年" if target.year else last
                numbers = _NUMBER.findall(cell.text)
                if key(cell.column) in {column, column[:-1]} and numbers and numbers != [target.value]:
                    detail = f"“{cell.row}”{cell.column}表中为“{cell.text}”，正文为“{target.shown}”"
                    yield Finding("table_contradicts_text", detail, clause.path)


def _rates(clauses: Sequence[Clause]) -> dict[str, list[TargetFact]]:
    """What the running text states in percent, by what it measures."""
    stated: dict[str, list[TargetFact]] = {}
    for sentence in _sentences(clauses):
        for target in targets(sentence):
            if target.unit == "%" and target.comparison != "range":
                stated.setdefault(_name(target.indicator), []).append(target)
    return stated


def _sentences(clauses: Sequence[Clause]) -> Iterator[str]:
    """The sentences of the running text that give a percentage; no target reaches beyond its sentence."""
    for clause in clauses:
        if clause.kind != "table" and ("%" in clause.text or "％" in clause.text):
            yield from (sentence for sentence in SENTENCE.findall(clause.text) if "%" in sentence or "％" in sentence)


def _name(indicator: str) -> str:
    return _FILLER.sub("", _UNIT.sub("", key(indicator)))
