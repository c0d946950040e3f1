"""What a host was asked for, and what it sent: counted a day, added up for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """`requests` that went out (robots.txt, redirects and repeated attempts too), and what came back.

    `bytes` are of the answers as they came over the wire, `not_modified` is how many of them said so. `last_at` is when
    the last attempt ended.
    """

    requests: int = 0
    bytes: int = 0
    not_modified: int = 0
    last_at: datetime | None = None

    def __add__(self, other: Traffic) -> Traffic:
        return Traffic(
            requests=self.requests + other.requests,
            bytes=self.bytes + other.bytes,
            not_modified=self.not_modified + other.not_modified,
            last_at=max((at for at in (self.last_at, other.last_at) if at), default=None),
        )

    @property
    def saved(self) -> float:
        """The share (0..1) of requests that were answered with "not modified"; 0 where nothing was asked."""
        return self.not_modified / self.requests if self.requests else 0.0


def total(each: Iterable[Traffic]) -> Traffic:
    """All of it together."""
    return sum(each, Traffic())
