"""Robots of three vendors, spoken to over HTTP on loopback and answering as their vendors describe."""

import base64
import hashlib
import hmac
import json
import threading
import time
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from monitor.errors import SendError, UsageError
from monitor.letter import Group, Words
from notifiers import dingtalk, feishu
from notifiers.channels import Account, ChannelConfig, check_target, open_channel
from notifiers.dingtalk import DINGTALK
from notifiers.feishu import FEISHU
from notifiers.robot import Robot, encoded
from notifiers.wecom import WECOM
from tests.notifiers.conftest import NOW
from tests.notifiers.render.letters import HOSTILE, ORDINARY, letters

VENDORS = {vendor.scheme: vendor for vendor in (WECOM, DINGTALK, FEISHU)}
TAKEN = {
    "wecom": {"errcode": 0, "errmsg": "ok"},
    "dingtalk": {"errcode": 0, "errmsg": "ok"},
    "feishu": {"code": 0, "msg": "success", "data": {}},
}
SECRET = "SEC-a-secret"
each_vendor = pytest.mark.parametrize("scheme", sorted(VENDORS))


@pytest.fixture
def config(receiver):
    """Settings with one robot of each vendor, called staff, at the receiver."""

    def robot_for(vendor, name):
        return Account(url=f"{receiver.url}&robot={vendor}-{name}", secret=SECRET)

    return ChannelConfig(allow_private=frozenset({"127.0.0.1"}), robot_for=robot_for, timeout=5.0)


def _answers(receiver, said, status=200, **headers):
    receiver.status, receiver.body = status, json.dumps(said).encode()
    receiver.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def _send(scheme, config, delivery, at=NOW, letter=ORDINARY):
    open_channel(f"{scheme}:staff", config).send(delivery(letter=letter), at)


def _refused(scheme, config, delivery, at=NOW):
    with pytest.raises(SendError) as failed:
        _send(scheme, config, delivery, at)
    return failed.value


def _text(message):
    """The Markdown of any vendor's message."""
    if "card" in message:
        return message["card"]["body"]["elements"][0]["content"]
    return message["markdown"].get("content") or message["markdown"]["text"]


@each_vendor
def test_a_message_arrives_in_the_vendors_form(scheme, config, receiver, delivery):
    """The vendor's kind of message, with the clauses as Markdown and the link."""
    _answers(receiver, TAKEN[scheme])
    _send(scheme, config, delivery)
    ((_, headers, body),) = receiver.requests
    message = json.loads(body)
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert message.get("msgtype", message.get("msg_type")) == {"feishu": "interactive"}.get(scheme, "markdown")
    assert "占比达到 ~~52%~~ **55%** 以上" in _text(message)
    assert "[查看原文](https://qinghe.example/a.html?x=1&y=%282%29)" in _text(message)
    assert "【目标调整】青河区教育工作计划" in body.decode()


def test_dingtalks_signature_stands_in_the_address(config, receiver, delivery):
    """Time in milliseconds, and HMAC over time, line end and secret by the secret, beside the token that was there."""
    _answers(receiver, TAKEN["dingtalk"])
    _send("dingtalk", config, delivery)
    ((path, _, body),) = receiver.requests
    query = parse_qs(urlsplit(path).query, strict_parsing=True)
    stamp = str(int(NOW.timestamp() * 1000))
    expected = hmac.new(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), hashlib.sha256).digest()
    assert query["timestamp"] == [stamp]
    assert query["sign"] == [base64.b64encode(expected).decode()]
    assert query["key"] == ["s3cret"]
    assert json.loads(body)["at"]["isAtAll"] is False


def test_feishus_signature_stands_in_the_message(config, receiver, delivery):
    """Time in seconds, and HMAC over nothing by time, line end and secret."""
    _answers(receiver, TAKEN["feishu"])
    _send("feishu", config, delivery)
    ((_, _, body),) = receiver.requests
    message = json.loads(body)
    stamp = str(int(NOW.timestamp()))
    expected = hmac.new(f"{stamp}\n{SECRET}".encode(), digestmod=hashlib.sha256).digest()
    assert (message["timestamp"], message["sign"]) == (stamp, base64.b64encode(expected).decode())


