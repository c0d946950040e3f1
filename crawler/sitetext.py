"""A site as the text of its file: with the comments of somebody who explains it to who will edit it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from crawler.site import Column, SinglePage, Site
from monitor.text import tidy

_LONGEST = 160


def written(site: Site, head: Sequence[str] = (), beside: Mapping[str, Sequence[str]] | None = None) -> str:
    """The text of the site's file. `head` are comments on top of it, `beside` those above a column or page, by its address.

    What pages said may stand in comments: each is one line of what can be printed, and nothing but a comment.
    """
    return "\n".join(_lines(site, head, beside or {})) + "\n"


def _lines(site: Site, head: Sequence[str], beside: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield from _comments(head)
    yield f"name = {_text(site.name)}"
    yield f"region = {_text(site.region)}" if site.region else '# region = "province/city/district"'
    yield f"home = {_text(site.home)}"
    yield "# enabled = false          # keeps the file and looks at nothing" if site.enabled else "enabled = false"
    for column in site.columns:
        yield from ("", *_comments(beside.get(column.url, ())), "[[columns]]", *_watched(column))
    for page in site.pages:
        yield from ("", *_comments(beside.get(page.url, ())), "[[pages]]", *_watched(page))
    if any(value is not None for value in (site.fetch.delay, site.fetch.hours)):
        yield from ("", "[fetch]")
        if site.fetch.delay is not None:
            yield f"delay = {site.fetch.delay:g}"
        if site.fetch.hours is not None:
            yield f"hours = {_text(site.fetch.hours)}"


def _watched(one: Column | SinglePage) -> Iterator[str]:
    if one.name:
        yield f"name = {_text(one.name)}"
    yield f"url = {_text(one.url)}"
    if one.schedule != "adaptive":
        yield f"schedule = {_text(one.schedule)}"
    if isinstance(one, Column):
        chosen = {"item": one.listing.item, "next": one.listing.next}
        if any(chosen.values()):
            yield f"listing = {_table({key: _text(value) for key, value in chosen.items() if value})}"
    article = {"container": _text(one.article.container)} if one.article.container else {}
    if one.article.drop:
        article["drop"] = f"[{', '.join(map(_text, one.article.drop))}]"
    if article:
        yield f"article = {_table(article)}"


def _table(values: Mapping[str, str]) -> str:
    return f"{{ {', '.join(f'{key} = {value}' for key, value in values.items())} }}"


def _text(value: str) -> str:
    """A TOML string: JSON's but for DEL, which TOML wants escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _comments(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        shown = tidy("".join(sign if sign.isprintable() else " " for sign in line))
        yield f"# {shown[:_LONGEST]}".rstrip()
