"""钉钉: custom robots of DingTalk groups (https://open.dingtalk.com/document/orgapp/custom-robot-access)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from monitor.letter import Letter
from monitor.message.graphemes import shortened
from monitor.message.plain import heading
from notifiers.pace import Limit
from notifiers.render.markdown import markdown, neutral
from notifiers.robot import Request, Trouble, Vendor, encoded

_LONGEST_TITLE = 64
_BAN = timedelta(minutes=10)


def compose(letter: Letter) -> dict[str, Any]:
    """A Markdown message that mentions nobody; its title is what notifications show."""
    title = shortened(neutral(heading(letter, "zh")), _LONGEST_TITLE)
    return {
        "msgtype": "markdown",
        "markdown": {"title": title, "text": markdown(letter, "zh")},
        "at": {"atMobiles": [], "atUserIds": [], "isAtAll": False},
    }


def sign(request: Request, secret: str, at: datetime) -> Request:
    """The address with the time in milliseconds and its signature."""
    timestamp = str(int(at.timestamp() * 1000))
    return Request(
        request.url.copy_merge_params({"timestamp": timestamp, "sign": signature(secret, timestamp)}), request.message
    )


def signature(secret: str, timestamp: str) -> str:
    """Base64 of HMAC-SHA256 over time, line end and secret, by the secret; not yet encoded for an address."""
    signed = hmac.digest(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256)
    return base64.b64encode(signed).decode()


def _whole(message: dict[str, Any]) -> int:
    return len(encoded(message))


def _text(message: dict[str, Any]) -> str:
    return str(message["markdown"]["text"])


DINGTALK = Vendor(
    scheme="dingtalk",
    address="https://oapi.dingtalk.com/robot/send?access_token={key}",
    limits=(Limit(20, timedelta(seconds=61)),),  # a second more than they say: their clock is not ours
    longest=20_000,
    compose=compose,
    measure=_whole,
    shown=_text,
    verdicts=("errcode",),
    troubles=MappingProxyType(
        {
            -1: Trouble("DingTalk is busy"),
            130101: Trouble("too many messages", later=_BAN),
            410100: Trouble("too many messages", later=_BAN),
            300001: Trouble("DingTalk does not know this robot; check its key"),
            310000: Trouble(
                "the robot's security settings refuse us; check secret_env and this computer's clock "
                "(within an hour), or the robot's keywords and addresses"
            ),
            400013: Trouble("the group was dissolved", permanent=True),
            400101: Trouble("DingTalk does not know this robot; check its key"),
            400102: Trouble("the robot was switched off"),
            400105: Trouble("DingTalk does not know this kind of message", permanent=True),
            400106: Trouble("the robot does not exist any more"),
            430101: Trouble("DingTalk finds a link of the message unsafe", permanent=True),
            430102: Trouble("DingTalk finds the message's text unfit", permanent=True),
            430104: Trouble("DingTalk finds the message unfit", permanent=True),
        }
    ),
    sign=sign,
)
