"""The district's year, week by week: what the offices do, and what must be told of it; written in calendar.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any, Literal

from monitor.dates import SHANGHAI

BASELINE, NOISE = 1, 2
"""The first look, and the first round in which only what surrounds the documents changes."""
YEAR = range(1, 53)
"""The rounds, a week apart."""
_FIRST = datetime(2026, 3, 24, 10, tzinfo=SHANGHAI)

Answer = Literal["down", "challenge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One thing that must be told, once, in that round. `subject` is a document (`site/file`), or a site's name.

    `path` is the clause in the new text, or in the old one where the clause is gone; None where it is about the whole
    document. `facts` must all stand in the facts of what is told.
    """

    round: int
    subject: str
    type: str
    path: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Passages of a document with what stands there from `round` on. Without `type` nobody is to be told."""

    round: int
    document: str
    steps: tuple[tuple[str, str], ...]
    type: str | None = None
    path: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One thing that is told of a document when it is published, because of its kin.

    All of them together stand in the place of the one `new_document` that is told of documents without kin.
    """

    document: str
    type: str
    path: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """What a document is of another one (`repost_of`, `final_of`, …), found when the later one of both is published."""

    document: str
    relation: str
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A site that answers nothing useful from round `first` to round `last`, told as an incident in round `opened`."""

    site: str
    first: int
    last: int
    answer: Answer
    cause: str
    opened: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Redesign:
    """A site that shows its documents in the `pages` of another one from `round` on. Nobody is to be told."""

    site: str
    round: int
    pages: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flapping:
    """A document that in every other round from `first` to `last` comes from a server with another text.

    The first two flips are told, as `type` at `path`; the others are not.
    """

    document: str
    first: int
    last: int
    steps: tuple[tuple[str, str], ...]
    type: str
    path: str

    def other(self, round_: int) -> bool:
        """Whether the other text is shown."""
        return self.first <= round_ <= self.last and (round_ - self.first) % 2 == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A document that is neither listed nor found from round `first` to round `last`; told in round `told`."""

    document: str
    first: int
    last: int
    told: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """Many documents that a site publishes in one round, all of one text with another title."""

    site: str
    round: int
    path: str
    titles: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Year:
    """All that happens."""

    edits: tuple[Edit, ...]
    arrivals: tuple[Arrival, ...]
    kin: tuple[Kin, ...]
    outages: tuple[Outage, ...]
    redesigns: tuple[Redesign, ...]
    bursts: tuple[Burst, ...]
    flapping: tuple[Flapping, ...]
    withdrawals: tuple[Withdrawal, ...]


@cache
def year() -> Year:
    """The year as calendar.toml tells it, each kind of happening in the order of the file."""
    written = tomllib.loads(resources.files("clausewatch.demo").joinpath("calendar.toml").read_text(encoding="utf-8"))
    return Year(
        edits=tuple(Edit(**each | {"steps": _steps(each)}) for each in written["edit"]),
        arrivals=tuple(Arrival(**each) for each in written["arrival"]),
        kin=tuple(Kin(**each) for each in written["kin"]),
        outages=tuple(Outage(**each) for each in written["outage"]),
        redesigns=tuple(Redesign(**each) for each in written["redesign"]),
        bursts=tuple(Burst(**each | {"titles": tuple(each["titles"])}) for each in written["burst"]),
        flapping=tuple(Flapping(**each | {"steps": _steps(each)}) for each in written["flapping"]),
        withdrawals=tuple(Withdrawal(**each) for each in written["withdrawal"]),
    )


def _steps(each: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((before, after) for before, after in each["steps"])


def moment(round_: int) -> datetime:
    """When a round takes place, in UTC."""
    return (_FIRST + timedelta(weeks=round_ - 1)).astimezone(UTC)


def outage(site: str, round_: int) -> Outage | None:
    """What keeps a site from answering in that round, if anything does."""
    return next((each for each in year().outages if each.site == site and each.first <= round_ <= each.last), None)


def pages(site: str, round_: int) -> str:
    """Whose pages a site has in that round: its own, until it is built anew."""
    built = [each.pages for each in year().redesigns if each.site == site and each.round <= round_]
    return built[-1] if built else site
