"""The service's own sign of life: whoever waits for it notices when the service is silent."""

from __future__ import annotations

import logging

import httpx

from monitor.errors import SendError
from notifiers.post import answered, post

log = logging.getLogger(__name__)

_TIMEOUT = 10.0


def beat(url: str, *, allow: frozenset[str]) -> None:
    """Send an empty POST to `url`, through the guard; `allow` names private hosts. A failure is logged, no more.

    Whoever listens there misses the beat, and that is the whole point. The log names the host only.
    """
    address = httpx.URL(url)
    try:
        answer = post(address, {"User-Agent": "clausewatch"}, b"", allow=allow, timeout=_TIMEOUT)
    except SendError as error:
        log.warning("the heartbeat was not sent: %s", error)
        return
    if not 200 <= answer.status < 300:
        log.warning("the heartbeat was not taken: %s", answered(address.host, answer.status))
