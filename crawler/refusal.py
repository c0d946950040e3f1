"""What does not hold in a site file, all of it: checks refuse single values, and what they refuse is gathered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

Path = tuple[str | int, ...]
Check = Callable[[Any, Path], Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that does not hold: where it stands, and what to write instead."""

    path: Path
    advice: str


class Refused(Exception):  # noqa: N818 - said of values, and always turned into SiteFileErrors
    """Something does not hold: all `problems` that were found."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems


class Gathering:
    """Runs checks one after the other, and raises at its end what all of them refused."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None and self.problems:
            raise Refused(*self.problems)

    def keep(self, check: Check, value: Any, path: Path) -> Any:
        """The value that the check gives back; None where it refuses."""
        try:
            return check(value, path)
        except Refused as refused:
            self.problems += refused.problems
            return None


def refused(path: Path, advice: str) -> Refused:
    """A single value refused."""
    return Refused(Problem(path, advice))


def each(check: Check, values: Sequence[Any], path: Path) -> tuple[Any, ...]:
    """A list with every value checked. Raises Refused with everything that does not hold."""
    with Gathering() as gathering:
        return tuple(gathering.keep(check, inner, (*path, position)) for position, inner in enumerate(values))