def test_signatures_never_change():
    """Golden vectors, computed once with OpenSSL's command line."""
    assert dingtalk.signature("this is secret", "1577262236757") == "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM="
    assert feishu.signature("demo", "1599360473") == "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8="


@pytest.mark.parametrize(
    ("scheme", "said"),
    [
        ("wecom", {"errcode": 93000, "errmsg": "raw words"}),
        ("wecom", {"errmsg": "raw words"}),
        ("wecom", {"errcode": "raw words"}),
        ("wecom", {"errcode": False}),
        ("wecom", [0]),
        ("dingtalk", {"errcode": 310000, "errmsg": "raw words, sign not match"}),
        ("dingtalk", {"code": 0}),
        ("feishu", {"code": 19021, "msg": "raw words"}),
        ("feishu", {"code": 19024, "StatusCode": 0}),
        ("feishu", {"StatusCode": 10001}),
        ("feishu", {"errcode": 0}),
    ],
)
def test_success_is_judged_by_the_body(scheme, said, config, receiver, delivery):
    """A status of 200 alone takes nothing; what is not the vendor's own yes waits, and is not repeated."""
    _answers(receiver, said)
    error = _refused(scheme, config, delivery)
    assert (error.permanent, error.later) == (False, None)
    assert error.reason.startswith(f"{scheme}:staff: ")
    assert "raw words" not in str(error)


def test_feishus_old_yes_is_one(config, receiver, delivery):
    """Addresses of the first generation say it in another field."""
    _answers(receiver, {"StatusCode": 0, "StatusMessage": "success"})
    _send("feishu", config, delivery)


@each_vendor
@pytest.mark.parametrize("body", [b"", b"<html>ok</html>", b'{"errcode": 0, "code": 0', b"\xff\xfe", b"[" * 50_000])
def test_an_answer_without_a_verdict_takes_nothing(scheme, body, config, receiver, delivery):
    """No JSON, half of it, and towers of brackets are no yes."""
    receiver.status, receiver.body = 200, body
    assert "without saying whether" in _refused(scheme, config, delivery).reason


@each_vendor
@pytest.mark.parametrize(("status", "permanent"), [(302, False), (404, False), (413, True), (500, False), (503, False)])
def test_a_status_that_is_no_success_takes_nothing(scheme, status, permanent, config, receiver, canary, delivery):  # noqa: PLR0917
    """Not even with a yes in the body; redirects are not followed."""
    _answers(receiver, TAKEN[scheme], status, Location=f"http://127.0.0.1:{canary.port}/")
    error = _refused(scheme, config, delivery)
    assert f"127.0.0.1 answered {status}" in error.reason
    assert error.permanent is permanent
    assert canary.visits == 0


@pytest.mark.parametrize(
    ("scheme", "said", "status", "headers", "later"),
    [
        ("wecom", {"errcode": 45009, "errmsg": "api freq out of limit"}, 200, {}, 61),
        ("dingtalk", {"errcode": 130101, "errmsg": "send too fast"}, 200, {}, 600),
        ("dingtalk", {"status": 1111, "wait": 5, "errcode": 130101}, 200, {}, 600),
        ("dingtalk", {"errcode": 410100, "errmsg": "send too fast"}, 200, {}, 600),
        ("feishu", {"code": 11232, "msg": "frequency limited"}, 200, {}, 61),
        ("feishu", {"code": 11232, "msg": "frequency limited"}, 200, {"x_ogw_ratelimit_reset": "52"}, 52),
        ("feishu", {"code": 9499, "msg": "too many request"}, 400, {"x_ogw_ratelimit_reset": "52"}, 52),
        ("feishu", {"code": 9499, "msg": "too many request"}, 429, {}, 61),
        ("feishu", {"code": 99991400}, 429, {"x_ogw_ratelimit_reset": "0"}, 1),
        ("feishu", {"code": 99991400}, 429, {"x_ogw_ratelimit_reset": "-5"}, 61),
        ("wecom", {}, 429, {"Retry_After": "99999999"}, 86400),
    ],
)
def test_too_many_messages_are_put_off(scheme, said, status, headers, later, config, receiver, delivery):  # noqa: PLR0917
    """A robot that takes no more is no failure; until its moment nothing more is sent to it, whoever asks."""
    _answers(receiver, said, status, **headers)
    error = _refused(scheme, config, delivery)
    assert (error.later, error.permanent) == (timedelta(seconds=later), False)
    assert len(receiver.requests) == 1
    again = _refused(scheme, config, delivery, NOW + timedelta(seconds=later / 2))
    assert again.later == timedelta(seconds=later / 2)
    assert len(receiver.requests) == 1
    _answers(receiver, TAKEN[scheme])
    _send(scheme, config, delivery, NOW + timedelta(seconds=later))
    assert len(receiver.requests) == 2


