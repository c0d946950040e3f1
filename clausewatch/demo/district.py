"""The district's sites as pure functions: a request and a round give an answer.

Five offices, five kinds of page, as such offices publish them. Where a page changes without its document changing
(counters, neighbours, banners, junk tags, widths), the change is made here and in the templates of `pages/`.
"""

from __future__ import annotations

import hashlib
import itertools
import random
import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import TypeAlias

from jinja2 import Environment, PackageLoader, StrictUndefined

from clausewatch.demo.calendar import BASELINE, moment, outage, pages
from clausewatch.demo.documents import Document, documents
from monitor.dates import SHANGHAI

Block: TypeAlias = "str | list[list[str]]"
"""A paragraph, or a table's rows of cells."""

_WEEKDAYS = "一二三四五六日"
_JUNK = ("legend", "samp", "sup", "mark", "track", "delect", "menuitem", "rt", "meter", "rp")
_HALF_WIDTH = str.maketrans("，（）：；", ",():;")
_HEADING = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）[^。]*$")
_HTML = (("Content-Type", "text/html; charset=utf-8"),)
_ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /search\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One office's site. `first` and `further` are its listing's pages, `{}` counts the further ones from 1.

    A `validated` site sends ETags and answers 304; the others build every page anew, so theirs would never match. On a
    `retyped` site the noise round sets the punctuation in half width.
    """

    name: str
    office: str
    first: str
    further: str
    page_size: int = 4
    encoding: str = "utf-8"
    content_type: str = "text/html; charset=utf-8"
    validated: bool = False
    retyped: bool = False


SITES = {
    site.name: site
    for site in (
        Site(name="bureau", office="澄湖区教育局", first="/zqyj/index.html", further="/zqyj/index_{}.html"),
        Site(
            name="school",
            office="望舒职业技术学校",
            first="/info/list_12.html",
            further="/info/list_12_{}.html",
            encoding="gbk",
            content_type="text/html",
        ),
        Site(
            name="media",
            office="汐声网",
            first="/edu/index.shtml",
            further="/edu/index_{}.shtml",
            validated=True,
            retyped=True,
        ),
        Site(
            name="disclosure",
            office="澄湖区人民政府",
            first="/zfxxgk/ghjh/index.shtml",
            further="/zfxxgk/ghjh/index_{}.shtml",
            page_size=3,
        ),
        Site(
            name="congress",
            office="临汐市澄湖区人大常委会",
            first="/jdgz/index.htm",
            further="/jdgz/index_{}.htm",
            validated=True,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked of a site. `hits` counts how often this path was asked for, this time included."""

    path: str
    hits: int = 1
    etag: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What a site answers."""

    status: HTTPStatus
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """The documents that a page calls the one before and the one after."""

    before: Document
    after: Document


_TROUBLES: Mapping[str, Response] = {
    "down": Response(HTTPStatus.SERVICE_UNAVAILABLE, _HTML, "<html><body>服务暂时不可用</body></html>".encode()),
    "challenge": Response(
        HTTPStatus.PRECONDITION_FAILED,
        (*_HTML, ("Set-Cookie", "__jsluid_s=0f3a; path=/")),
        b"<html><script>document.cookie='__jsl_clearance_s=1690';location.href=location.pathname</script></html>",
    ),
}


def published(site: Site, round_: int) -> list[Document]:
    """What the site's listing holds in that round, newest first."""
    return [document for document in documents(site.name) if document.there(round_)]


def answer(site: Site, request: Request, round_: int) -> Response:
    """The site's answer; nothing but the arguments decides it."""
    if (trouble := outage(site.name, round_)) is not None:
        return _TROUBLES[trouble.answer]
    if request.path == "/":
        return Response(HTTPStatus.FOUND, (("Location", site.first),))
    if request.path == "/robots.txt":
        return Response(HTTPStatus.OK, (("Content-Type", "text/plain; charset=utf-8"),), _ROBOTS.encode())
    page = _page(site, request, round_)
    if page is None:
        return Response(HTTPStatus.NOT_FOUND, (("Content-Type", "text/plain; charset=utf-8"),), "没有这个页面".encode())
    body = page.encode(site.encoding)
    headers: tuple[tuple[str, str], ...] = (("Content-Type", site.content_type),)
    if site.validated:
        etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        headers = (*headers, ("ETag", etag))
        if request.etag == etag:
            return Response(HTTPStatus.NOT_MODIFIED, headers)
    return Response(HTTPStatus.OK, headers, body)


def _page(site: Site, request: Request, round_: int) -> str | None:
    shown = published(site, round_)
    parts = [shown[start : start + site.page_size] for start in range(0, len(shown), site.page_size)]
    addresses = [site.first, *(site.further.format(number) for number in range(1, len(parts)))]
    today = moment(round_).astimezone(SHANGHAI)
    common: dict[str, object] = {
        "site": site,
        "round": round_,
        "today": f"{today.year}年{today.month}月{today.day}日 星期{_WEEKDAYS[today.weekday()]}",
        "hits": request.hits,
        "shown": shown,
    }
    if request.path in addresses:
        number = addresses.index(request.path)
        own = {"items": parts[number], "number": number, "addresses": addresses}
        return _render(pages(site.name, round_), "listing", common | own)
    for document in shown:
        if document.path == request.path:
            return _render(
                pages(site.name, round_), "article", common | _article(site, document, shown, request, round_)
            )
    return None


def _article(
    site: Site, document: Document, shown: Sequence[Document], request: Request, round_: int
) -> dict[str, object]:
    return {
        "document": document,
        "labels": document.labels,
        "blocks": list(_blocks(site, document, round_)),
        "neighbours": _neighbours(document, shown, round_),
        "junk": _junk(f"{request.path}?{request.hits}"),
    }


def _blocks(site: Site, document: Document, round_: int) -> Iterator[Block]:
    lines = document.lines(round_)
    if site.retyped and round_ > BASELINE:
        lines = [line.translate(_HALF_WIDTH) for line in lines]
    for is_row, group in itertools.groupby(lines, key=lambda line: "\t" in line):
        if is_row:
            yield [row.split("\t") for row in group]
        else:
            yield from group


def _neighbours(document: Document, shown: Sequence[Document], round_: int) -> Neighbours:
    """Others of the site; which ones moves on with every round, as when an office pins and unpins its news."""
    others = [one for one in shown if one is not document]
    return Neighbours(before=others[round_ % len(others)], after=others[(round_ + 1) % len(others)])


def _junk(seed: str) -> list[tuple[str, str]]:
    """Empty tags with one random id, others at every request, as hijacked pages carry them: (tag, id)."""
    source = random.Random(seed)  # noqa: S311 - noise that must be the same for the same request, not a secret
    mark = "".join(source.choices(string.ascii_lowercase + string.digits, k=5))
    return [(tag, mark) for tag in source.sample(_JUNK, k=len(_JUNK))]


def _render(folder: str, kind: str, values: Mapping[str, object]) -> str:
    return _templates().get_template(f"{folder}/{kind}.html").render(values)


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("clausewatch.demo", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.tests["heading"] = lambda line: _HEADING.match(line) is not None
    return templates
