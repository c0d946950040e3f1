"""What a channel is, and what the installation lets channels do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TextIO

from monitor.observation import Delivery


class Channel(Protocol):
    """One way to one receiver. Not shared between threads."""

    def send(self, delivery: Delivery, at: datetime) -> None:
        """Hand the alert over; returns only when it was taken. `at` is the present moment, aware.

        Raises SendError when it was not taken, or when nobody can know.
        """

    def close(self) -> None:
        """Give back what `open_channel` opened; closing twice is allowed."""


def no_secret(target: str) -> str | None:
    """The secrets of an installation that has none."""
    del target
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelConfig:
    """What the settings say about sending.

    `allow_private` holds private hosts, by address or name, that may be sent to. `secret_for` gives the secret of a
    target (the settings' own look-up: values stay out of reprs). `timeout` is the longest time in seconds for one
    whole delivery, name look-up excepted. `stream` is where `console:` prints, None for standard output.
    """

    allow_private: frozenset[str] = frozenset()
    secret_for: Callable[[str], str | None] = no_secret
    timeout: float = 30.0
    user_agent: str = "clausewatch"
    stream: TextIO | None = None
