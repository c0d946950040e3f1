"""The table of channels."""

import pytest

from monitor.errors import UsageError
from notifiers.channels import Account, ChannelConfig, Mail, check_target, open_channel, preview
from notifiers.console import Console
from notifiers.email import Email
from notifiers.robot import Robot
from notifiers.webhook import Webhook
from tests.notifiers.conftest import NOW
from tests.notifiers.render.letters import ORDINARY


def _robot_for(vendor, name):
    if name != "staff":
        raise UsageError(f"no robot is called {name!r}; write [{vendor}.{name}]")
    return Account(key="a-key")


CONFIG = ChannelConfig(
    allow_private=frozenset({"127.0.0.1"}),
    secret_for=lambda _: "a secret",
    robot_for=_robot_for,
    mail=lambda: Mail(sender="watch@example.org", server="smtps://mail.example.org"),
)
TARGETS = [
    ("console:", Console),
    ("https://example.org/hook", Webhook),
    ("http://127.0.0.1:9/hook", Webhook),
    ("mailto:a@example.org", Email),
    ("wecom:staff", Robot),
    ("dingtalk:staff", Robot),
    ("feishu:staff", Robot),
]


@pytest.mark.parametrize(("to", "kind"), TARGETS)
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
        ("mailto:", "write it like mailto:someone@example.org"),
        ("mailto:a@example.org?cc=b@example.org", "write it like mailto"),
        ("mailto:a@example.org,b@example.org", "write it like mailto"),
        ("mailto:a@example.org\nb@example.org", "write it like mailto"),
        ("mailto:A <a@example.org>", "write it like mailto"),
        ("mailto:a%0ab@example.org", "write it like mailto"),
        ("mailto:a@-", "write it like mailto"),
        ("wecom:", "wants the name of a robot"),
        ("wecom:others", r"write \[wecom.others\]"),
        ("dingtalk:https://oapi.dingtalk.com/robot/send?access_token=1", "never its key or address"),
        ("feishu:a b", "wants the name of a robot"),
        ("ftp://example.org/", "no channel is called 'ftp'; send to console:, https://"),
        ("console", "no channel is called 'console'; send to console:"),
        ("console:here", "write console:"),
        ("", "send to console:"),
    ],
)
def test_other_targets_are_refused_with_what_to_write(ask, to, advice):
    """What can never be sent to is refused in one line that says what can."""
    with pytest.raises(UsageError, match=advice) as refused:
        ask(to, CONFIG)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("to", [to for to, _ in TARGETS])
def test_every_channel_shows_its_message_without_settings(to, delivery):
    """Looking at a message needs no secret, and shows what changed."""
    config = ChannelConfig(allow_private=CONFIG.allow_private, robot_for=lambda *_: Account(lacking=("KEY",)))
    shown = preview(to, delivery(letter=ORDINARY), NOW, config)
    assert "52%" in shown
    assert "\r" not in shown


def test_a_wrong_target_has_no_preview(delivery):
    """Showing refuses what sending would refuse."""
    with pytest.raises(UsageError, match="no channel"):
        preview("pigeon:", delivery(), NOW, CONFIG)
