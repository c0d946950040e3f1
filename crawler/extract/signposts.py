"""Where a page leads: the names and addresses of its menus, its breadcrumb, and the “more” of its boxes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.extract.attachments import absolute
from crawler.extract.container import is_file
from crawler.extract.metadata import CRUMB_NAME
from monitor import noise
from monitor.signpost import Signpost
from monitor.text import key, tidy

_LONGEST_NAME = 16
_MOST_LINKS = 2000
_MOST_CRUMBS = 8
_LONGEST_CRUMB = 160
_MOST_PIECES = 60
_CANDIDATES = 20
_MORE = re.compile(r"^[\[(【]?(?:查看)?(?:更多|more)[>»+.…\])】]*$|^>>$", re.IGNORECASE)
_HOME = re.compile(r"^(?:网站|返回|本站)?(?:首页|主页)$")
_MARKS = " \t·•|>»›-–—[]【】()（）:："
_POSITION = re.compile(r"位置|所在栏目")
# Content systems write the day or a number into a document's address, never into a column's.
_DOCUMENT = re.compile(
    r"/t?(?:19|20)\d\d[-/]?\d\d[-/]?\d\d[/_.-]|/art/(?:19|20)\d\d/|/art_\d|/(?:m?post|content)_\d+\.|/info/\d+/\d+\.|/c\d+a\d+/|/Item/\d+\."
    r"|ShowArticle|ShowInfo|[?&](?:article_?id|newsid|aid)=",
    re.IGNORECASE,
)
# The catalogue of Guangdong's offices is a page of scripts: its columns have numbers, its lists an address of data.
_CATALOGUE = re.compile(r"^(?P<office>.*)/gkmlpt/")
_OFFICE_NUMBER = re.compile(r"\bSID[\"']?\s*[:=]\s*[\"']?(\d+)")
_NUMBERED = re.compile(r"/gkmlpt/(?:index|policy|mindex|guide)?/?#(\d+)$")
_BRANCH = re.compile(r"\"id\"\s*:\s*\"?(\d+)\"?[^{}\[\]]*?\"name\"\s*:\s*\"([^\"]{2,20})\"")


def signposts(body: HtmlElement, html: str, base: str) -> tuple[Signpost, ...]:
    """The links with short names that lead to no document, in page order, each once."""
    found: dict[Signpost, None] = {}
    for link in islice(body.iter("a"), _MOST_LINKS):
        href = link.get("href") or ""
        url = absolute(base, href)
        if url is None or is_file(url) or _DOCUMENT.search(url):
            continue
        if "/gkmlpt/" in url and (number := href.partition("#")[2]).isdecimal():
            url = f"{url}#{number}"
        name = _named(link)
        if _MORE.match(key(name)):
            name = _heading(link)
        if 2 <= len(name) <= _LONGEST_NAME and not name.isdecimal():
            found.setdefault(Signpost(name, url))
    return tuple(_listed(found, html, base))


def home(body: HtmlElement, base: str) -> str | None:
    """The address that the page calls its home; None where it names none."""
    links = (link for link in islice(body.iter("a"), _MOST_LINKS) if _HOME.match(key(_named(link))))
    return next((url for link in links if (url := absolute(base, link.get("href") or "")) is not None), None)


def boxes(body: HtmlElement) -> int:
    """How many “more” the page has: front pages and hubs show a few entries each of many lists."""
    links = islice(body.iter("a"), _MOST_LINKS)
    return sum(link.get("href") is not None and _MORE.match(key(_named(link))) is not None for link in links)


def crumbs(body: HtmlElement, base: str) -> tuple[Signpost, ...]:
    """The links of the page's breadcrumb, from the outside in, without the home page."""
    named = (each for each in body.iter() if isinstance(each.tag, str) and (_worded(each) or _classed(each)))
    for element in islice(named, _CANDIDATES):
        for node in (element, *islice(element.iterancestors(), 2)):
            links = list(islice(node.iter("a"), _MOST_CRUMBS + 1))
            if len(links) > _MOST_CRUMBS or _text(node) is None:
                break
            if found := _placed(links, base):
                return found
    return ()


def current(body: HtmlElement) -> str | None:
    """The name of the column that the page is, by its breadcrumb's last words; None where it has none."""
    worded = (each for each in body.iter() if isinstance(each.tag, str) and _worded(each))
    for element in islice(worded, _CANDIDATES):
        for node in (element, *islice(element.iterancestors(), 2)):
            if (text := _text(node)) is not None and (names := noise.breadcrumb(text)):
                return names[-1]
    return None


def _worded(element: HtmlElement) -> bool:
    return _POSITION.search("".join([element.text or "", *(child.tail or "" for child in element)])) is not None


def _classed(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return CRUMB_NAME.search(names) is not None


def _text(node: HtmlElement) -> str | None:
    """The text below a node as one line; None where there is too much of it for a line."""
    pieces = list(islice(node.itertext(), _MOST_PIECES + 1))
    text = tidy(" ".join(pieces))
    return text if len(pieces) <= _MOST_PIECES and len(text) <= _LONGEST_CRUMB else None


def _named(link: HtmlElement) -> str:
    text = tidy("".join(link.itertext())).strip(_MARKS)
    if text:
        return text
    picture = link.find(".//img")
    said = link.get("title") or (picture.get("alt") if picture is not None else "") or ""
    return tidy(said).strip(_MARKS)


def _heading(link: HtmlElement) -> str:
    """The short text that stands beside a “more”: the name of its box."""
    own = tidy("".join(link.itertext()))
    for node in islice(link.iterancestors(), 3):
        text = _text(node)
        if text is None:
            return ""
        if name := tidy(text.replace(own, " ")).strip(_MARKS):
            return name if len(name) <= _LONGEST_NAME else ""
    return ""


def _placed(links: list[HtmlElement], base: str) -> tuple[Signpost, ...]:
    named = [(_named(link), absolute(base, link.get("href") or "")) for link in links]
    return tuple(Signpost(name, url) for name, url in named if name and url and not _HOME.match(key(name)))


def _listed(found: Iterable[Signpost], html: str, base: str) -> Iterator[Signpost]:
    """The signposts, those into a catalogue of numbered columns at their addresses of data."""
    office, number = _CATALOGUE.match(base), _OFFICE_NUMBER.search(html)
    for signpost in found:
        column = _NUMBERED.search(signpost.url)
        if column is None or office is None or number is None:
            yield signpost
        else:
            yield Signpost(signpost.name, _data(office["office"], column[1], number[1]))
    if office is not None and number is not None:
        for column_number, name in _BRANCH.findall(html):
            yield Signpost(name, _data(office["office"], column_number, number[1]))


def _data(office: str, column: str, number: str) -> str:
    return f"{office}/gkmlpt/api/all/{column}?page=1&sid={number}"
