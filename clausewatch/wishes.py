"""What a person asks for, as they write it, made into filters and a timing; and those in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clausewatch.service import Service
from monitor import grading
from monitor.errors import UsageError
from monitor.matching import steps
from monitor.reminding import FURTHEST
from monitor.severity import SEVERITY
from monitor.subscription import DAYS, MODES, DeliveryMode, Filters, Subscription, Timing
from monitor.text import key

_USUAL = Timing()
STAGES = ("draft", "trial", "final")
_HOURS = re.compile(r"([\d:]{4,5})\s*[-\u2013]\s*([\d:]{4,5})")  # \u2013: the typesetters' dash
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def filters(
    service: Service,
    *,
    sites: Sequence[str] = (),
    regions: Sequence[str] = (),
    columns: Sequence[str] = (),
    documents: Sequence[str] = (),
    families: Sequence[str] = (),
    kinds: Sequence[str] = (),
    stages: Sequence[str] = (),
    anywhere: Sequence[str] = (),
    clauses: Sequence[str] = (),
    keywords: Sequence[str] = (),
    indicators: Sequence[str] = (),
    units: Sequence[str] = (),
    types: Sequence[str] = (),
    levels: Sequence[str] = (),
    severity: str = "medium",
) -> Filters:
    """The filters; documents by id or address. Raises UsageError for what can never pass, saying what there is."""
    service.known(sites)
    for kind in types:
        _one_of("type of change", kind, SEVERITY)
    for stage in stages:
        _one_of("stage", stage, STAGES)
    return Filters(
        sites=_each("site", sites),
        regions=_each("region", regions, steps),
        columns=_each("column", columns),
        documents=tuple(dict.fromkeys(service.archive.find(ref) for ref in documents)),
        families=tuple(dict.fromkeys(service.archive.find(ref) for ref in families)),
        kinds=_each("kind", kinds),
        stages=_each("stage", stages),
        anywhere=_each("keyword-anywhere", anywhere),
        clauses=_each("clause", clauses, steps),
        keywords=_each("keyword", keywords),
        indicators=_each("indicator", indicators),
        units=_each("unit", units),
        types=_each("type", types),
        levels=_levels(levels),
        severity=severity,
    )


def timing(
    *,
    mode: str | None = None,
    at: str = "08:00",
    on: str = "monday",
    quiet: str | None = None,
    zone: str = "Asia/Shanghai",
    remind: str | None = None,
    remind_expiry: str | None = None,
) -> Timing:
    """The timing: at once and, for what is low, once a day, unless a `mode` is asked for. Raises UsageError."""
    _one_of("day", on, DAYS)
    asked = _mode(mode or "at-once")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: the name of a directory of zones
        raise UsageError(f"no time zone is called {zone!r}; write it like Asia/Shanghai") from error
    return Timing(
        mode=asked,
        low=asked if mode else "daily",
        hour=_clock(at),
        weekday=DAYS.index(on),
        quiet=_quiet(quiet) if quiet else None,
        zone=zone,
        remind=_days("remind", remind, _USUAL.remind),
        remind_expiry=_days("remind-expiry", remind_expiry, _USUAL.remind_expiry),
    )


def nowhere(service: Service, wanted: Filters) -> list[str]:
    """One line for each region in which no site is watched yet."""
    there = {step for region in service.regions().values() for step in steps(region or "")}
    return [
        f"no site is in the region {region} yet; site files name theirs: region = …"
        for region in wanted.regions
        if steps(region)[-1] not in there
    ]


def limits(value: Filters) -> str:
    """What limits a subscription, in one line for people."""
    return "; ".join(f"{name}: {', '.join(map(str, values))}" for name, values in value.limits.items()) or "everything"


def when(value: Subscription) -> str:
    """When a subscription's messages come, in a few words for people."""
    timing = value.timing
    hour = f"{timing.mode} {timing.hour:%H:%M}" if timing.mode != "at-once" else "at-once"
    quiet = f", quiet {timing.quiet[0]:%H:%M}-{timing.quiet[1]:%H:%M}" if timing.quiet else ""
    quiet += _reminded("remind", timing.remind, _USUAL.remind)
    quiet += _reminded("remind-expiry", timing.remind_expiry, _USUAL.remind_expiry)
    return ("" if value.confirmed else "unconfirmed; ") + ("paused; " if value.paused else "") + hour + quiet


def _reminded(name: str, days: tuple[int, ...], usual: tuple[int, ...]) -> str:
    return "" if days == usual else f", {name} {','.join(map(str, days)) or 'none'}"


def _mode(mode: str) -> DeliveryMode:
    _one_of("mode", mode, MODES)
    return next(each for each in MODES if each == mode)


def _clock(written: str) -> time:
    match = _CLOCK.fullmatch(written.strip())
    if match is None:
        raise UsageError(f"{written!r} is no time of the day; write it like 08:00")
    return time(int(match[1]), int(match[2]))


def _quiet(written: str) -> tuple[time, time]:
    match = _HOURS.fullmatch(written.strip())
    hours = match and (_clock(match[1]), _clock(match[2]))
    if not hours or hours[0] == hours[1]:
        raise UsageError(f"{written!r} are no quiet hours; write them like 22:00-07:00")
    return hours


def _levels(written: Sequence[str]) -> tuple[str, ...]:
    """`TYPE=LEVEL` each; the last of a type counts."""
    found = {}
    for each in written:
        kind, equals, level = (part.strip() for part in each.partition("="))
        if not equals:
            raise UsageError(f"--severity-of {each!r}: write it like clause_moved=high")
        if (mistake := grading.wrong(kind, level)) is not None:
            raise UsageError(f"--severity-of {each!r}: {mistake}")
        found[kind] = level
    return tuple(f"{kind}={level}" for kind, level in sorted(found.items()))


def _days(option: str, written: str | None, usual: tuple[int, ...]) -> tuple[int, ...]:
    """How many days before, the most first; the usual where nothing is said."""
    if written is None:
        return usual
    if written.strip() == "none":
        return ()
    parts = [part.strip() for part in written.replace("，", ",").split(",")]
    if not all(re.fullmatch("[0-9]{1,3}", part) and int(part) <= FURTHEST for part in parts):
        raise UsageError(
            f"--{option} {written!r} are no days before; write them like 7,3,1 (at most {FURTHEST}), or none"
        )
    return tuple(sorted({int(part) for part in parts}, reverse=True))


def _one_of(what: str, value: str, known: Collection[str]) -> None:
    if value not in known:
        raise UsageError(f"no {what} is called {value!r}; there are: {', '.join(known)}")


def _each(name: str, values: Sequence[str], parts: Callable[[str], object] = key) -> tuple[str, ...]:
    """The values without blanks around them, each once, in an order that does not matter."""
    for value in values:
        if not parts(value):
            raise UsageError(f"--{name} {value!r} says nothing; leave it out for no limit")
    return tuple(sorted({value.strip() for value in values}))
