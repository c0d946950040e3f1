"""What can be wrong with a server: a good answer becomes a broken one, and the cause that people must be told, if any."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from benchmarks.soak.world import Site, article, chance_of, listing


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: the path, how often it was asked for, and on which day."""

    path: str
    hit: int
    day: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes over the wire: `length` may lie, `silent` seconds pass before it, `hung_up` sends nothing at all."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    length: int | None = None
    silent: float = 0.0
    hung_up: bool = False


Breaking = Callable[[Site, Asked, Answer], Answer]


@dataclass(frozen=True, slots=True)
class Trouble:
    """How a site's answers are broken. `cause` is what the incident must name; None where nobody is to be told."""

    breaks: Breaking
    cause: str | None


def good(site: Site, asked: Asked) -> Answer:
    """What the site answers while all is well."""
    if asked.path == "/robots.txt":
        return Answer(body=b"User-agent: *\nDisallow: /admin/\n", headers=(("Content-Type", "text/plain"),))
    if asked.path == "/ghjh/":
        return _html(listing(site, asked.day, asked.hit))
    for document in site.shown(asked.day):
        if document.path == asked.path:
            return _html(article(site, document, asked.day, asked.hit))
    return _html("<html><body>404</body></html>", 404)


def answer(site: Site, asked: Asked) -> Answer:
    """What the site really answers; one page in fifty comes broken on any day."""
    whole = good(site, asked)
    if site.troubled(asked.day):
        return TROUBLES[site.trouble].breaks(site, asked, whole)
    if asked.path != "/robots.txt" and chance_of(site.name, asked) < 0.02:
        return TROUBLES["cut"].breaks(site, asked, whole)
    return whole


def _html(page: str, status: int = 200) -> Answer:
    return Answer(status, page.encode(), (("Content-Type", "text/html; charset=utf-8"),))


def _always(broken: Answer) -> Breaking:
    return lambda *_: broken


def _pages(breaks: Callable[[Answer], Answer]) -> Breaking:
    """Breaks what is no robots.txt."""
    return lambda _, asked, whole: whole if asked.path == "/robots.txt" else breaks(whole)


def _listing(breaks: Breaking) -> Breaking:
    """Breaks the listing alone."""
    return lambda site, asked, whole: breaks(site, asked, whole) if asked.path == "/ghjh/" else whole


def _cut_gzip(whole: Answer) -> Answer:
    packed = gzip.compress(whole.body, mtime=0)
    return replace(whole, body=packed[: len(packed) // 2], headers=(*whole.headers, ("Content-Encoding", "gzip")))


def _garbled(whole: Answer) -> Answer:
    """As a database that lost every second character gives it out."""
    page = whole.body.decode()
    lost = "".join("\ufffd" if "\u4e00" <= char <= "\u9fff" and at % 2 else char for at, char in enumerate(page))
    return replace(whole, body=lost.encode())


def _some_missing(site: Site, asked: Asked, whole: Answer) -> Answer:
    """Every other answer for a document is 404, as behind a half-filled cache; the listing stands."""
    if asked.path.startswith("/ghjh/2026/") and chance_of(site.name, asked) < 0.5:
        return _html("<html><body>404</body></html>", 404)
    return whole


def _two_nodes(site: Site, asked: Asked, whole: Answer) -> Answer:
    """Every other answer comes from a node that is two days behind."""
    return good(site, replace(asked, day=asked.day - 2)) if asked.hit % 2 else whole


_SHELL = _html(
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>教育局</title></head><body><noscript>请启用JavaScript后访问</noscript>'
    '<div id="app"></div><script src="/js/app.8f2c.js"></script><script src="/js/vendor.1b77.js"></script></body></html>'
)
_CHALLENGE = replace(
    _html("<html><script>document.cookie='__jsl_clearance_s=1;';location.href=location.pathname</script></html>", 521),
    headers=(("Content-Type", "text/html"), ("Set-Cookie", "__jsluid_s=ab1; path=/")),
)
_MAINTENANCE = _html(
    "<html><head><title>系统维护</title></head><body><h2>系统维护中</h2><p>网站正在升级维护，请稍后访问。</p></body></html>"
)
_SOFT_404 = _html(
    "<html><head><title>页面不存在</title></head><body><p>抱歉，您访问的页面不存在或已被删除。</p><a href='/'>返回首页</a></body></html>"
)

TROUBLES: Mapping[str, Trouble] = {
    "down": Trouble(_always(_html("<html><body>Service Unavailable</body></html>", 503)), "unreachable"),
    "hung up": Trouble(_always(Answer(hung_up=True)), "unreachable"),
    "silent": Trouble(_pages(lambda whole: replace(whole, silent=3.0)), "unreachable"),
    "cut": Trouble(
        _pages(lambda whole: replace(whole, body=whole.body[: len(whole.body) // 2], length=len(whole.body))),
        "unreachable",
    ),
    "cut gzip": Trouble(_pages(_cut_gzip), "unreachable"),
    "challenge": Trouble(_always(_CHALLENGE), "blocked"),
    "maintenance": Trouble(_pages(lambda _: _MAINTENANCE), "unreachable"),
    "soft 404": Trouble(_pages(lambda _: _SOFT_404), "unreachable"),
    "empty": Trouble(_pages(lambda whole: replace(whole, body=b"")), "structure"),
    "garbled": Trouble(_pages(_garbled), "encoding"),
    "shell": Trouble(_pages(lambda _: _SHELL), "needs_js"),
    "robots 500": Trouble(
        lambda _, asked, whole: _html("error", 500) if asked.path == "/robots.txt" else whole,
        None,  # its last good copy holds
    ),
    "no items": Trouble(
        _listing(lambda site, asked, _: _html(listing(site, asked.day, asked.hit, most=0))), "structure"
    ),
    "one item": Trouble(_listing(lambda site, asked, _: _html(listing(site, asked.day, asked.hit, most=1))), None),
    "some missing": Trouble(_some_missing, None),
    "two nodes": Trouble(_two_nodes, None),
}
"""Trouble → what it does."""
