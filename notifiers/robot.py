"""Robots of group chats: what their vendors have in common. One `Vendor` says how each of them differs.

A robot's address holds its key, so it never stands in a target, an error or a log: targets name a robot of the
settings. Whether a message was taken is said by the answer's body; a status of 200 alone says nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import httpx

from monitor.errors import SendError, UsageError
from monitor.letter import Letter
from monitor.observation import Delivery
from notifiers.channel import Account, ChannelConfig
from notifiers.guard import Resolve, resolve
from notifiers.pace import Limit
from notifiers.post import Answer, answered, asked_wait, post, reachable
from notifiers.render import letter_of
from notifiers.render.fit import fitted

_NAME = re.compile(r"[\w.-]+")
_TOO_MANY = 429
_TOO_LARGE = 413
_RESET = ("x-ogw-ratelimit-reset", "retry-after")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a vendor's code means. `later`: the robot takes no more for so long, unless the answer says how long."""

    reason: str
    permanent: bool = False
    later: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What goes to a robot: the address with its key, and the message."""

    url: httpx.URL
    message: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """How one vendor's robots want to be spoken to.

    `address` is where a robot with a `{key}` listens. `compose` writes a letter as the vendor's message, of which
    `measure` bytes may be at most `longest`; `shown` is its text for people. `sign` puts the signature where the vendor looks for it. The first of
    `verdicts` that an answer's body holds says 0 for a message that was taken; `troubles` explain other codes, `busy`
    recognises a code that means too many messages in one answer and another thing in the next.
    """

    scheme: str
    address: str
    limits: tuple[Limit, ...]
    longest: int
    compose: Callable[[Letter], dict[str, Any]]
    measure: Callable[[dict[str, Any]], int]
    shown: Callable[[dict[str, Any]], str]
    verdicts: tuple[str, ...]
    troubles: Mapping[int, Trouble]
    sign: Callable[[Request, str, datetime], Request] | None = None

    def message(self, letter: Letter) -> dict[str, Any]:
        """The message, cut to what the vendor takes."""
        return self.compose(fitted(letter, lambda shorter: self.measure(self.compose(shorter)) <= self.longest))


class Robot:
    """Sends to one robot of the settings."""

    def __init__(self, vendor: Vendor, to: str, config: ChannelConfig, *, resolve: Resolve = resolve) -> None:
        self._vendor, self._to, self._config, self._resolve = vendor, to, config, resolve
        check(vendor, to, config)

    def send(self, delivery: Delivery, at: datetime) -> str:
        """Send the message; a verdict of 0 in the answer takes it. Raises SendError."""
        account = self._config.robot_for(*self._to.split(":", 1))
        if account.lacking:
            raise SendError(_lacks(self._to, account))
        url = _url(self._vendor, account, self._config)
        robot, pace = str(url), self._config.pace
        if wait := pace.take(robot, self._vendor.limits, at):
            raise SendError(f"{self._to}: as many messages as this robot takes; the next goes later", later=wait)
        request = Request(url, self._vendor.message(letter_of(delivery)))
        if self._vendor.sign is not None and account.secret:
            request = self._vendor.sign(request, account.secret, at)
        answer = post(
            request.url,
            {"Content-Type": "application/json; charset=utf-8", "User-Agent": self._config.user_agent},
            encoded(request.message),
            allow=self._config.allow_private,
            timeout=self._config.timeout,
            tls=httpx.create_ssl_context() if url.scheme == "https" else None,
            resolve=self._resolve,
        )
        if (error := judged(self._vendor, self._to, url.host, answer, at)) is not None:
            if error.later:
                pace.rest(robot, at + error.later)
            raise error
        return _said(answer, 0)

    def close(self) -> None:
        """Nothing stays open between two deliveries."""


def check(vendor: Vendor, to: str, config: ChannelConfig) -> str | None:
    """Whether the settings have this robot; opens no connection. A warning where its variables are not set yet.

    Raises UsageError saying what to write instead.
    """
    scheme, _, name = to.partition(":")
    if not _NAME.fullmatch(name):
        raise UsageError(f"{scheme}: wants the name of a robot in clausewatch.toml, never its key or address")
    account = config.robot_for(vendor.scheme, name)
    if account.lacking:
        return _lacks(to, account)
    _url(vendor, account, config)
    return None


def preview(vendor: Vendor, to: str, delivery: Delivery, at: datetime, config: ChannelConfig) -> str:
    """The message as its Markdown, cut as it would be sent."""
    del to, at, config
    return vendor.shown(vendor.message(letter_of(delivery)))


def encoded(message: dict[str, Any]) -> bytes:
    """A message as it is sent."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def judged(vendor: Vendor, to: str, host: str, answer: Answer, at: datetime) -> SendError | None:
    """What an answer means: None where the message was taken. No word of the answer is repeated, only its code."""
    code = _verdict(vendor, answer)
    good = 200 <= answer.status < 300
    if good and code == 0:
        return None
    trouble = vendor.troubles.get(code) if code else None
    asked = asked_wait(answer, at, *_RESET)
    if answer.status == _TOO_MANY or (trouble is not None and trouble.later) or (asked and code):
        later = asked or (trouble.later if trouble and trouble.later else vendor.limits[0].within)
        return SendError(f"{to}: {host} takes no more for now ({_said(answer, code)})", later=later)
    if trouble is not None:
        return SendError(f"{to}: {trouble.reason} ({_said(answer, code)})", permanent=trouble.permanent)
    if good and code is None:
        return SendError(f"{to}: {host} answered {answer.status} without saying whether it took the message")
    if good:
        return SendError(f"{to}: {host} did not take the message ({_said(answer, code)})")
    return SendError(f"{to}: {answered(host, answer.status)}", permanent=answer.status == _TOO_LARGE)


def _verdict(vendor: Vendor, answer: Answer) -> int | None:
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):  # no JSON, half of it, or a tower of brackets
        return None
    if not isinstance(said, dict):
        return None
    codes = (said.get(name) for name in vendor.verdicts)
    return next((code for code in codes if isinstance(code, int) and not isinstance(code, bool)), None)


def _said(answer: Answer, code: int | None) -> str:
    return f"status {answer.status}" if code is None else f"status {answer.status}, code {code}"


def _url(vendor: Vendor, account: Account, config: ChannelConfig) -> httpx.URL:
    """Where the robot listens. Raises UsageError that does not repeat the address: it holds the key."""
    try:
        url = httpx.URL(account.url or vendor.address.format(key=quote(account.key or "", safe="")))
    except httpx.InvalidURL:
        url = httpx.URL()
    private = url.host.rstrip(".") in config.allow_private
    if not reachable(url) or url.userinfo:
        raise UsageError(f"{vendor.scheme}: what the robot's variable holds is no address; copy it from the vendor")
    if url.scheme != "https" and not (url.scheme == "http" and private):
        raise UsageError(f"{vendor.scheme}: robots are spoken to by https; http is for hosts in fetch.allow_private")
    return url


def _lacks(to: str, account: Account) -> str:
    return f"{to}: set the environment variable {' and '.join(account.lacking)}, which clausewatch.toml names for it"
