"""What a webhook sends, and what it makes of the answers."""

import base64
import hashlib
import hmac
import json
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook as Verifier

from monitor.errors import SendError, UsageError
from notifiers.channels import ChannelConfig, check_target, open_channel
from notifiers.webhook import Webhook
from tests.notifiers.conftest import NOW

LOOPBACK = frozenset({"127.0.0.1"})


def _config(secret="秘密 of ours", **given):
    values = {"allow_private": LOOPBACK, "timeout": 5.0, "user_agent": "clausewatch/0 (+ops@example.org)"}
    return ChannelConfig(secret_for=lambda _: secret, **values | given)


def test_a_plain_secret_signs_with_its_bytes(receiver, delivery):
    """The signature is HMAC-SHA256 over id, time and body with the secret's UTF-8 bytes; the body is the payload."""
    sent = delivery(id="msg_77")
    open_channel(receiver.url, _config()).send(sent, NOW)
    ((path, headers, body),) = receiver.requests
    stamp = str(int(NOW.timestamp()))
    expected = hmac.new("秘密 of ours".encode(), b"msg_77." + stamp.encode() + b"." + body, hashlib.sha256).digest()
    assert path == "/hook/t0ken?key=s3cret"
    assert headers["webhook-signature"] == "v1," + base64.b64encode(expected).decode()
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == ("msg_77", stamp)
    assert headers["Content-Type"].startswith("application/json")
    assert headers["User-Agent"] == "clausewatch/0 (+ops@example.org)"
    assert json.loads(body.decode()) == sent.payload


@pytest.mark.parametrize("padded", [True, False])
def test_a_base64_secret_is_verified_by_the_standard_library(receiver, delivery, padded):
    """Receivers that use the convention's own library accept what is sent with a `whsec_` secret."""
    encoded = base64.b64encode(b"twenty-five bytes of key!").decode()
    secret = "whsec_" + (encoded if padded else encoded.rstrip("="))
    sent = delivery()
    open_channel(receiver.url, _config(secret)).send(sent, datetime.now(UTC))
    ((_, headers, body),) = receiver.requests
    assert Verifier(secret).verify(body, headers) == sent.payload


@pytest.mark.parametrize("secret", [None, "", "whsec_", "whsec_not base64!", "whsec_中文"])
def test_without_a_usable_secret_nothing_is_sent(secret, receiver, delivery):
    """The error says which setting to write, and the delivery waits for it; subscribing warns in the same words."""
    with pytest.raises(SendError, match="CLAUSEWATCH_WEBHOOK_SECRET") as failed:
        open_channel(receiver.url, _config(secret)).send(delivery(), NOW)
    assert not failed.value.permanent
    assert receiver.requests == []
    assert check_target(receiver.url, _config(secret)) == failed.value.reason


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_2xx_takes_the_message(status, receiver, delivery):
    """Every answer of success is a success."""
    receiver.status = status
    open_channel(receiver.url, _config()).send(delivery(), NOW)


@pytest.mark.parametrize(
    ("status", "permanent"),
    [
        (400, True),
        (410, True),
        (413, True),
        (401, False),
        (404, False),
        (408, False),
        (409, False),
        (425, False),
        (429, False),
        (500, False),
        (503, False),
    ],
)
def test_refusals_say_whether_to_try_again(status, permanent, receiver, delivery):
    """What people can repair is tried again; a message or address refused for good is not."""
    receiver.status = status
    with pytest.raises(SendError, match=f"127.0.0.1 answered {status}$") as failed:
        open_channel(receiver.url, _config()).send(delivery(), NOW)
    assert failed.value.permanent is permanent


@pytest.mark.parametrize(
    ("said", "later"),
    [
        ("120", timedelta(minutes=2)),
        ("0", timedelta(seconds=1)),
        ("99999999", timedelta(days=1)),
        ("Mon, 10 Mar 2025 05:00:00 GMT", timedelta(hours=1)),
        ("Mon, 10 Mar 2025 03:00:00 GMT", timedelta(seconds=1)),
        ("-1", None),
        ("soon", None),
        ("", None),
    ],
)
def test_too_many_messages_are_put_off_for_as_long_as_the_receiver_asks(said, later, receiver, delivery):
    """429 with Retry-After is no failure; the wait lies between a second and a day, and nonsense counts as nothing."""
    receiver.status, receiver.headers = 429, {"Retry-After": said}
    with pytest.raises(SendError, match="answered 429") as failed:
        open_channel(receiver.url, _config()).send(delivery(), NOW)
    assert failed.value.later == later
    receiver.status = 503
    with pytest.raises(SendError, match="answered 503") as failed:
        open_channel(receiver.url, _config()).send(delivery(), NOW)
    assert failed.value.later is None


