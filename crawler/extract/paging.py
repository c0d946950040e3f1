"""The next page of a listing: a link that says so, or the numbers in a paging script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from lxml.html import HtmlElement

from crawler.extract.attachments import absolute
from monitor.text import key

NEXT = re.compile(r"^(?:下一?页|后一页|下页|next(?:page)?|›|»|>|>>)[>»›]*$", re.IGNORECASE)
_LIVE = r"(?<!//)(?<!//\s)"  # not in a comment of the script; TRS puts calls that count into comments of the page
# createPageHTML(pages, current from 0, "index", "html") · createPageHTML('id', pages, current from 1, 'list', 'shtml', …)
_TRS = re.compile(
    _LIVE
    + r"createPageHTML\(\s*(?P<pages>\d+)\s*,\s*(?P<current>\d+)\s*,\s*['\"](?P<name>[\w-]+)['\"]\s*,\s*['\"](?P<ending>\w+)['\"]"
)
_TRS_NAMED = re.compile(
    _LIVE
    + r"createPageHTML\(\s*['\"][^'\"]*['\"]\s*,\s*(?P<pages>\d+)\s*,\s*(?P<current>\d+)\s*,\s*['\"](?P<name>[\w-]+)['\"]\s*,\s*['\"](?P<ending>\w+)['\"]"
)
# var currentPage = 0; var countPage = 25 … "index"+"_"+nextPage+".htm"
_COUNTED = re.compile(r"\bcountPage\s*=\s*(\d+)")
_CURRENT = re.compile(r"\bcurrentPage\s*=\s*(\d+)")
_COUNTED_NAME = re.compile(r"[\"'/]([\w-]+)\\?[\"']\s*\+\s*[\"']_[\"']\s*\+\s*nextPage\s*\+\s*[\"']\.(\w+)")
# JCMS names the address of its next records; its older answers count them.
_GROUP = re.compile(r"<nextgroup>\s*<!\[CDATA\[\s*<a\s+href=[\"']([^\"']+)")
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)")
# WebPlus: <em class="curr_page">2</em>/<em class="all_pages">11</em>, list.htm, list2.htm, …
_WEBPLUS = re.compile(r"curr_page[\"']?>\s*(\d+)\s*</em>\s*/?\s*<em[^>]*all_pages[\"']?>\s*(\d+)")
_WEBPLUS_NAME = re.compile(r"list\d*(\.\w+)$")
# VSB counts down: tzgg.htm, tzgg/57.htm, … tzgg/1.htm
_VSB = re.compile(r"_simple_list_gotopage_fun\(\s*(\d+)\s*,")
_VSB_NAME = re.compile(r"^(?P<column>.*?)(?:/(?P<page>\d+))?\.htm$")
_COUNT = re.compile(r"class=[\"']pagination[\"'][^>]*\bcount=[\"'](\d+)")
_PAGES = 100  # entries that the gkmlpt catalogue gives at a time


def next_page(root: HtmlElement, html: str, base: str) -> str | None:
    """The absolute address of a listing's next page; None on the last one."""
    links = [
        link
        for link in root.xpath("//a[@href] | //link[@href]")
        if "next" in (link.get("rel") or "").lower().split()
        or (link.tag == "a" and NEXT.match(key("".join(link.itertext()) or link.get("title") or "")))
    ]
    if (url := first(links, base)) is not None:
        return url
    return next((url for way in _WAYS if (url := way(html, base)) is not None), None) or _numbered(root, base)


def first(links: Iterable[HtmlElement], base: str) -> str | None:
    """The first of the links' addresses that leads to another page."""
    here = base.partition("#")[0]
    addresses = (absolute(base, link.get("href") or "") for link in links)
    return next((url for url in addresses if url is not None and url != here), None)


