"""企业微信: robots of WeCom groups (https://developer.work.weixin.qq.com/document/path/99110)."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import Any

from monitor.letter import Letter
from notifiers.pace import Limit
from notifiers.render.markdown import markdown
from notifiers.robot import Trouble, Vendor

_MINUTE = timedelta(seconds=61)  # a second more than they say: their clock is not ours


def compose(letter: Letter) -> dict[str, Any]:
    """A Markdown message."""
    return {"msgtype": "markdown", "markdown": {"content": markdown(letter, "zh")}}


def _content(message: dict[str, Any]) -> int:
    return len(_text(message).encode(errors="replace"))


def _text(message: dict[str, Any]) -> str:
    return str(message["markdown"]["content"])


WECOM = Vendor(
    scheme="wecom",
    address="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={key}",
    limits=(Limit(20, _MINUTE),),
    longest=4096,
    compose=compose,
    measure=_content,
    shown=_text,
    verdicts=("errcode",),
    troubles=MappingProxyType(
        {
            -1: Trouble("WeCom is busy"),
            45009: Trouble("too many messages", later=_MINUTE),
            45033: Trouble("too many messages at once", later=timedelta(seconds=5)),
            40008: Trouble("WeCom does not know this kind of message", permanent=True),
            40058: Trouble("WeCom refuses this message's form or length", permanent=True),
            44004: Trouble("WeCom finds the message empty", permanent=True),
            45002: Trouble("the message is too long for WeCom", permanent=True),
            93000: Trouble("WeCom does not know this robot; check its key"),
            93004: Trouble("the robot was switched off"),
            93008: Trouble("the robot is not in the group any more"),
        }
    ),
)
