"""What a round came to: records that both faces show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clausewatch.deliver import DeliverySummary
from monitor.errors import SiteFileError
from monitor.incident import Incident
from monitor.records import BELIEVED, Cause, Change, Finding, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One attempt and what it came to, as reports show it. `new` is a first good reading."""

    url: str
    site: str
    column: str | None
    document: int | None
    outcome: Outcome
    reason: str | None
    cause: Cause | None
    at: datetime
    version: int | None
    new: bool
    baseline: bool
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    next_due_at: datetime

    @property
    def failed(self) -> bool:
        """Whether the target could not be read this time."""
        return self.outcome not in BELIEVED


@dataclass(frozen=True, slots=True)
class RoundReport:
    """What one round came to, which site files do not hold, and which incidents opened or closed.

    `received` is how many bytes came over the wire.
    """

    round: str
    checks: tuple[Check, ...]
    broken: tuple[SiteFileError, ...]
    sending: DeliverySummary
    incidents: tuple[Incident, ...] = ()
    received: int = 0

    @property
    def failed(self) -> bool:
        """Whether some target could not be read, or some site file not be understood."""
        return bool(self.broken) or any(check.failed for check in self.checks)
