"""What a round means for the sites it looked at: troubles begin, last, become incidents, and end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from clausewatch import announce, stale
from clausewatch.report import Check
from monitor.incident import WINDOW, Incident, Step, settle
from monitor.interests import Interests
from monitor.observation import Alert
from monitor.records import Cause
from storage.incidents import Incidents


def settled(
    incidents: Incidents, checks: Sequence[Check], interests: Interests, *, now: Callable[[], datetime]
) -> tuple[Incident, ...]:
    """Settle the incidents of the sites that were looked at; gives those that opened, were recalled or closed.

    Raises StorageError.
    """
    told: list[Incident] = []
    for site in dict.fromkeys(check.site for check in checks):
        at = now()
        mine = [check for check in checks if check.site == site]
        failed, begun, lasting = _failed(mine), {}, incidents.lasting(site)
        if silent := stale.silent(incidents.quiet(site, at - stale.FLOOR), at):
            lasting |= {Cause.STALE}
            if seen := stale.seen(silent, mine):
                failed[Cause.STALE], begun[Cause.STALE] = (stale.reason(seen), len(seen)), stale.since(seen)
        steps = settle(site, incidents.kept(site, at - WINDOW), failed, lasting, at, begun=begun)
        last_good_at = incidents.last_good_at(site)
        incidents.record([_with_alert(step, last_good_at, interests, at) for step in steps], at)
        told += [step.incident for step in steps if step.tell]
    return tuple(told)


def _failed(checks: Sequence[Check]) -> dict[Cause, tuple[str, int]]:
    """Cause → what was seen first, and at how many addresses. One document that was built anew is no rebuilt site."""
    reasons: dict[Cause, list[str]] = {}
    rebuilt = [check for check in checks if check.cause is Cause.STRUCTURE]
    documents = [check for check in rebuilt if check.document is not None and check.column is not None]
    alone = documents[0] if len(documents) == 1 else None
    for check in checks:
        if check.cause is not None and check is not alone:
            reasons.setdefault(check.cause, []).append(check.reason or str(check.outcome))
    return {cause: (seen[0], len(seen)) for cause, seen in reasons.items()}


def _with_alert(
    step: Step, last_good_at: datetime | None, interests: Interests, at: datetime
) -> tuple[Step, Alert | None, Sequence[int]]:
    if step.tell is None:
        return step, None, ()
    alert = announce.of_incident(step.incident, step.tell, last_good_at=last_good_at, at=at)
    return step, alert, interests.wanting(alert)
