"""The rules of a site file as tables of checks: what may be written where, and what to write instead.

A check takes a value as TOML read it and its path in the file (positions from 0), and gives back the value to keep or
raises `Refused`. Nothing here knows the records that are made of it.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import soupsieve
from apscheduler.triggers.cron import CronTrigger

from monitor import hours

Path = tuple[str | int, ...]
Check = Callable[[Any, Path], Any]

_LONGEST_NAME = 200
_LONGEST_DELAY = 3600
_EVERY = re.compile(r"every\s+([1-9]\d{0,5})\s*([smhd])")
_WEEKDAYS = re.compile(r"([0-7])(?:-([0-7]))?(?:/([1-7]))?")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_EXAMPLES = {
    "name": 'name = "某某区教育局"',
    "home": 'home = "https://www.example.gov.cn/"',
    "url": 'url = "https://www.example.gov.cn/ghjh/"',
}
_LATER = {
    "tls": "old TLS cannot be allowed yet; leave the key out",
}


class Refused(Exception):  # noqa: N818 - said of a value, and always turned into a SiteFileError
    """A value does not hold; `advice` says what to write instead."""

    def __init__(self, path: Path, advice: str) -> None:
        super().__init__(advice)
        self.path, self.advice = path, advice


def checked(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with every value checked. Raises Refused."""
    site: dict[str, Any] = _SITE(document, ())
    watched = [(("columns", at), table) for at, table in enumerate(site.get("columns", ()))]
    watched += [(("pages", at), table) for at, table in enumerate(site.get("pages", ()))]
    if not watched:
        raise Refused(("columns",), 'nothing to watch; write a column: [[columns]] and below it url = "https://…"')
    known: dict[str, Path] = {}
    for path, table in watched:
        if (first := known.setdefault(table["url"], path)) is not path:
            raise Refused((*path, "url"), f"is already {shown(first)}; leave one of them out")
    return site


def shown(path: Path) -> str:
    """A path as people count: `columns[2].url` is the second column's."""
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).removeprefix(".")


def line_of(text: str, path: Path) -> int:
    """The line (from 1) where the statement of a path begins, or of the nearest table around it; 0 for none.

    The standard reader tells no lines. But it reads any beginning of a file that ends with a whole statement, and a
    path exists from the statement on that writes it.
    """
    lines = text.splitlines()
    best, reached, begins = 0, 0, 0
    for number in range(1, len(lines) + 1):
        if begins == 0 and lines[number - 1].strip() and not lines[number - 1].lstrip().startswith("#"):
            begins = number
        try:
            document = tomllib.loads("\n".join(lines[:number]))
        except tomllib.TOMLDecodeError:
            continue  # the statement goes on in the next line
        depth = _depth(document, path)
        if depth > reached:
            best, reached = begins or number, depth
        begins = 0
    return best


def _depth(document: Any, path: Path) -> int:
    for depth, part in enumerate(path):
        try:
            document = document[part]
        except (KeyError, IndexError, TypeError):
            return depth
    return len(path)


def _table(keys: Mapping[str, Check], *, required: tuple[str, ...] = (), later: Mapping[str, str] = {}) -> Check:
    def check(value: Any, path: Path) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise Refused(path, f"must be a table; it may hold {', '.join(keys)}")
        for name in value:
            if name in later:
                raise Refused((*path, name), later[name])
            if name not in keys:
                raise Refused((*path, name), _unknown(name, keys))
        for name in required:
            if name not in value:
                raise Refused((*path, name), f"is missing; write {_EXAMPLES[name]}")
        return {name: keys[name](inner, (*path, name)) for name, inner in value.items()}

    return check


def _tables(check: Check) -> Check:
    def check_all(value: Any, path: Path) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Refused(path, f"must be a list of tables; write [[{path[-1]}]] above each")
        return tuple(check(inner, (*path, position)) for position, inner in enumerate(value))

    return check_all


