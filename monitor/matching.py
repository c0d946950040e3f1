"""Who is told what: a subscription's limits tried against an alert."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitor.observation import Alert, Subscription
from monitor.severity import at_least
from monitor.text import key

_OF_SITES = frozenset({"baseline", "incident.opened", "incident.closed"})
_KEYWORD_FIELDS = ("title", "before", "after")


def matches(subscription: Subscription, alert: Alert) -> bool:
    """Whether the subscription wants the alert. All limits must hold; one that is None always does.

    A keyword (compared by key: width and blanks do not count) stands in the document's title, or in a change that
    itself reaches the subscription's severity: a renumbered clause that holds it is no reason to tell. A baseline's
    summary tells that watching has begun, an incident that it is broken off: so only the site decides about them, unless
    one document was asked for.
    """
    if subscription.site not in (None, alert.site):
        return False
    if alert.type in _OF_SITES:
        return subscription.document is None
    document = alert.payload["document"]
    if subscription.document not in (None, document["id"]):
        return False
    return at_least(alert.severity, subscription.severity) and _speaks_of(subscription, alert.payload)


def _speaks_of(subscription: Subscription, payload: Mapping[str, Any]) -> bool:
    sought = key(subscription.keyword or "")
    if sought in key(payload["document"]["title"]):
        return True
    return any(
        sought in key(change[field])
        for change in payload["changes"]
        if at_least(change["severity"], subscription.severity)
        for field in _KEYWORD_FIELDS
    )
