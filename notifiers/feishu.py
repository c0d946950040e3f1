"""飞书: custom robots of Feishu groups (https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot)."""

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
from notifiers.render.markdown import body, neutral
from notifiers.robot import Request, Trouble, Vendor, encoded

_LONGEST_TITLE = 200
_COLOURS = {"critical": "red", "high": "orange", "medium": "blue"}
_FOR_SIGNATURE = 128
_MINUTE = timedelta(seconds=61)  # a second more than they say: their clock is not ours


def compose(letter: Letter) -> dict[str, Any]:
    """A card: the heading in the colour of its severity, the rest as Markdown below."""
    title = shortened(neutral(heading(letter, "zh")), _LONGEST_TITLE)
    return {
        "msg_type": "interactive",
        "card": {
            "schema": "2.0",
            "header": {
                "title": {"tag": "plain_text", "content": title},
                "template": _COLOURS.get(letter.severity, "grey"),
            },
            "body": {"elements": [{"tag": "markdown", "content": body(letter, "zh") or title}]},
        },
    }


def sign(request: Request, secret: str, at: datetime) -> Request:
    """The message with the time in seconds and its signature."""
    timestamp = str(int(at.timestamp()))
    signed = {"timestamp": timestamp, "sign": signature(secret, timestamp), **request.message}
    return Request(request.url, signed)


def signature(secret: str, timestamp: str) -> str:
    """Base64 of HMAC-SHA256 over nothing, by time, line end and secret."""
    return base64.b64encode(hmac.digest(f"{timestamp}\n{secret}".encode(), b"", hashlib.sha256)).decode()


def _whole(message: dict[str, Any]) -> int:
    return len(encoded(message)) + _FOR_SIGNATURE


def _text(message: dict[str, Any]) -> str:
    card = message["card"]
    return f"{card['header']['title']['content']}\n\n{card['body']['elements'][0]['content']}\n"


FEISHU = Vendor(
    scheme="feishu",
    address="https://open.feishu.cn/open-apis/bot/v2/hook/{key}",
    limits=(Limit(100, _MINUTE), Limit(5, timedelta(seconds=1.1))),
    longest=20_000,
    compose=compose,
    measure=_whole,
    shown=_text,
    verdicts=("code", "StatusCode"),
    troubles=MappingProxyType(
        {
            9499: Trouble("Feishu refuses the message's form, or too many messages at once"),
            11232: Trouble("too many messages", later=_MINUTE),
            99991400: Trouble("too many messages", later=_MINUTE),
            19001: Trouble("Feishu does not know this robot; check its key"),
            19021: Trouble(
                "the signature was refused; check secret_env, and this computer's clock (it must be within an hour)"
            ),
            19022: Trouble("the robot's list of addresses refuses ours"),
            19024: Trouble("the message holds none of the robot's keywords"),
            19036: Trouble("the message is too long for Feishu", permanent=True),
        }
    ),
    sign=sign,
)