@pytest.mark.parametrize(("scheme", "count", "within"), [("wecom", 20, 61), ("dingtalk", 20, 61), ("feishu", 5, 1.1)])
def test_a_robots_limit_is_kept(scheme, count, within, config, receiver, delivery):  # noqa: PLR0917
    """The vendor never sees more than it takes, over however many channels; another robot has its own count."""
    _answers(receiver, TAKEN[scheme])
    for _ in range(count):
        _send(scheme, config, delivery)
    error = _refused(scheme, config, delivery)
    assert error.later == timedelta(seconds=within)
    assert len(receiver.requests) == count
    open_channel(f"{scheme}:others", config).send(delivery(letter=ORDINARY), NOW)
    _send(scheme, config, delivery, NOW + timedelta(seconds=within))
    assert len(receiver.requests) == count + 2


@each_vendor
def test_a_dripping_answer_ends_with_the_time(scheme, config, receiver, delivery):
    """One byte now and then keeps no delivery alive beyond its time, and half an answer is no yes."""
    over = threading.Event()

    def speak(handler):
        handler.wfile.write(b'HTTP/1.1 200 OK\r\n\r\n{"errcode":0,"code":0,"x":"')
        try:
            while not over.wait(0.05):
                handler.wfile.write(b"x")
        except OSError:
            pass  # the sender went away

    receiver.speak = speak
    began = time.monotonic()
    error = _refused(scheme, replace(config, timeout=0.4), delivery)
    over.set()
    assert time.monotonic() - began < 10
    assert not error.permanent


