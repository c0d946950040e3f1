"""The addresses of an article that is cut into pages: they are named after its first one, and count on.

`t1_8.html`, `t1_8_1.html`, `t1_8_2.html` · `3301.html`, `3301_2.html` · `info/5.htm`, `info/5/2.htm` · `show.asp?id=5`, `show.asp?id=5&page=2`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

_COUNTED = re.compile(r"(?P<article>.*\w)(?P<mark>[_/-])(?P<part>\d{1,3})")
_ENDING = re.compile(r"\.\w{1,5}$")
# What else is numbered so: two articles of one day or of one column, t20250301_8 and _9, art_12_3 and _4, news_1 and _2.
_IDS = re.compile(r"(?:^|/)(?:t?\d{8}|art[_-]\d+|[a-z]+)$", re.IGNORECASE)
_FRONT = re.compile(r"(?:^|/)(?:index|default|main|list)?(?:\.\w{1,5})?$", re.IGNORECASE)
_PARAMETER = re.compile(r"(?:(?:cur(?:rent)?)?_?page(?:_?(?:no|num|number|index|id))?|pn|p)$", re.IGNORECASE)
_STARTS = (1, 2)
"""The second part's number: systems count from 0 or from 1."""


@dataclass(frozen=True, slots=True)
class _Name:
    """One way to read an address: which article it is of, and which part of it, None where it does not say.

    `doubtful`: neighbouring articles are numbered like that, too.
    """

    article: tuple[str, str, str]
    part: int | None = None
    doubtful: bool = False

    def counts_on(self, other: _Name) -> bool:
        """Whether it is the part after another."""
        return self.article == other.article and self.part == (other.part or 0) + 1

    def told_by(self, other: _Name) -> bool:
        """Whether another is the first part, or the one before."""
        return self.article == other.article and (other.part is None or self.counts_on(other))


def follows(here: str, there: str, *, linked: Collection[str] = ()) -> bool:
    """Whether the page at `there` is the next part of the article whose part is at `here`; all addresses are absolute.

    `linked` are other addresses in the page's pager: where parts are named as neighbouring articles are, it must lead
    to the first part or to the one before.

    >>> follows("http://a.cn/x/3301.html", "http://a.cn/x/3301_2.html")
    True
    >>> follows("http://a.cn/x/t20250301_8.html", "http://a.cn/x/t20250301_9.html")
    False
    """
    plain, *counted = _names(here)
    others = [name for url in linked for name in _names(url)]
    return any(
        (other.part in _STARTS and other.article == plain.article)
        or any(other.counts_on(one) and (not one.doubtful or any(map(one.told_by, others))) for one in counted)
        for other in _names(there)[1:]
    )


def belongs(first: str, there: str) -> bool:
    """Whether `there` is a later part of the article whose first page is at `first`, whichever.

    >>> belongs("http://a.cn/x/3301.html", "http://a.cn/x/3301_7.html")
    True
    """
    plain, *counted = _names(first)
    starts = {plain.article, *(one.article for one in counted if one.part in {0, 1} and not one.doubtful)}
    return any(other.article in starts and other.part for other in _names(there)[1:])


def fronts(url: str) -> bool:
    """Whether a page's name is that of a column's first page rather than that of an article.

    >>> fronts("http://a.cn/ghjh/index.html"), fronts("http://a.cn/ghjh/3301.html")
    (True, False)
    """
    return _FRONT.search(url.partition("?")[0]) is not None


def _names(url: str) -> list[_Name]:
    """The ways to read an address: as an article's own first, then as its parts'."""
    try:
        parts = urlsplit(url)
    except ValueError:  # no address at all
        return [_Name(("", url, ""))]
    ending = _ENDING.search(parts.path)
    stem, suffix = (parts.path[: ending.start()], ending[0]) if ending else (parts.path, "")
    host = parts.netloc.lower()
    found = [_Name((host, stem + suffix, parts.query))]
    match = _COUNTED.fullmatch(stem)
    if match is not None:
        doubtful = match["mark"] == "/" or _IDS.search(match["article"]) is not None
        found.append(_Name((host, match["article"] + suffix, parts.query), int(match["part"]), doubtful))
    pairs = parts.query.split("&")
    for at, pair in enumerate(pairs):
        name, _, value = pair.partition("=")
        if _PARAMETER.match(name) and value.isascii() and value.isdecimal() and len(value) <= 3:
            rest = "&".join(pairs[:at] + pairs[at + 1 :])
            found.append(_Name((host, stem + suffix, rest), int(value)))
    return found