def _unknown(name: str, keys: Mapping[str, Check]) -> str:
    near = difflib.get_close_matches(name.lower(), keys, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else f"known here: {', '.join(keys)}"
    return f"is no known key; {hint}"


def _text(value: Any, path: Path) -> str:
    if not isinstance(value, str):
        raise Refused(path, f'must be text in quotes; write {path[-1]} = "…"')
    text = value.strip()
    if not text or len(text) > _LONGEST_NAME or not text.isprintable():
        raise Refused(path, f"must be one line of 1 to {_LONGEST_NAME} characters")
    return text


def _flag(value: Any, path: Path) -> bool:
    if not isinstance(value, bool):
        raise Refused(path, f"must be true or false, without quotes; write {path[-1]} = true")
    return value


def _address(value: Any, path: Path) -> str:
    advice = f'must be an absolute http or https address; write {path[-1]} = "https://www.example.gov.cn/…"'
    if not isinstance(value, str) or not value.isprintable() or " " in value or "\\" in value:
        raise Refused(path, advice)
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise Refused(path, advice) from error
    if parts.scheme not in {"http", "https"} or not host:
        raise Refused(path, advice)
    if parts.username is not None:
        raise Refused(path, "must not hold a user or password; write only https://host/path")
    return value


def _schedule(value: Any, path: Path) -> str:
    advice = 'must be "adaptive", "every 6h" (s, m, h or d), or five cron fields such as "0 8,14 * * mon-fri"'
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if text == "adaptive":
        return text
    if every := _EVERY.fullmatch(text):
        return f"every {every[1]}{every[2]}"
    fields = text.split()
    if len(fields) != 5:
        raise Refused(path, advice)
    try:
        text = " ".join((*fields[:4], _weekdays(fields[4])))
        CronTrigger.from_crontab(text, timezone=UTC)
    except ValueError as error:
        raise Refused(path, f"{error}; {advice}") from error
    return text


def _weekdays(written: str) -> str:
    """Cron's weekday numbers (0 and 7 are Sunday) as names: APScheduler counts from Monday."""
    if not any(sign.isdigit() for sign in written):
        return written
    days: set[int] = set()
    for item in written.split(","):
        numbers = _WEEKDAYS.fullmatch(item.replace("*", "0-6"))
        if numbers is None:
            raise ValueError(f"no weekdays: {item}")
        first = int(numbers[1])
        days.update(range(first, int(numbers[2] or first) + 1, int(numbers[3] or 1)))
    if not days:
        raise ValueError(f"no weekdays: {written}")
    return ",".join(_DAYS[day] for day in sorted({day % 7 for day in days}))


def _selector(value: Any, path: Path) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Refused(path, f'must be a CSS selector; write {path[-1]} = "div.content"')
    try:
        soupsieve.compile(value)
    except soupsieve.SelectorSyntaxError as error:
        said = str(error).splitlines()[0].rstrip(".:")
        raise Refused(path, f'is no CSS selector ({said}); write such as "ul.list > li"') from error
    return value


def _selectors(value: Any, path: Path) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise Refused(path, f'must be a list of CSS selectors; write {path[-1]} = ["div.share", "p.hits"]')
    return tuple(_selector(inner, (*path, position)) for position, inner in enumerate(value))


def _seconds(value: Any, path: Path) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LONGEST_DELAY:
        raise Refused(path, f"must be a number of seconds from 0 to {_LONGEST_DELAY}; write {path[-1]} = 5")
    return float(value)


def _hours(value: Any, path: Path) -> str:
    try:
        return str(hours.read(value, "UTC")) if isinstance(value, str) else _text(value, path)
    except ValueError as error:
        raise Refused(path, f'{error}; write {path[-1]} = "08:00-18:00"') from error


def _zone(value: Any, path: Path) -> str:
    name = _text(value, path)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Refused(path, f'is no time zone; write {path[-1]} = "Asia/Shanghai", or leave it out') from error
    return name


_LISTING = _table({"item": _selector, "next": _selector})
_ARTICLE = _table({"container": _selector, "drop": _selectors})
_WATCHED: dict[str, Check] = {"name": _text, "url": _address, "schedule": _schedule, "article": _ARTICLE}
_SITE = _table(
    {
        "name": _text,
        "region": _text,
        "home": _address,
        "enabled": _flag,
        "schedule": _schedule,
        "columns": _tables(_table(_WATCHED | {"listing": _LISTING}, required=("url",))),
        "pages": _tables(_table(_WATCHED, required=("url",))),
        "fetch": _table({"delay": _seconds, "hours": _hours, "zone": _zone}, later=_LATER),
    },
    required=("name", "home"),
)
