"""Nothing is sent where nothing may go: the guard of every channel that speaks HTTP."""

import contextlib

import httpcore
import pytest

from monitor.errors import ClausewatchError, SendError
from notifiers.channels import ChannelConfig, open_channel
from notifiers.guard import GuardedBackend
from notifiers.webhook import Webhook
from tests.notifiers.conftest import NOW

LITERALS = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "0.0.0.0",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:169.254.169.254]",
    "[64:ff9b::a9fe:a9fe]",
    "[2002:7f00:1::]",
    "100.64.0.1",
    "100.100.100.200",
    "192.0.0.8",
    "192.88.99.1",
    "198.18.0.1",
    "224.0.0.1",
    "[fd00::1]",
    "[fe80::1%25lo]",
    "１２７.0.0.1",
    "localhost",
    "localhost.",
]


def _config(**given):
    return ChannelConfig(secret_for=lambda _: "a secret", timeout=5.0, **given)


@pytest.mark.parametrize("host", LITERALS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_private_hosts_are_refused_in_every_spelling(scheme, host, canary, delivery):
    """No spelling of a private or special address gets a single byte."""
    with pytest.raises(ClausewatchError):
        open_channel(f"{scheme}://{host}:{canary.port}/", _config()).send(delivery(), NOW)
    assert canary.visits == 0


@pytest.mark.parametrize(
    "answers", [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::1", "93.184.216.34"], ["fd00::1", "127.0.0.1"]]
)
def test_a_name_with_any_private_address_is_refused(answers, canary, delivery):
    """One private address among public ones is enough; the public ones are not tried either."""
    channel = Webhook(f"https://hooks.test:{canary.port}/", _config(), resolve=lambda *_: answers)
    with pytest.raises(SendError, match="allow_private") as refused:
        channel.send(delivery(), NOW)
    assert not refused.value.permanent
    assert canary.visits == 0


def test_a_name_is_resolved_once_and_the_checked_address_is_connected(receiver, delivery):
    """A resolver that answers differently the second time is not asked a second time."""
    answers = iter([["127.0.0.1"]])
    config = _config(allow_private=frozenset({"hooks.test"}))
    channel = Webhook(f"http://hooks.test:{receiver.server_port}/", config, resolve=lambda *_: next(answers))
    channel.send(delivery(), NOW)
    ((_, headers, _),) = receiver.requests
    assert headers["Host"] == f"hooks.test:{receiver.server_port}"


def test_every_address_of_a_name_is_tried(receiver, delivery):
    """When the first address does not answer, the next one gets the message."""
    config = _config(allow_private=frozenset({"hooks.test"}))
    url = f"http://hooks.test:{receiver.server_port}/"
    Webhook(url, config, resolve=lambda *_: ["127.0.0.2", "127.0.0.1"]).send(delivery(), NOW)
    assert len(receiver.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(status, receiver, canary, delivery):
    """A receiver that points elsewhere did not take the message, and nothing goes there."""
    receiver.status = status
    receiver.headers = {
        "Location": f"http://127.0.0.1:{canary.port}/",
        "Refresh": f"0; http://127.0.0.1:{canary.port}/",
    }
    with pytest.raises(SendError, match=rf"{status} \(redirects"):
        open_channel(receiver.url, _config(allow_private=frozenset({"127.0.0.1"}))).send(delivery(), NOW)
    assert len(receiver.requests) == 1
    assert canary.visits == 0


def test_proxies_of_the_environment_are_not_used(receiver, canary, delivery, monkeypatch):
    """A proxy would connect for us where the guard cannot see."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")
    open_channel(receiver.url, _config(allow_private=frozenset({"127.0.0.1"}))).send(delivery(), NOW)
    assert len(receiver.requests) == 1
    assert canary.visits == 0


def test_a_name_that_does_not_exist_says_so(delivery):
    """An unknown host is told in one line and tried again later."""

    def nobody(host, port):
        raise OSError(-2, "Name or service not known")

    with pytest.raises(SendError, match=r"hooks\.test: the name cannot be resolved") as failed:
        Webhook("https://hooks.test/", _config(), resolve=nobody).send(delivery(), NOW)
    assert not failed.value.permanent


def test_sockets_of_this_machine_are_not_opened():
    """Only TCP goes through the guard."""
    with pytest.raises(NotImplementedError):
        GuardedBackend(frozenset()).connect_unix_socket("/run/any.sock")


def test_a_connection_that_is_made_too_late_is_cut_at_once(receiver):
    """When the time ended while connecting, the new connection does not live."""
    backend = GuardedBackend(frozenset({"127.0.0.1"}))
    with (
        contextlib.closing(backend),
        contextlib.closing(backend.connect_tcp("127.0.0.1", receiver.server_port)) as stream,
    ):
        backend.cut()
        assert stream.read(1, timeout=2.0) == b""
        with pytest.raises(httpcore.ConnectTimeout):
            backend.connect_tcp("127.0.0.1", receiver.server_port)
