"""Who a token of the API stands for, and what it may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias, get_args

Scope: TypeAlias = Literal["read", "watch", "operate"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
"""`read` the archive; `watch`: subscriptions and deliveries; `operate`: sites and links. The others may read, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token as it is kept: without its secret. `owner` is None where it speaks for nobody in particular."""

    id: int
    scopes: tuple[Scope, ...]
    owner: str | None
    added_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def state(self, now: datetime) -> Literal["valid", "expired", "revoked"]:
        """How it stands at a moment."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at is not None and self.expires_at <= now else "valid"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever asks: what they may do, and whose things they see; an `owner` of None sees everybody's."""

    scopes: frozenset[Scope]
    owner: str | None = None

    def may(self, scope: Scope) -> bool:
        """Whether these rights are enough.

        >>> Holder(frozenset({"watch"})).may("read"), Holder(frozenset({"watch"})).may("operate")
        (True, False)
        """
        return scope in self.scopes or (scope == "read" and bool(self.scopes))

    def sees(self, owner: str | None) -> bool:
        """Whether something that belongs to `owner` is there for them."""
        return self.owner is None or self.owner == owner


READER = Holder(frozenset({"read"}))
"""Who brings the access token of the pages, or needs none."""


def scopes(written: Iterable[str]) -> tuple[Scope, ...]:
    """The scopes of these names, each once, in their order. Raises ValueError for another name."""
    names = set(written)
    if unknown := names - set(SCOPES):
        raise ValueError(f"no scope is called {min(unknown)!r}; there are: {', '.join(SCOPES)}")
    return tuple(each for each in SCOPES if each in names)
