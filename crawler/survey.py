"""A page as somebody sees it who looks for an office's columns: what it is, what it calls itself, where it leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from crawler.decode import decode
from crawler.extract import fingerprint, metadata, signposts
from crawler.extract.trees import parse
from crawler.read import read
from monitor import noise
from monitor.records import Reading
from monitor.signpost import Signpost
from monitor.text import tidy

_MOST_LINES = 400
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """One page. `reading` takes it as what it holds most of, `listing` as a column.

    `declared` is the site's name in its meta tags, `window` its window's title, `owner` whom its footer names,
    `footers` the lines that name an address. `column` is what the breadcrumb calls the page, `crumbs` are its links,
    `home` where the page says that the site's home is, `boxes` how many “more” it has. `traces` are of the content system.
    """

    reading: Reading
    listing: Reading
    declared: str = ""
    window: str = ""
    owner: str = ""
    footers: tuple[str, ...] = ()
    column: str | None = None
    home: str | None = None
    boxes: int = 0
    crumbs: tuple[Signpost, ...] = ()
    signposts: tuple[Signpost, ...] = ()
    traces: frozenset[tuple[str, int]] = frozenset()


def survey(body: bytes, *, url: str, status: int, content_type: str, headers: Mapping[str, str]) -> Survey:
    """Look at a page from `url`. Never raises on what it holds, like `read`."""

    def seen(want: str) -> Reading:
        return read(body, url=url, status=status, content_type=content_type, headers=headers, want=want)  # type: ignore[arg-type]

    html, _ = decode(body, content_type)
    bare = Survey(reading=seen("auto"), listing=seen("listing"), traces=fingerprint.traces(html, url))
    tree = parse(html, url) if "<" in html[:_LONGEST] else None
    if tree is None:
        return bare
    said = metadata.declared(tree.root)
    lines = [line for text in tree.body.itertext() if (line := tidy(text)) and len(line) <= _LONGEST][-_MOST_LINES:]
    return replace(
        bare,
        declared=(said.site or "")[:_LONGEST],
        window=said.window[:_LONGEST],
        owner=noise.owner(lines[::-1]) or "",
        footers=tuple(line for line in lines if "地址" in line),
        column=signposts.current(tree.body),
        home=signposts.home(tree.body, tree.base),
        boxes=signposts.boxes(tree.body),
        crumbs=signposts.crumbs(tree.body, tree.base),
        signposts=signposts.signposts(tree.body, html, tree.base),
    )