def test_an_answer_is_never_shown_and_the_address_never_told(receiver, delivery):
    """Errors hold neither what the receiver said nor the token in its address, nor our secret."""
    receiver.status, receiver.body = 500, b"<script>raw</script>"
    with pytest.raises(SendError) as failed:
        open_channel(receiver.url, _config()).send(delivery(), NOW)
    told = str(failed.value) + repr(failed.value) + repr(_config())
    assert not any(word in told for word in ("raw", "t0ken", "s3cret", "秘密"))


def test_an_endless_answer_is_left(receiver, delivery):
    """Of a long answer only the beginning is read; the message counts as taken."""
    written = []

    def speak(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            while len(written) < 4000:
                handler.wfile.write(b"x" * 65536)
                written.append(65536)
        except OSError:
            pass  # what the test waits for: the sender went away

    receiver.speak = speak
    open_channel(receiver.url, _config()).send(delivery(), NOW)
    assert len(written) < 1000


@pytest.mark.parametrize("drips", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 500 "])
def test_a_dripping_answer_ends_with_the_time(drips, receiver, delivery):
    """One byte now and then keeps no delivery alive beyond its time."""
    over = threading.Event()

    def speak(handler):
        handler.wfile.write(drips)
        try:
            while not over.wait(0.05):
                handler.wfile.write(b"x")
        except OSError:
            pass  # the sender went away

    receiver.speak = speak
    began = time.monotonic()
    with pytest.raises(SendError, match=r"no answer within 0\.4 s") as failed:
        open_channel(receiver.url, _config(timeout=0.4)).send(delivery(), NOW)
    over.set()
    assert time.monotonic() - began < 10
    assert not failed.value.permanent


def test_a_broken_connection_is_a_failure(receiver, delivery):
    """A receiver that hangs up without an answer did not take the message."""
    receiver.speak = lambda handler: handler.connection.close()
    with pytest.raises(SendError, match=r"127\.0\.0\.1: the connection failed"):
        open_channel(receiver.url, _config()).send(delivery(), NOW)


def test_nobody_listening_is_a_failure(canary, delivery):
    """A closed port is told with the host."""
    canary.close()
    with pytest.raises(SendError, match=r"127\.0\.0\.1: the connection failed"):
        open_channel(f"http://127.0.0.1:{canary.port}/", _config()).send(delivery(), NOW)


@pytest.mark.parametrize(
    ("to", "advice"),
    [
        ("http://example.org/hook", "write https://example.org"),
        ("https://user:pw@example.org/", "no user or password"),
        ("https://", "write it like https://example.org/hook"),
        ("https://a b/", "no address of a webhook"),
        ("https://[broken/", "no address of a webhook"),
        ("https://example.org:99999999/", "no address of a webhook"),
    ],
)
def test_wrong_addresses_are_refused_when_subscribing(to, advice):
    """What can never be sent to is refused with what to write instead."""
    with pytest.raises(UsageError, match=advice):
        check_target(to, _config())


def test_a_good_address_is_accepted_without_a_connection(canary):
    """Checking a target opens no connection."""
    assert check_target(f"http://127.0.0.1:{canary.port}/", _config()) is None
    assert check_target("https://example.org/hook", _config()) is None
    assert check_target("https://教育.example/钩子", _config()) is None
    assert canary.visits == 0


def test_tls_is_verified_against_the_name(receiver, authority, delivery):
    """The connection goes to the checked address, and the certificate must be the name's."""
    receiver.socket = authority.wrap_socket(receiver.socket, server_side=True)
    config = _config(allow_private=frozenset({"hooks.test", "other.test"}))

    def send(host):
        url = f"https://{host}:{receiver.server_port}/"
        Webhook(url, config, resolve=lambda *_: ["127.0.0.1"]).send(delivery(), NOW)

    send("hooks.test")
    assert len(receiver.requests) == 1
    with pytest.raises(SendError, match="CERTIFICATE_VERIFY_FAILED"):
        send("other.test")
    assert len(receiver.requests) == 1
