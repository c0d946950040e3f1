"""The table of channels: what a subscription's target may look like, and who sends there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import MappingProxyType

from monitor.errors import UsageError
from monitor.observation import Delivery
from notifiers import console, email, robot, webhook
from notifiers.channel import Account, Channel, ChannelConfig, Mail
from notifiers.dingtalk import DINGTALK
from notifiers.feishu import FEISHU
from notifiers.wecom import WECOM

__all__ = ["Account", "Channel", "ChannelConfig", "Mail", "check_target", "open_channel", "preview"]


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of channel: `check` does as `check_target`, `open` as `open_channel`, `preview` as that."""

    check: Callable[[str, ChannelConfig], str | None]
    open: Callable[[str, ChannelConfig], Channel]
    preview: Callable[[str, Delivery, datetime, ChannelConfig], str]


def _robot(vendor: robot.Vendor) -> _Kind:
    return _Kind(
        partial(robot.check, vendor),
        partial(robot.Robot, vendor),
        partial(robot.preview, vendor),
    )


_WEBHOOK = _Kind(webhook.check, webhook.Webhook, webhook.preview)
_KINDS = MappingProxyType(
    {
        "console": _Kind(console.check, console.Console, console.preview),
        "https": _WEBHOOK,
        "http": _WEBHOOK,
        "mailto": _Kind(email.check, email.Email, email.preview),
        **{vendor.scheme: _robot(vendor) for vendor in (WECOM, DINGTALK, FEISHU)},
    }
)
_FORMS = (
    "console:, https://example.org/hook (http:// only to hosts in fetch.allow_private), mailto:someone@example.org, "
    "or wecom:NAME, dingtalk:NAME, feishu:NAME for a robot of the settings"
)


def check_target(to: str, config: ChannelConfig) -> str | None:
    """Whether a subscription can be sent to `to`; sends and connects nothing.

    Gives a warning in one line where something is still to be set, None where all is well. Raises UsageError, saying
    what to write instead, for what can never be sent to.
    """
    return _kind(to).check(to, config)


def open_channel(to: str, config: ChannelConfig) -> Channel:
    """The channel to a subscription's target. Raises UsageError as `check_target` does."""
    return _kind(to).open(to, config)


def preview(to: str, delivery: Delivery, at: datetime, config: ChannelConfig) -> str:
    """What `to` would get, for people to look at; sends and connects nothing. Raises UsageError as `check_target`."""
    kind = _kind(to)
    kind.check(to, config)
    return kind.preview(to, delivery, at, config)


def _kind(to: str) -> _Kind:
    scheme, colon, _ = to.partition(":")
    if colon and scheme in _KINDS:
        return _KINDS[scheme]
    raise UsageError(f"no channel is called {scheme!r}; send to {_FORMS}")
