"""The table of channels: what a subscription's target may look like, and who sends there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from monitor.errors import UsageError
from notifiers import console, webhook
from notifiers.channel import Channel, ChannelConfig

__all__ = ["Channel", "ChannelConfig", "check_target", "open_channel"]


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of channel: `check` does as `check_target`, `open` as `open_channel`."""

    check: Callable[[str, ChannelConfig], str | None]
    open: Callable[[str, ChannelConfig], Channel]


_WEBHOOK = _Kind(webhook.check, webhook.Webhook)
_KINDS = MappingProxyType({"console": _Kind(console.check, console.Console), "https": _WEBHOOK, "http": _WEBHOOK})
_LATER = frozenset({"mailto", "wecom", "dingtalk", "feishu"})
_FORMS = "console: or https://example.org/hook (http:// only to hosts in fetch.allow_private)"


def check_target(to: str, config: ChannelConfig) -> str | None:
    """Whether a subscription can be sent to `to`; sends and connects nothing.

    Gives a warning in one line where something is still to be set, None where all is well. Raises UsageError, saying
    what to write instead, for what can never be sent to.
    """
    return _kind(to).check(to, config)


def open_channel(to: str, config: ChannelConfig) -> Channel:
    """The channel to a subscription's target. Raises UsageError as `check_target` does."""
    return _kind(to).open(to, config)


def _kind(to: str) -> _Kind:
    scheme, colon, _ = to.partition(":")
    if colon and scheme in _KINDS:
        return _KINDS[scheme]
    if colon and scheme in _LATER:
        raise UsageError(f"{scheme}: is not available yet; send to {_FORMS}")
    raise UsageError(f"no channel is called {scheme!r}; send to {_FORMS}")
