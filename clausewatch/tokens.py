"""Tokens of the API: made, listed, revoked, and told right from wrong.

A token is `cw_ID_SECRET`. Its secret is 32 random bytes, shown once; a plain SHA-256 of it is kept, for nobody can guess
so many bytes, and a slow hash would only let others slow us down.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256

from clausewatch import contract
from clausewatch.service import Service
from monitor.dates import end_of
from monitor.errors import UsageError
from monitor.rights import Holder, Token, scopes

_SHAPE = re.compile(rb"cw_([1-9][0-9]{0,17})_([A-Za-z0-9_-]{43})")
_ABSENT = b"\0" * 32
"""What a token that is not there is compared with, so that it takes as long."""


def make(service: Service, granted: Sequence[str], *, expires: str | None, owner: str | None) -> tuple[Token, str]:
    """A new token, and what to give its holder, which is not kept. `expires` is its last day in Shanghai.

    Raises UsageError for an unknown scope, for none, and for a day that is over.
    """
    try:
        named = scopes(granted)
    except ValueError as error:
        raise UsageError(str(error)) from error
    if not named:
        raise UsageError("say what the token may do: --scope read, --scope watch, --scope operate")
    secret = secrets.token_urlsafe(32)
    made = service.tokens.add(
        sha256(secret.encode()).digest(),
        named,
        owner=(owner or "").strip() or None,
        expires_at=_last_moment(expires, service.now()) if expires is not None else None,
        at=service.now(),
    )
    return made, f"cw_{made.id}_{secret}"


def holder(service: Service, given: bytes) -> Holder | None:
    """Whom a token that somebody brings stands for; None where it is wrong, expired or revoked. Raises StorageError."""
    shape = _SHAPE.fullmatch(given)
    if shape is None:
        return None
    known, digest = service.tokens.find(int(shape[1])) or (None, _ABSENT)
    right = hmac.compare_digest(sha256(shape[2]).digest(), digest)
    if known is None or not right or known.state(service.now()) != "valid":
        return None
    return Holder(frozenset(known.scopes), known.owner)


def as_json(value: Token, now: datetime) -> contract.JsonObject:
    """One line of `token list --json`."""
    return {
        "id": value.id,
        "scopes": list(value.scopes),
        "owner": value.owner,
        "state": value.state(now),
        "added_at": contract.moment(value.added_at),
        "expires_at": contract.moment(value.expires_at),
        "revoked_at": contract.moment(value.revoked_at),
    }


def _last_moment(written: str, now: datetime) -> datetime:
    try:
        last = end_of(date.fromisoformat(written))
    except ValueError as error:
        raise UsageError(f"--expires {written!r} is no date; write it like 2027-03-10") from error
    if last <= now:
        raise UsageError(f"--expires {written!r} is over already; write a day to come, or leave it out")
    return last
