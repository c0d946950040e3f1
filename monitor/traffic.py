"""What a host was asked for, and what it sent: counted a day, added up for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """`requests` that went out (robots.txt, redirects and repeated attempts too), and what came back.

    `bytes` are of the answers as they came over the wire, `not_modified` is how many of them said so.
    """

    requests: int = 0
    bytes: int = 0
    not_modified: int = 0

    def __add__(self, other: Traffic) -> Traffic:
        return Traffic(
            requests=self.requests + other.requests,
            bytes=self.bytes + other.bytes,
            not_modified=self.not_modified + other.not_modified,
        )

    @property
    def saved(self) -> float:
        """The share (0..1) of requests that were answered with "not modified"; 0 where nothing was asked."""
        return self.not_modified / self.requests if self.requests else 0.0


def total(each: Iterable[Traffic]) -> Traffic:
    """All of it together."""
    return sum(each, Traffic())
