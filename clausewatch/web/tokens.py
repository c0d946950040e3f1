"""Whose subscription the token in an address speaks of."""

from __future__ import annotations

from clausewatch.service import Service
from monitor.observation import Subscription
from notifiers import consent


def subscription_of(service: Service, purpose: consent.Purpose, token: str) -> Subscription | None:
    """The subscription that a token of this purpose opens; None where it opens none, or none any more."""
    known = {each.id: each for each in service.subscriptions.all()}
    targets = {number: each.to for number, each in known.items()}
    secret = service.channels().token_secret or ""
    found = consent.subscription_of(token, secret, purpose, targets.get, now=service.now())
    return None if found is None else known[found]
