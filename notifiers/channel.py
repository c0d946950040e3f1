"""What a channel is, and what the installation lets channels do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TextIO

from monitor.errors import UsageError
from monitor.observation import Delivery
from notifiers.pace import Pace


class Channel(Protocol):
    """One way to one receiver. Not shared between threads."""

    def send(self, delivery: Delivery, at: datetime) -> str:
        """Hand the alert over; returns only when it was taken, with the answer in a word. `at` is the present, aware.

        Raises SendError when it was not taken, or when nobody can know. Neither its text nor the answer holds a secret,
        or anything that the receiver wrote but a code.
        """

    def close(self) -> None:
        """Give back what `open_channel` opened; closing twice is allowed."""


def no_secret(target: str) -> str | None:
    """The secrets of an installation that has none."""
    del target
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One robot of the settings: its `url`, which holds its key, or the `key` alone; and the `secret` it signs with.

    `lacking` names the environment variables that the settings count on and that are not set.
    """

    key: str | None = field(default=None, repr=False)
    url: str | None = field(default=None, repr=False)
    secret: str | None = field(default=None, repr=False)
    lacking: tuple[str, ...] = ()


def no_robot(vendor: str, name: str) -> Account:
    """The robots of an installation that has none."""
    raise UsageError(f'no robot is called {name!r}; write into clausewatch.toml: [{vendor}.{name}] key_env = "NAME"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """How e-mail is sent: from whom, and through which server.

    `server` is an address that holds user and password, such as `smtps://user:password@mail.example.org`, or None
    where `variable`, the environment variable that should hold it, is not set.
    """

    sender: str = ""
    server: str | None = field(default=None, repr=False)
    variable: str = "CLAUSEWATCH_SMTP_URL"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelConfig:
    """What the settings say about sending.

    `allow_private` holds private hosts, by address or name, that may be sent to. `secret_for` gives the secret of a
    webhook, `robot_for` the account of a robot by vendor and name, raising UsageError where there is none, `mail` how
    e-mail is sent (all are the settings' own look-ups: values stay out of reprs). `public_url` is where receivers can reach this installation, ""
    for nowhere, `token_secret` signs what they bring there. `pace` is shared by all channels of the process. `timeout`
    is the longest time in seconds for one whole delivery, name look-up excepted. `stream` is where `console:` prints,
    None for standard output.
    """

    allow_private: frozenset[str] = frozenset()
    secret_for: Callable[[str], str | None] = no_secret
    robot_for: Callable[[str, str], Account] = no_robot
    mail: Callable[[], Mail] = Mail
    public_url: str = ""
    token_secret: str | None = field(default=None, repr=False)
    pace: Pace = field(default_factory=Pace)
    timeout: float = 30.0
    user_agent: str = "clausewatch"
    stream: TextIO | None = None
