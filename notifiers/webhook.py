"""Webhooks by the Standard Webhooks convention: the alert as JSON, signed, to an address of the receiver."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta

import httpx

from monitor.errors import SendError, UsageError
from monitor.observation import Delivery
from notifiers.channel import ChannelConfig
from notifiers.guard import Resolve, resolve
from notifiers.pace import Limit
from notifiers.post import answered, asked_wait, post, reachable

_BASE64_SECRET = "whsec_"  # noqa: S105  # a prefix, no secret
_FORM = "write it like https://example.org/hook"
_GONE_FOR_GOOD = frozenset({400, 405, 410, 413, 415, 422, 431})
"""Answers that say: not this message, or not here any more. Other refusals (a wrong key, a page not there yet, too
many requests, a broken server) are things that people repair, so the message waits for them."""

_TOO_MANY = 429
_LIMITS = (Limit(300, timedelta(minutes=1)),)


class Webhook:
    """Sends to one address; see docs/webhook.md for what it sends."""

    def __init__(self, to: str, config: ChannelConfig, *, resolve: Resolve = resolve) -> None:
        check(to, config)
        self._to, self._config, self._resolve = to, config, resolve
        self._url = httpx.URL(to)
        self._tls = httpx.create_ssl_context() if self._url.scheme == "https" else None

    def send(self, delivery: Delivery, at: datetime) -> str:
        """Send the alert's payload; a 2xx answer takes it. Raises SendError."""
        if wait := self._config.pace.take(self._to, _LIMITS, at):
            raise SendError(f"{self._url.host}: many messages at once; the next goes later", later=wait)
        body = json.dumps(delivery.payload, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
        timestamp = str(int(at.timestamp()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": self._config.user_agent,
            "webhook-id": delivery.id,
            "webhook-timestamp": timestamp,
            "webhook-signature": sign(_key(self._to, self._config), delivery.id, timestamp, body),
        }
        answer = post(
            self._url,
            headers,
            body,
            allow=self._config.allow_private,
            timeout=self._config.timeout,
            tls=self._tls,
            resolve=self._resolve,
        )
        if not 200 <= answer.status < 300:
            raise SendError(
                answered(self._url.host, answer.status),
                permanent=answer.status in _GONE_FOR_GOOD,
                later=asked_wait(answer, at, "retry-after") if answer.status == _TOO_MANY else None,
            )
        return f"status {answer.status}"

    def close(self) -> None:
        """Nothing stays open between two deliveries."""


def check(to: str, config: ChannelConfig) -> str | None:
    """Whether an address can be a webhook; opens no connection. A warning where its secret is not set yet.

    Raises UsageError saying what to write instead.
    """
    try:
        url = httpx.URL(to)
    except httpx.InvalidURL as error:
        raise UsageError(f"this is no address of a webhook ({error}); {_FORM}") from error
    if not reachable(url):
        raise UsageError(f"this is no address of a webhook; {_FORM}")
    if url.userinfo:
        raise UsageError("a webhook's address holds no user or password; receivers know us by the signature")
    if url.scheme == "http" and url.host.rstrip(".") not in config.allow_private:
        raise UsageError(
            f"webhooks go by https; http is only for hosts of your own: write https://{url.host}…, "
            f"or add {url.host} to fetch.allow_private"
        )
    try:
        _key(to, config)
    except SendError as error:
        return error.reason
    return None


def preview(to: str, delivery: Delivery, at: datetime, config: ChannelConfig) -> str:
    """The body as it would be sent, in lines."""
    del to, at, config
    return json.dumps(delivery.payload, ensure_ascii=False, indent=2)


def key_of(secret: str) -> bytes:
    """The signing key of a secret: its UTF-8 bytes, or what base64 says after `whsec_`. Raises ValueError."""
    if secret.startswith(_BASE64_SECRET):
        encoded = secret.removeprefix(_BASE64_SECRET).rstrip("=")
        return base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    return secret.encode()


def sign(key: bytes, message_id: str, timestamp: str, body: bytes) -> str:
    """The signature header: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def _key(to: str, config: ChannelConfig) -> bytes:
    """The key to sign with. Raises SendError that says which setting to write."""
    advice = (
        "set CLAUSEWATCH_WEBHOOK_SECRET, or name another variable in clausewatch.toml: "
        f'[webhooks."{to}"] secret_env = "NAME"'
    )
    try:
        key = key_of(config.secret_for(to) or "")
    except ValueError as error:
        raise SendError(f"{to}: after {_BASE64_SECRET} the secret must be base64; {advice}") from error
    if not key:
        raise SendError(f"{to}: this webhook has no secret to sign with; {advice}")
    return key