def following(url: str, total: int, found: int) -> str | None:
    """The address of a data answer's next page, counted in the address: `page=2` or `"pageNo":2`; None on the last.

    `total` is how many entries there are in all, `found` how many this answer holds.
    """
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if (asked := _asked(query.get("paramJson", ""))) is not None:
        number, size = asked["pageNo"], asked.get("pageSize") or found
        asked["pageNo"] = number + 1
        told = quote(json.dumps(asked, separators=(",", ":")), safe="")
        changed = re.sub(r"paramJson=[^&]*", lambda _: f"paramJson={told}", parts.query)
    elif query.get("page", "").isdecimal():
        number, size = int(query["page"]), found if query["page"] == "1" else _PAGES
        changed = re.sub(r"(^|&)page=\d+", rf"\g<1>page={number + 1}", parts.query)
    else:
        return None
    return urlunsplit(parts._replace(query=changed)) if found and number * size < total else None


def _asked(parameters: str) -> dict[str, Any] | None:
    """The parameters of a jpaas answer, where they count its pages."""
    try:
        asked = json.loads(parameters)
    except (ValueError, RecursionError):
        return None
    counts = (
        isinstance(asked, dict) and isinstance(asked.get("pageNo"), int) and isinstance(asked.get("pageSize", 0), int)
    )
    return asked if counts else None


def counted(markup: str) -> int:
    """How many entries there are in all, by a ready-made list's own count; 0 where it does not say."""
    match = _COUNT.search(markup)
    return int(match[1]) if match else 0


def scripted(html: str, base: str) -> str | None:
    """The address that `createPageHTML` counts next; None on the last page."""
    for pattern, start in ((_TRS, 0), (_TRS_NAMED, 1)):
        if (match := pattern.search(html)) is not None:
            number = int(match["current"]) + 1
            if number - start < int(match["pages"]):
                return absolute(base, f"{match['name']}_{number}.{match['ending']}")
    return None


def _counted(html: str, base: str) -> str | None:
    count, current = _COUNTED.search(html), _CURRENT.search(html)
    if count is None or current is None or int(current[1]) + 1 >= int(count[1]):
        return None
    name, ending = _COUNTED_NAME.findall(html)[0] if _COUNTED_NAME.search(html) else ("index", "html")
    return absolute(base, f"{name}_{int(current[1]) + 1}.{ending}")


def _recorded(html: str, base: str) -> str | None:
    if "<datastore>" not in html:
        return None
    if (group := _GROUP.search(html)) is not None:
        return absolute(base, group[1].replace("&amp;", "&"))
    parts = urlsplit(base)
    query = dict(parse_qsl(parts.query))
    total = _TOTAL.search(html)
    last, size = query.get("endrecord", ""), query.get("perpage", "")
    if total is None or not last.isdecimal() or not size.isdecimal() or int(last) >= int(total[1]):
        return None
    query |= {"startrecord": str(int(last) + 1), "endrecord": str(int(last) + int(size))}
    return urlunsplit(parts._replace(query=urlencode(query)))


def _webplus(html: str, base: str) -> str | None:
    match = _WEBPLUS.search(html) if "all_pages" in html else None
    if match is None or int(match[1]) >= int(match[2]):
        return None
    url, count = _WEBPLUS_NAME.subn(rf"list{int(match[1]) + 1}\1", base)
    return url if count else None


def _vsb(html: str, base: str) -> str | None:
    pages, name = _VSB.search(html), _VSB_NAME.match(base)
    if pages is None or name is None:
        return None
    number = int(name["page"] or pages[1]) - 1
    return f"{name['column']}/{number}.htm" if number else None


_WAYS: tuple[Callable[[str, str], str | None], ...] = (scripted, _counted, _recorded, _webplus, _vsb)


def _numbered(root: HtmlElement, base: str) -> str | None:
    """The link with the number behind the first one that is no link: that is the page we are on."""
    numbers: dict[int, HtmlElement] = {}
    for link in root.iter("a"):
        text = key("".join(link.itertext())).strip("[]()")
        if text.isascii() and text.isdecimal() and len(text) <= 4 and link.get("href"):
            numbers.setdefault(int(text), link)
    here = {number for number, link in numbers.items() if first([link], base) is None}
    pages = sorted(numbers.keys() - here)
    return next((first([numbers[page]], base) for page in pages if page > 1 and page - 1 not in pages), None)
