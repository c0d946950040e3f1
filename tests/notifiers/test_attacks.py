"""Every channel × every attack that a page's words can try, as they arrive at real receivers."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from lxml import html

from monitor.letter import Group, Words
from notifiers.channels import Account, ChannelConfig, Mail, open_channel
from tests.notifiers.conftest import NOW
from tests.notifiers.render.letters import ORDINARY

ATTACKS = {
    "everybody": '@all @所有人 <@all> <at user_id="all"></at> <at id=all></at> @13800000000',
    "link": "[点这里](http://evil.example/) <http://evil.example/> http://evil.example www.evil.example",
    "image": "![图](http://evil.example/x.png) <img src=http://evil.example/x.png>",
    "script": "</title><script>alert(1)</script><svg/onload=alert(1)> javascript:alert(1)",
    "header": "计划\r\nBcc: victim@evil.example\r\nX-Evil: 1\r\n\r\n正文",
    "encoded header": "=?utf-8?q?=0D=0ABcc:_victim=40evil.example?=",
    "other line ends": "计划\u2028Bcc: victim@evil.example\x85X-Evil: 1\x0b\x0c\x00",
    "mail's end": "计划\r\n.\r\nMAIL FROM:<victim@evil.example>",
    "heading": "# 标题\n=====\n> 引用\n- 项\n```\n码\n```\n| a | b |\n|---|---|",
    "colour": '<font color="warning">假</font> **假** ~~假~~ `假` $$x$$',
    "terminal": "\x1b[2J\x1b]0;owned\x07\x9b31m\rfalse line",
    "direction": "\u202etxt.exe\u2066 \u200f",
    "template": "{{ 7*7 }} ${x} %s {0} <%= 1 %>",
    "json": '"}],"isAtAll":true,"x":"\\',
    "long": "长" * 10_000,
}
ROBOTS = {"wecom", "dingtalk", "feishu"}
CHANNELS = ["console", "webhook", "mail", *sorted(ROBOTS)]


def letter(attack):
    """A letter in which the attack stands wherever a page's words can."""
    words = Words(attack, attack)
    group = Group(place=words, said=(words,), passages=((("=", attack), ("-", attack), ("+", attack)),))
    return replace(ORDINARY, title=attack, origin=(words,), summary=(words,), groups=(group,), notes=(words,))


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
@pytest.mark.parametrize("channel", CHANNELS)
def test_what_a_page_says_never_acts(channel, attack, receiver, mail_server, delivery):
    """It mentions nobody, opens nothing, shows no picture, adds no header, and breaks no message."""
    server, printed = mail_server(), io.StringIO()
    receiver.status, receiver.body = 200, b'{"errcode": 0, "code": 0}'
    mail = Mail(sender="watch@example.org", server=f"smtp://127.0.0.1:{server.port}")
    config = ChannelConfig(
        allow_private=frozenset({"127.0.0.1"}),
        secret_for=lambda _: "a secret",
        robot_for=lambda *_: Account(url=receiver.url, secret="a secret"),
        mail=lambda: mail,
        stream=printed,
    )
    targets = {"console": "console:", "webhook": receiver.url, "mail": "mailto:reader@example.org"}
    payload = {"type": "document.changed", "title": attack, "message": {"zh": f"【目标调整】{attack}", "en": attack}}
    sent = delivery(payload=payload, letter=letter(attack))
    assert open_channel(targets.get(channel, f"{channel}:staff"), config).send(sent, NOW)
    if channel == "console":
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", printed.getvalue())
        return
    if channel == "mail":
        (envelope,) = server.mailbox.envelopes
        _mail_is_ours(envelope)
        return
    ((_, headers, body),) = receiver.requests
    assert {name.lower() for name in headers} <= {
        "host", "content-type", "content-length", "user-agent", "connection",
        "webhook-id", "webhook-timestamp", "webhook-signature",
    }  # fmt: skip
    message = json.loads(body)
    if channel == "webhook":
        assert message == payload
    else:
        _robot_is_ours(channel, message)


def _mail_is_ours(envelope):
    """One receiver, our headers only, and an HTML form without anything that opens, runs or loads but our link."""
    assert envelope.rcpt_tos == ["reader@example.org"]
    mail = message_from_bytes(envelope.content, policy=policy.default)
    assert {name.lower() for name, _ in mail.items()} <= {
        "from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type", "x-peer",
        "x-mailfrom", "x-rcptto",
    }  # fmt: skip
    page = html.fromstring(mail.get_body(("html",)).get_content())
    assert {link for _, _, link, _ in page.iterlinks()} <= {ORDINARY.url}
    assert not page.xpath("//script | //svg | //img | //font | //form | //iframe | //@onload | //@onerror")
    plain = mail.get_body(("plain",)).get_content()
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", plain)


def _robot_is_ours(channel, message):
    """Nobody is mentioned; no link, picture, tag or heading but ours."""
    if channel == "dingtalk":
        assert message["at"] == {"atMobiles": [], "atUserIds": [], "isAtAll": False}
        title, text = message["markdown"]["title"], message["markdown"]["text"]
    elif channel == "wecom":
        assert set(message) == {"msgtype", "markdown"}
        assert set(message["markdown"]) == {"content"}
        title, text = "", message["markdown"]["content"]
    else:
        assert set(message["card"]) == {"schema", "header", "body"}
        (element,) = message["card"]["body"]["elements"]
        assert set(element) == {"tag", "content"}
        title, text = message["card"]["header"]["title"]["content"], element["content"]
    ours = f"[查看原文]({ORDINARY.url.replace('(', '%28').replace(')', '%29')})"
    said = title + text.replace(ours, "")
    assert not re.search(r"[@<`#|\\]|\]\(|!\[|://|www\.", said)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", said)
