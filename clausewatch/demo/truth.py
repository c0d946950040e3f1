"""What should have been told against what was told.

Only what is told counts: changes of severity none (renumbering, typography) are neither expected nor invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from clausewatch.demo.documents import Edit, Round

JsonObject: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One change that a round reported."""

    round: Round
    url: str
    type: str
    path_before: str | None
    path_after: str | None
    facts: Mapping[str, Any]
    before: str = ""
    after: str = ""

    @property
    def path(self) -> str | None:
        """Where the clause stands now, or stood where it is gone."""
        return self.path_before if self.path_after is None else self.path_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the truth table: what was expected, at which address, and what was told of it (None: missed)."""

    edit: Edit
    url: str
    told: Told | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The truth table, and what was told without being true."""

    rows: tuple[Row, ...]
    invented: tuple[Told, ...]

    @property
    def missed(self) -> tuple[Row, ...]:
        """The edits that nobody was told of."""
        return tuple(row for row in self.rows if row.told is None)

    @property
    def right(self) -> bool:
        """Whether everything true was told, and nothing else."""
        return not self.missed and not self.invented

    def to_json(self) -> JsonObject:
        """`{"expected":N,"reported":N,"missed":[…],"invented":[…]}`."""
        return {
            "expected": len(self.rows),
            "reported": len(self.rows) - len(self.missed) + len(self.invented),
            "missed": [_json(Round.EDITS, row.url, row.edit) for row in self.missed],
            "invented": [_json(told.round, told.url, told) for told in self.invented],
        }


def told(round_: Round, checks: Iterable[Mapping[str, Any]]) -> list[Told]:
    """The changes in a round's checks (as in the JSON of `check`) that are told at all."""
    return [
        Told(
            round=round_,
            url=check["url"],
            type=change["type"],
            path_before=change["path_before"],
            path_after=change["path_after"],
            facts=change["facts"],
            before=change["before"],
            after=change["after"],
        )
        for check in checks
        for change in check["changes"]
        if change["severity"] != "none"
    ]


def judge(expected: Sequence[tuple[str, Edit]], reported: Sequence[Told]) -> Verdict:
    """Match what must be told (address, edit) with what was told. One told change answers for one edit only."""
    left = list(reported)
    rows = []
    for url, edit in expected:
        match = next((one for one in left if _answers(one, url, edit)), None)
        if match is not None:
            left.remove(match)
        rows.append(Row(edit=edit, url=url, told=match))
    return Verdict(rows=tuple(rows), invented=tuple(left))


def _answers(told_: Told, url: str, edit: Edit) -> bool:
    return (
        told_.round is Round.EDITS
        and told_.url == url
        and told_.type == edit.type
        and (edit.path is None or told_.path == edit.path)
        and all(told_.facts.get(name) == value for name, value in edit.facts.items())
    )


def _json(round_: Round, url: str, change: Edit | Told) -> JsonObject:
    return {
        "round": int(round_),
        "url": url,
        "type": change.type,
        "path": change.path,
        "facts": dict(change.facts),
    }
