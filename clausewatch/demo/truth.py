"""What should have been told against what was told.

Only what is told counts: changes of severity none (renumbering, typography) are neither expected nor invented.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from clausewatch.demo.calendar import Expected

JsonObject: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One change that a round reported, a link to another document, or an incident: then `url` is the site's name."""

    round: int
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

    expected: Expected
    url: str
    told: Told | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The truth table, and what was told without being true."""

    rows: tuple[Row, ...]
    invented: tuple[Told, ...]

    @property
    def missed(self) -> tuple[Row, ...]:
        """What nobody was told."""
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
            "missed": [_json(row.expected.round, row.url, row.expected) for row in self.missed],
            "invented": [_json(told.round, told.url, told) for told in self.invented],
        }


def told(round_: int, seen: Mapping[str, Any], before: Collection[Told] = ()) -> list[Told]:
    """What a round (as in the JSON of `check`) tells at all: changes, and incidents that are no mere reminders.

    Beside them the `links` of documents to others, as far as they are not known from `before`.
    """
    changes = [
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
        for check in seen["checks"]
        for change in check["changes"]
        if change["severity"] != "none"
    ]
    incidents = [
        Told(
            round=round_,
            url=each["site"],
            type="incident_opened" if each["open"] else "incident_closed",
            path_before=None,
            path_after=None,
            facts={"cause": each["cause"], "since": each["since"]},
        )
        for each in seen["incidents"]
    ]
    links = [
        Told(round=round_, url=one, type=relation, path_before=None, path_after=None, facts={"of": of})
        for one, relation, of in seen.get("links", ())
    ]
    known = {_once(one) for one in before}
    return [*changes, *(one for one in (*incidents, *links) if _once(one) not in known)]


def _once(one: Told) -> tuple[object, ...]:
    """What an incident or a link is known by when it is seen again."""
    return one.url, one.type, one.facts.get("since"), one.facts.get("of")


def judge(expected: Sequence[tuple[str, Expected]], reported: Sequence[Told]) -> Verdict:
    """Match what must be told (address, what) with what was told. One told change answers for one expected only."""
    left = list(reported)
    rows = []
    for url, one in expected:
        match = next((each for each in left if _answers(each, url, one)), None)
        if match is not None:
            left.remove(match)
        rows.append(Row(expected=one, url=url, told=match))
    return Verdict(rows=tuple(rows), invented=tuple(left))


def _answers(told_: Told, url: str, expected: Expected) -> bool:
    return (
        (told_.round, told_.url, told_.type) == (expected.round, url, expected.type)
        and (expected.path is None or told_.path == expected.path)
        and all(told_.facts.get(name) == value for name, value in expected.facts.items())
    )


def _json(round_: int, url: str, change: Expected | Told) -> JsonObject:
    return {
        "round": round_,
        "url": url,
        "type": change.type,
        "path": change.path,
        "facts": dict(change.facts),
    }
