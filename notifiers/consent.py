"""What a receiver says yes or no with: tokens that stand in addresses of letters, and the letter that asks.

A token needs no memory: it names its subscription and is signed over its purpose and the subscription's target, so that
it opens nothing else, not even after a restored backup gave the same number to somebody else. Whoever answers these
addresses must act on POST only: scanners of mail open every link.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeAlias

from monitor.letter import Letter, Words

Purpose: TypeAlias = Literal["confirm", "unsubscribe", "feed"]

ASKING = "subscription.confirm"
"""The type of the delivery that asks a new subscription's receiver for a yes."""
CONFIRM_WITHIN = timedelta(days=7)
ONE_CLICK = "List-Unsubscribe=One-Click"
"""The body of the POST request by which a mail program unsubscribes (RFC 8058)."""

_TOKEN = re.compile(r"([0-9]{1,18})\.([0-9]{1,12})\.[A-Za-z0-9_-]{43}")
_NEVER = 0


def issue(secret: str, purpose: Purpose, subscription: int, to: str, *, until: datetime | None = None) -> str:
    """A token for one purpose of the subscription to `to`, good until that moment or for ever. Raises ValueError.

    Letters, digits, `.`, `-` and `_` only. An empty secret would let everybody sign.
    """
    if not secret:
        raise ValueError("tokens need a secret")
    return _signed(secret, purpose, subscription, to, _NEVER if until is None else int(until.timestamp()))


def subscription_of(
    token: str, secret: str, purpose: Purpose, target_of: Callable[[int], str | None], *, now: datetime
) -> int | None:
    """The subscription that a token speaks for; None where it is false, too old or for another purpose.

    `target_of` gives a subscription's target, None where there is no such subscription.
    """
    found = _TOKEN.fullmatch(token)
    if found is None or not secret:
        return None
    subscription, until = int(found[1]), int(found[2])
    target = target_of(subscription)
    if target is None or not hmac.compare_digest(_signed(secret, purpose, subscription, target, until), token):
        return None
    return subscription if until == _NEVER or now.timestamp() <= until else None


def address(public_url: str, purpose: Purpose, token: str) -> str:
    """Where a receiver goes with a token."""
    return f"{public_url.rstrip('/')}/{purpose}?token={token}"


def asks(to: str, public_url: str) -> bool:
    """Whether a new subscription's receiver is asked for a yes: by mail, where there is an address to give it at."""
    return bool(public_url) and to.startswith("mailto:")


def question(what: Words, until: datetime) -> Letter:
    """The letter that asks whether a subscription is wanted; its channel adds the address. `what` says to what."""
    day = f"{until.astimezone(UTC):%Y-%m-%d}"
    return Letter(
        heading=Words("确认订阅", "Confirm your subscription"),
        title="clausewatch",
        severity="none",
        summary=(
            Words(f"有人为这个地址订阅了:{what.zh}", f"Somebody subscribed this address to: {what.en}"),
            Words(
                f"如果是您本人,请在{day}前打开下面的链接确认;否则不必理会,不会再收到来信。",
                f"If that was you, open the link below before {day}; if not, do nothing and hear no more.",
            ),
        ),
    )


def _signed(secret: str, purpose: Purpose, subscription: int, to: str, until: int) -> str:
    said = f"{purpose}\n{subscription}\n{until}\n{to}".encode()
    mark = base64.urlsafe_b64encode(hmac.digest(secret.encode(), said, hashlib.sha256)).decode().rstrip("=")
    return f"{subscription}.{until}.{mark}"
