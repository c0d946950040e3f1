"""How long what a server's robots.txt said is kept to: RFC 9309 §2.4, and §2.3.1.4 while it cannot be asked.

What was read holds for a day, or for less where the server says so; then it is asked for again. Where it cannot be read
then, the last good copy holds on for thirty days; after that, as where there never was one, nothing may be fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

LONGEST = timedelta(hours=24)
"""So long is a copy kept to without asking again,"""
SHORTEST = timedelta(minutes=10)
"""so long at least, whatever the server says: asking for it before every page would be the ruder way."""
AGAIN = timedelta(hours=1)
"""Where it could not be read it is asked for again after so long,"""
UNREACHABLE = timedelta(days=30)
"""and the last good copy holds for so long after it was read."""

_USUAL_PORTS = {"http": 80, "https": 443}
_MAX_AGE = re.compile(r'max-age\s*=\s*"?(\d{1,18})"?')
_NOT_KEPT = frozenset({"no-cache", "no-store"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsCopy:
    """What one server's robots.txt said when it was read last, at `read_at`; every time is in UTC.

    `text` is its rules, "" where there is no such file: all is allowed. `since` is when it was first seen to say so.
    Before `due_at` it is not asked for again. `trouble` is why the last attempt brought nothing, None where it did.
    """

    text: str
    since: datetime
    read_at: datetime
    due_at: datetime
    trouble: str | None = None


def server_of(url: str) -> str:
    """Whose robots.txt speaks of an address: scheme and host, with the port where it is not the usual one.

    Raises ValueError for what is no address.

    >>> server_of("HTTPS://WWW.Example.CN:443/a?b"), server_of("http://[::1]:8080/")
    ('https://www.example.cn', 'http://[::1]:8080')
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port in {None, _USUAL_PORTS.get(parts.scheme)} else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


def read(before: RobotsCopy | None, text: str, *, at: datetime, cache_control: str = "") -> RobotsCopy:
    """The copy after an answer that came `at` with that header; `before` is the last one."""
    since = before.since if before is not None and before.text == text else at
    return RobotsCopy(text=text, since=since, read_at=at, due_at=at + lifetime(cache_control))


def unread(before: RobotsCopy | None, trouble: str, *, at: datetime) -> RobotsCopy | None:
    """The copy that holds although the attempt `at` brought nothing; None where nothing may be fetched."""
    if before is None or at - before.read_at > UNREACHABLE:
        return None
    return replace(before, due_at=at + AGAIN, trouble=trouble)


def lifetime(cache_control: str) -> timedelta:
    """How long a copy is kept to, by the header that came with it: from ten minutes to a day.

    >>> lifetime("public, max-age=3600").total_seconds(), lifetime("").total_seconds()
    (3600.0, 86400.0)
    """
    said = [each.strip().lower() for each in cache_control.split(",")]
    if _NOT_KEPT.intersection(said):
        return SHORTEST
    ages = [int(match[1]) for each in said if (match := _MAX_AGE.fullmatch(each))]
    seconds = min(min(ages, default=LONGEST.total_seconds()), LONGEST.total_seconds())
    return max(SHORTEST, timedelta(seconds=seconds))
