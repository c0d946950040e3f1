"""An operator's hand on a site beside its file: paused, resumed, slowed. No file is changed, and none changes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from clausewatch.service import Service
from crawler.site import from_json, slowed
from monitor.dates import SHANGHAI
from monitor.errors import UsageError

_DELAY = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*([smh]?)", re.IGNORECASE | re.ASCII)
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}
_LONGEST = 3600


def pause(service: Service, names: Sequence[str], *, until: datetime | None = None, why: str | None = None) -> None:
    """Leave these sites alone, until a moment or until they are resumed.

    Raises UsageError for an unknown one, and for a moment that is over.
    """
    service.known(names)
    if until is not None and until <= service.now():
        raise UsageError(f"{until:%Y-%m-%d %H:%M} is over already; write a date to come, or leave it out")
    for name in names:
        service.brakes.pause(name, at=service.now(), until=until, why=why)


def resume(service: Service, names: Sequence[str]) -> list[str]:
    """End the pauses of these sites; gives those that were paused. What came due meanwhile comes one by one.

    Raises UsageError for an unknown one.
    """
    service.known(names)
    known = paused(service)
    ended = [name for name in dict.fromkeys(names) if name in known]
    _resume(service, ended)
    return ended


def slow(service: Service, names: Sequence[str], delay: float) -> None:
    """The least seconds between two requests to these sites; 0: what their files say. Raises UsageError."""
    service.known(names)
    for name in names:
        service.brakes.slow(name, delay or None)


def moment(written: str) -> datetime:
    """The end of a pause as people write it; without a zone in Shanghai, without a time its day's first moment.

    Raises UsageError.
    """
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise UsageError(f"--until {written!r} is no date; write it like 2026-03-10 or '2026-03-10 08:00'") from None
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def seconds(written: str) -> float:
    """A delay as people write it: `30s`, `2m`, `1h`, or seconds. Raises UsageError for more than an hour."""
    match = _DELAY.fullmatch(written.strip())
    found = float(match[1]) * _SECONDS[match[2].lower()] if match else -1.0
    if not 0 <= found <= _LONGEST:
        raise UsageError(f"--delay {written!r} is no time from 0 to an hour; write it like 30s, 2m or 1h")
    return found


def lift(service: Service) -> None:
    """End the pauses whose time is over."""
    now = service.now()
    ended = [name for name, brake in service.brakes.all().items() if brake.paused_until and brake.paused_until <= now]
    _resume(service, ended)


def paused(service: Service) -> set[str]:
    """The sites that are paused."""
    return {name for name, brake in service.brakes.all().items() if brake.paused_at is not None}


def resting(service: Service, names: Sequence[str] | None = None) -> list[str]:
    """One line for each of these sites, or of all, that is paused now."""
    now, said = service.now(), []
    for name, brake in service.brakes.all().items():
        over = brake.paused_until is not None and brake.paused_until <= now
        if brake.paused_at is not None and not over and (names is None or name in names):
            until = f" until {brake.paused_until.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if brake.paused_until else ""
            said.append(f"{name} is paused{until} and not looked at; to look again: clausewatch resume {name}")
    return said


def delays(service: Service) -> dict[str, float]:
    """Site → the least seconds between two requests to it, of those that are slowed."""
    return {name: brake.delay for name, brake in service.brakes.all().items() if brake.delay is not None}


def _resume(service: Service, names: Sequence[str]) -> None:
    if not names:
        return
    usual, least = service.settings.fetching.delay, delays(service)
    sites = {
        site.name: slowed(from_json(site.rules), least.get(site.name), usual=usual) for site in service.sites.all()
    }
    own = {name: sites[name].fetch.delay if name in sites else None for name in names}
    service.brakes.resume({name: usual if delay is None else delay for name, delay in own.items()}, at=service.now())
