"""The rules of a site file as tables of checks: what may be written where, and what to write instead.

A check takes a value as TOML read it and its path in the file (positions from 0), and gives back the value to keep or
raises `Refused`; a table gathers what its values refuse. Nothing here knows the records that are made of it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import UTC
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from apscheduler.triggers.cron import CronTrigger
from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector

from crawler import pageclass
from crawler.refusal import Check, Gathering, Path, Problem, each, refused
from crawler.sitelines import shown
from monitor import hours

_LONGEST_NAME = 200
_LONGEST_SELECTOR = 300
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


def checked(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with every value checked. Raises Refused with everything that does not hold."""
    with Gathering() as gathering:
        site: dict[str, Any] = gathering.keep(_SITE, document, ()) or {}
        gathering.problems += _watching(document)
    return site


def _watching(document: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the columns and pages together: none at all, or one address twice."""
    watched = [
        ((kind, at), table)
        for kind in ("columns", "pages")
        for at, table in enumerate(document[kind] if isinstance(document.get(kind), list) else ())
    ]
    misspelled = any(isinstance(value, list) for name, value in document.items() if name not in _KEYS["top"])
    if not (watched or misspelled or "columns" in document or "pages" in document):
        advice = 'nothing to watch; write a column: [[columns]] and below it url = "https://…"'
        return [Problem(("columns",), advice)]
    known: dict[str, Path] = {}
    problems = []
    for path, table in watched:
        url = table.get("url") if isinstance(table, Mapping) else None
        if isinstance(url, str) and (first := known.setdefault(url, path)) is not path:
            problems.append(Problem((*path, "url"), f"is already {shown(first)}; leave one of them out"))
    return problems


def _table(keys: Mapping[str, Check], *, required: tuple[str, ...] = ()) -> Check:
    def check(value: Any, path: Path) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise refused(path, f"must be a table; it may hold {', '.join(keys)}")
        with Gathering() as gathering:
            for name in value:
                if name not in keys:
                    gathering.problems.append(Problem((*path, name), _LATER.get(name) or _unknown(name, keys)))
            meant = {_near(name, keys) for name in value if name not in keys}
            for name in required:
                if name not in value and name not in meant:
                    gathering.problems.append(Problem((*path, name), f"is missing; write {_EXAMPLES[name]}"))
            return {name: gathering.keep(keys[name], value[name], (*path, name)) for name in value if name in keys}

    return check


def _tables(check: Check) -> Check:
    def check_all(value: Any, path: Path) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise refused(path, f"must be a list of tables; write [[{path[-1]}]] above each")
        return each(check, value, path)

    return check_all


def _unknown(name: str, keys: Mapping[str, Check]) -> str:
    """What was meant: a key of this table, or one of another table that it was written outside of."""
    near = _near(name, keys, 0.7)
    if near is None and (elsewhere := _elsewhere(name, keys)):
        return f"is no known key here; {elsewhere}"
    near = near or _near(name, keys)
    hint = f"did you mean {near}?" if near else f"known here: {', '.join(keys)}"
    return f"is no known key; {hint}"


def _elsewhere(name: str, keys: Mapping[str, Check]) -> str | None:
    others = [place for place in _KEYS if _KEYS[place].keys() != keys.keys()]
    for cutoff in (1.0, 0.7):
        for place in others:
            if near := _near(name, _KEYS[place], cutoff):
                return f"{near} belongs {_PLACES[place]}"
    return None


def _near(name: str, keys: Mapping[str, Check], cutoff: float = 0.5) -> str | None:
    return next(iter(difflib.get_close_matches(name.lower(), keys, n=1, cutoff=cutoff)), None)


def _text(value: Any, path: Path) -> str:
    if not isinstance(value, str):
        raise refused(path, f'must be text in quotes; write {path[-1]} = "…"')
    text = value.strip()
    if not text or len(text) > _LONGEST_NAME or not text.isprintable():
        raise refused(path, f"must be one line of 1 to {_LONGEST_NAME} characters")
    return text


def _flag(value: Any, path: Path) -> bool:
    if not isinstance(value, bool):
        raise refused(path, f"must be true or false, without quotes; write {path[-1]} = true")
    return value


def _address(value: Any, path: Path) -> str:
    advice = f'must be an absolute http or https address; write {path[-1]} = "https://www.example.gov.cn/…"'
    if not isinstance(value, str) or not value.isprintable() or " " in value or "\\" in value:
        raise refused(path, advice)
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise refused(path, advice) from error
    if parts.scheme not in {"http", "https"} or not host:
        raise refused(path, advice)
    if parts.username is not None:
        raise refused(path, "must not hold a user or password; write only https://host/path")
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
        raise refused(path, advice)
    try:
        text = " ".join((*fields[:4], _weekdays(fields[4])))
        CronTrigger.from_crontab(text, timezone=UTC)
    except ValueError as error:
        raise refused(path, f"{error}; {advice}") from error
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
    """A selector that reading can follow: asked of the same library, so that nothing passes here and fails there."""
    if not isinstance(value, str) or not value.strip():
        raise refused(path, f'must be a CSS selector; write {path[-1]} = "div.content"')
    if len(value) > _LONGEST_SELECTOR:
        raise refused(path, f"must be a CSS selector of at most {_LONGEST_SELECTOR} characters")
    try:
        CSSSelector(value, translator="html")
    except (SelectorError, etree.XPathError, UnicodeEncodeError, ValueError) as error:
        said = str(error).splitlines()[0].rstrip(".:")
        raise refused(path, f'is no CSS selector ({said}); write such as "ul.list > li"') from error
    return value


def _selectors(value: Any, path: Path) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise refused(path, f'must be a list of CSS selectors; write {path[-1]} = ["div.share", "p.hits"]')
    return each(_selector, value, path)


def _page_class(value: Any, path: Path) -> str:
    """The name of an installed class of pages, with its version."""
    name = _text(value, path)
    try:
        return f"{name}@{pageclass.named(name).version}"
    except pageclass.PageClassError as error:
        raise refused(path, str(error)) from error


def _seconds(value: Any, path: Path) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LONGEST_DELAY:
        raise refused(path, f"must be a number of seconds from 0 to {_LONGEST_DELAY}; write {path[-1]} = 5")
    return float(value)


def _hours(value: Any, path: Path) -> str:
    try:
        return str(hours.read(value, "UTC")) if isinstance(value, str) else _text(value, path)
    except ValueError as error:
        raise refused(path, f'{error}; write {path[-1]} = "08:00-18:00"') from error


def _zone(value: Any, path: Path) -> str:
    name = _text(value, path)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # a directory of zones is one to Python, too
        raise refused(path, f'is no time zone; write {path[-1]} = "Asia/Shanghai", or leave it out') from error
    return name


_WATCHED: dict[str, Check] = {"name": _text, "url": _address, "schedule": _schedule}
_KEYS: dict[str, dict[str, Check]] = {
    "fetch": {"delay": _seconds, "hours": _hours, "zone": _zone},
    "listing": {"item": _selector, "next": _selector},
    "article": {"container": _selector, "drop": _selectors, "page": _page_class},
}
_WATCHED["article"] = _table(_KEYS["article"])
_KEYS["columns"] = _WATCHED | {"listing": _table(_KEYS["listing"])}
_KEYS["pages"] = _WATCHED
_KEYS["top"] = {
    "name": _text,
    "region": _text,
    "home": _address,
    "enabled": _flag,
    "schedule": _schedule,
    "columns": _tables(_table(_KEYS["columns"], required=("url",))),
    "pages": _tables(_table(_KEYS["pages"], required=("url",))),
    "fetch": _table(_KEYS["fetch"]),
}
_PLACES = {
    "fetch": "below [fetch]",
    "listing": "into a column's listing = { … }",
    "article": "into article = { … } of a column or page",
    "columns": "below [[columns]]",
    "pages": "below [[pages]]",
    "top": "at the top, above every table",
}
_SITE = _table(_KEYS["top"], required=("name", "home"))