@each_vendor
def test_an_endless_answer_is_left(scheme, config, receiver, delivery):
    """Of a long answer only the beginning is read, and that is no yes."""
    written = []

    def speak(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            while len(written) < 4000:
                handler.wfile.write(b" " * 65536)
                written.append(65536)
        except OSError:
            pass  # what the test waits for: the sender went away

    receiver.speak = speak
    assert "without saying whether" in _refused(scheme, config, delivery).reason
    assert len(written) < 1000


@each_vendor
def test_a_private_address_is_refused(scheme, canary, delivery):
    """Robots are guarded as everything else: a name that leads inside gets no byte."""
    config = ChannelConfig(robot_for=lambda *_: Account(url=f"https://robot.test:{canary.port}/t0ken"), timeout=5.0)
    robot = Robot(VENDORS[scheme], f"{scheme}:staff", config, resolve=lambda *_: ["93.184.216.34", "127.0.0.1"])
    with pytest.raises(SendError, match=r"fetch\.allow_private"):
        robot.send(delivery(letter=ORDINARY), NOW)
    assert canary.visits == 0


@each_vendor
def test_a_key_alone_leads_to_the_vendor(scheme, delivery):
    """Of the vendor's own service the key is enough, and it goes to no other host, whatever it contains."""
    asked = []

    def nobody(host, port):
        asked.append((host, port))
        raise OSError("no network in tests")

    config = ChannelConfig(robot_for=lambda *_: Account(key="k3y/../@evil.example/?#"))
    with pytest.raises(SendError, match="cannot be resolved"):
        Robot(VENDORS[scheme], f"{scheme}:staff", config, resolve=nobody).send(delivery(letter=ORDINARY), NOW)
    host = {"wecom": "qyapi.weixin.qq.com", "dingtalk": "oapi.dingtalk.com", "feishu": "open.feishu.cn"}[scheme]
    assert asked == [(host, 443)]


@each_vendor
def test_variables_that_are_not_set_are_named(scheme, receiver, delivery):
    """Subscribing warns and sending waits, in the same words."""
    config = ChannelConfig(robot_for=lambda *_: Account(secret="x", lacking=("STAFF_KEY",)))
    told = check_target(f"{scheme}:staff", config)
    assert "STAFF_KEY" in told
    with pytest.raises(SendError) as failed:
        open_channel(f"{scheme}:staff", config).send(delivery(letter=ORDINARY), NOW)
    assert failed.value.reason == told


@each_vendor
@pytest.mark.parametrize(
    "url", ["m4rker", "http://m4rker.example/", "https://u:m4rker@host/", "https://[m4rker/", "ftp://host/m4rker"]
)
def test_an_address_that_cannot_be_is_refused_without_repeating_it(scheme, url):
    """What the variable holds may be a key: the error names the vendor only."""
    config = ChannelConfig(robot_for=lambda *_: Account(url=url))
    with pytest.raises(UsageError) as refused:
        check_target(f"{scheme}:staff", config)
    assert "m4rker" not in str(refused.value)


def _long(groups):
    many = tuple(
        Group(
            place=Words(f"一、第{number}条", ""),
            said=(Words("目标调整:占比52%→55%", ""),),
            passages=((("=", "占比达到" * 20), ("-", "52%"), ("+", "55%")),),
        )
        for number in range(1, groups + 1)
    )
    return replace(ORDINARY, groups=many)


@each_vendor
@pytest.mark.parametrize("groups", [5, 20, 200, 2000])
def test_long_messages_are_cut_to_what_the_vendor_takes(scheme, groups, config, receiver, delivery):
    """Bytes as the vendor counts them, whole clauses, what is missing, and the link."""
    _answers(receiver, TAKEN[scheme])
    _send(scheme, config, delivery, letter=_long(groups))
    ((_, _, body),) = receiver.requests
    text = _text(json.loads(body))
    assert len(text.encode()) <= 4096 if scheme == "wecom" else len(body) <= 20_000
    kept = text.count("目标调整:占比")
    assert kept == groups or f"另有{groups - kept + 1}处未列出" in text
    assert text.rstrip().endswith("[查看原文](https://qinghe.example/a.html?x=1&y=%282%29)")
    if groups == 2000:
        assert len(text.encode()) > 3500


@each_vendor
@given(letter=letters)
def test_no_letter_acts_or_breaks_a_message(scheme, letter):
    """However a page tries: short enough, JSON, no mention, no tag, no picture, no link but to the page."""
    vendor = VENDORS[scheme]
    message = vendor.message(letter)
    assert vendor.measure(message) <= vendor.longest
    assert json.loads(encoded(message)) is not None
    _harmless(vendor, message)


@each_vendor
@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_acts(scheme, title):
    """@all, <at>, <@user>, links, pictures and headings of a title are text, wherever the vendor shows it."""
    _harmless(VENDORS[scheme], VENDORS[scheme].message(replace(ORDINARY, title=title)))


def _harmless(vendor, message):
    titles = []
    if vendor is FEISHU:
        titles = [message["card"]["header"]["title"]["content"]]
    elif vendor is DINGTALK:
        titles = [message["markdown"]["title"]]
        assert message["at"] == {"atMobiles": [], "atUserIds": [], "isAtAll": False}
    text = _text(message)
    shown = list(MarkdownIt("commonmark").parse(text))
    tokens = [token for block in shown for token in (block, *(block.children or ()))]
    assert not {token.type for token in tokens} & {"image", "html_inline", "html_block", "heading_open", "code_inline"}
    assert sum(token.type == "link_open" for token in tokens) <= 1
    before_link = text.rpartition("[查看原文](")[0] if "[查看原文](" in text else text
    for said in (before_link, *titles):
        assert not any(mark in said for mark in "@<#`[")
        assert "://" not in said


@each_vendor
def test_nothing_secret_is_in_what_can_be_printed(scheme, config, receiver, delivery):
    """Reprs of settings, accounts and errors hold neither key nor secret."""
    _answers(receiver, {"errcode": 1, "code": 1, "errmsg": SECRET, "msg": "t0ken"}, 500)
    error = _refused(scheme, config, delivery)
    account = config.robot_for(scheme, "staff")
    told = "".join(map(str, (error, repr(error), repr(config), repr(account), error.__cause__)))
    assert not any(word in told for word in (SECRET, "t0ken", "s3cret"))
