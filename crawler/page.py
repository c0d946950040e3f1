"""What is asked of a server and what came back: one immutable type per hop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.errors import FetchError
from monitor.observation import DueTarget, FetchedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOrder:
    """One address to fetch for a target: its own, a further page of its listing or document (`page_number` > 1), or a `file` of its.

    Of a file `page_number` is its place on the document's page, from 1.

    With `conditional` the validators of target or file are sent, so what is unchanged costs the server nothing. `delay`
    is the gap in seconds that this host wants, None for the service's own.
    """

    target: DueTarget
    url: str
    page_number: int = 1
    conditional: bool = True
    delay: float | None = None
    file: FetchedFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer, or the failure to get one (then `status` is None or an error, and `failure` says why).

    `url` was asked for, `final_url` answered after redirects, `permanent` ones where every hop was for good; header names are in lower case; `body` is decompressed,
    checked for completeness, and not yet decoded. `fetched_at` is aware and in UTC.
    """

    url: str
    final_url: str
    fetched_at: datetime
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    failure: FetchError | None = None
    permanent: bool = False
