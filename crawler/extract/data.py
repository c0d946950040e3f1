"""Listings that come as data: the JSON answers from which sites build their columns in the browser."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from crawler.extract.attachments import absolute
from monitor import dates
from monitor.records import ListingItem
from monitor.text import tidy

# What the answers call an entry's title, address and day, best first; in lower case.
_TITLES = ("title", "doctitle", "articletitle", "name", "at")
_ADDRESSES = ("url", "link", "docpuburl", "pcurl", "href")
_DAYS = (
    *(
        "docrelpubtime",
        "display_publish_time",
        "first_publish_time",
        "publish_time",
        "publishtime",
        "pubtime",
        "pubdate",
    ),
    *("publishdate", "docreltime", "date", "time", "created_at"),
)
_TOTALS = ("total", "totalcount", "totalrecord", "count")
_MARKUP = ("<a ", "<li")
_MILLISECONDS = 10**11


def entries(body: str, base: str) -> tuple[tuple[ListingItem, ...], int]:
    """The entries of an answer, each address once, and how many there are in all (0 where it does not say)."""
    answer = _loaded(body)
    best: list[ListingItem] = []
    total = 0
    for value in _walk(answer):
        if isinstance(value, list):
            found = [item for one in value if isinstance(one, dict) and (item := _item(one, base)) is not None]
            best = max(best, found, key=len)
        elif not total:
            total = next((said for said in map(_folded(value).get, _TOTALS) if isinstance(said, int)), 0)
    return tuple({item.url: item for item in reversed(best)}.values())[::-1], total


def markup(body: str) -> str:
    """The longest piece of HTML in an answer: some sites send their lists ready-made; empty where there is none."""
    texts = (value for one in _walk(_loaded(body)) if isinstance(one, dict) for value in one.values())
    return max(
        (text for text in texts if isinstance(text, str) and any(map(text.__contains__, _MARKUP))), key=len, default=""
    )


def _loaded(body: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _walk(answer: Any) -> Iterator[list[Any] | dict[str, Any]]:
    """All lists and objects in an answer."""
    waiting = [answer]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict | list):
            yield value
            waiting.extend(value.values() if isinstance(value, dict) else value)


def _folded(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name.lower(): value for name, value in entry.items()}


def _item(entry: Mapping[str, Any], base: str) -> ListingItem | None:
    fields = _folded(entry)
    title = next((tidy(text) for name in _TITLES if isinstance(text := fields.get(name), str) and text.strip()), None)
    url = next(
        (absolute(base, text) for name in _ADDRESSES if isinstance(text := fields.get(name), str) and text), None
    )
    if title is None or url is None:
        return None
    return ListingItem(title, url, next((day for name in _DAYS if (day := _day(fields.get(name))) is not None), None))


def _day(value: object) -> date | None:
    """The day of a date in words or of seconds or milliseconds since 1970."""
    if isinstance(value, str) and value.isdecimal() and len(value) >= len(str(_MILLISECONDS)) - 2:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value > 10**8:
        seconds = value / 1000 if value >= _MILLISECONDS else value
        return dates.day(datetime.fromtimestamp(min(seconds, 10**10), UTC))
    return dates.day(dates.parse(value)) if isinstance(value, str) else None
