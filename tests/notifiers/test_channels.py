"""The table of channels."""

import pytest

from monitor.errors import UsageError
from notifiers.channels import ChannelConfig, check_target, open_channel
from notifiers.console import Console
from notifiers.webhook import Webhook

CONFIG = ChannelConfig(allow_private=frozenset({"127.0.0.1"}), secret_for=lambda _: "a secret")


@pytest.mark.parametrize(
    ("to", "kind"),
    [("console:", Console), ("https://example.org/hook", Webhook), ("http://127.0.0.1:9/hook", Webhook)],
)
def test_known_targets_open_their_channel(to, kind):
    """Each scheme opens its own kind of channel, after the same check as at subscribing."""
    assert check_target(to, CONFIG) is None
    channel = open_channel(to, CONFIG)
    assert isinstance(channel, kind)
    channel.close()
    channel.close()


@pytest.mark.parametrize("ask", [check_target, open_channel])
@pytest.mark.parametrize(
    ("to", "advice"),
    [
        ("mailto:a@example.org", "mailto: is not available yet"),
        ("wecom:staff", "wecom: is not available yet"),
        ("dingtalk:staff", "dingtalk: is not available yet"),
        ("feishu:staff", "feishu: is not available yet"),
        ("ftp://example.org/", "no channel is called 'ftp'; send to console: or https://"),
        ("console", "no channel is called 'console'; send to console:"),
        ("console:here", "write console:"),
        ("", "send to console:"),
    ],
)
def test_other_targets_are_refused_with_what_to_write(ask, to, advice):
    """What is no channel, or not yet, is refused in one line that names those there are."""
    with pytest.raises(UsageError, match=advice) as refused:
        ask(to, CONFIG)
    assert "\n" not in str(refused.value)
