"""Who wants to hear what, and when: the records of a subscription."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import datetime, time
from typing import Literal, TypeAlias

DeliveryMode: TypeAlias = Literal["at-once", "daily", "weekly"]

MODES: tuple[DeliveryMode, ...] = ("at-once", "daily", "weekly")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EIGHT = time(8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is wanted. The values of one filter are alternatives, different filters must all hold, `()` is no limit.

    `regions` and `clauses` are prefixes, in whole steps: `汐州省/临汐市` and `二/(一)`. `families` are documents, each of which
    stands for its whole family. `keywords` stand in the document's
    title or in the clause that changed, `anywhere` in the document's text before or after. `types` are types of change
    (`monitor.severity.SEVERITY`), `severity` is the least that is told, `levels` (`TYPE=SEVERITY`) are the types that are
    graver or less grave to this subscription than to others.
    """

    sites: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    documents: tuple[int, ...] = ()
    families: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    anywhere: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    severity: str = "medium"

    @property
    def limits(self) -> dict[str, tuple[str, ...] | tuple[int, ...]]:
        """The filters that limit something, severity apart."""
        named = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "severity"}
        return {name: values for name, values in named.items() if values}


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When it is told. `mode` is that of medium severity and above, `low` that of low severity.

    Digests come at `hour`, weekly ones on `weekday` (Monday is 0). Nothing comes from `quiet`'s first time until its
    second. `remind` is how many days before a consultation's deadline, `remind_expiry` before a work ceases to be in force,
    its receiver is reminded, the most first. All of it is on the clock of `zone`.
    """

    mode: DeliveryMode = "at-once"
    low: DeliveryMode = "daily"
    hour: time = EIGHT
    weekday: int = 0
    quiet: tuple[time, time] | None = None
    zone: str = "Asia/Shanghai"
    remind: tuple[int, ...] = (3, 1)
    remind_expiry: tuple[int, ...] = (30,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One wish of one `owner` (None: nobody in particular), sent to `to`.

    Nothing is sent while it is `paused`, or before its receiver `confirmed` it; `asked_at` is when they were asked last.
    """

    id: int
    to: str
    filters: Filters = field(default_factory=Filters)
    timing: Timing = field(default_factory=Timing)
    owner: str | None = None
    paused: bool = False
    confirmed: bool = True
    asked_at: datetime | None = None

    @property
    def listens(self) -> bool:
        """Whether it is told anything now."""
        return self.confirmed and not self.paused
