"""How one column's pages are to be read: the operator's selectors, all optional."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRules:
    """CSS selectors of a site file. None means: find it.

    `item` and `next` select a listing's entries and its link to the next page; `container` selects the article's
    body, `drop` what inside it does not belong to it. `page` is the operator's own class of pages by its name, None for
    none (`crawler.pageclass`). `column` and `site` are the names the operator gave.
    """

    item: str | None = None
    next: str | None = None
    container: str | None = None
    drop: tuple[str, ...] = ()
    page: str | None = None
    column: str | None = None
    site: str | None = None
