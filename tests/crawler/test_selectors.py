"""Selectors that are written for people survive small redesigns."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from crawler.extract.selectors import Pointed, finds, meaning, selector

PAGE = """<html><body>
<div class="head w1200"><ul class="menu"><li><a href="/">首页</a></li><li><a href="/b/">公开</a></li></ul></div>
<div class="layout"><div class="side"><ul><li><a href="/s/">侧栏</a></li></ul></div>
<div class="main">{}</div></div>
<div class="foot"><p>主办单位</p></div></body></html>"""

CONTAINERS = (
    '<div id="zoom" class="css-1x2y9">TEXT</div>',
    '<div class="fl w800 article-content">TEXT</div>',
    '<div class="TRS_Editor"><div class="inner">TEXT</div></div>',
    '<div class="news-detail"><h1>标题</h1><section>TEXT</section></div>',
    '<div id="con_84731"><div itemprop="articleBody">TEXT</div></div>',
)
LISTS = (
    '<ul class="news-list">ITEMS</ul>',
    '<div id="newsbox"><ul>ITEMS</ul></div>',
    '<div class="gk-list on"><ul class="c9f2a1b">ITEMS</ul></div>',
)


def wrapped(body: html.HtmlElement, at: random.Random) -> None:
    """Put a box without a telling name around some block: all of what stands in it moves one level down."""
    block = at.choice([each for each in body.iter("div") if each.getparent() is not None])
    box = html.Element("div", {"class": at.choice(("new-wrap", "row", "w1400"))})
    block.addprevious(box)
    box.tail, block.tail = block.tail, None
    box.append(block)


def banner(body: html.HtmlElement, at: random.Random) -> None:
    """Put something in front of a block."""
    at.choice(list(body.iter("div"))).addprevious(
        html.fragment_fromstring('<div class="ad"><a href="/ad/">专题</a></div>')
    )


def more_classes(body: html.HtmlElement, at: random.Random) -> None:
    """Give a block another class, in front of its own."""
    block = at.choice(list(body.iter("div", "ul", "section")))
    block.set("class", f"{at.choice(('mobile-ok', 'grey', 'active'))} {block.get('class') or ''}".strip())


def made_names(body: html.HtmlElement, at: random.Random) -> None:
    """Build the style sheets anew: names made by machines become others."""
    for block in body.iter():
        kept = [one for one in (block.get("class") or "").split() if meaning(one)]
        kept += [f"css-{at.randrange(16**6):06x}9" for one in (block.get("class") or "").split() if not meaning(one)]
        if block.get("class"):
            block.set("class", " ".join(kept))


def other_tags(body: html.HtmlElement, at: random.Random) -> None:
    """Make a named block another kind of element."""
    named = [each for each in body.iter("div") if any(map(meaning, (each.get("class") or "").split()))]
    at.choice(named).tag = "section" if body.find(".//section") is None else "main"


def another_column(body: html.HtmlElement, at: random.Random) -> None:
    """Put another side column beside the first."""
    (side,) = body.cssselect(".side")[:1]
    side.addnext(html.fragment_fromstring('<div class="hot-topics"><p>热点</p></div>'))


REDESIGNS = (wrapped, banner, more_classes, made_names, other_tags, another_column)


@pytest.mark.parametrize("container", CONTAINERS)
@given(steps=st.lists(st.sampled_from(REDESIGNS), min_size=1, max_size=5), seed=st.integers(0, 2**32))
def test_a_container_is_found_after_small_redesigns(container, steps, seed):
    """Whatever moves, is wrapped, gets classes or loses made names: the selector finds the same element alone."""
    body = html.document_fromstring(PAGE.format(container)).find("body")
    (element,) = body.xpath(".//*[text() = 'TEXT']")
    written = selector([Pointed(body, (element,))])
    assert written.stable
    at = random.Random(seed)
    for step in steps:
        step(body, at)
    (element,) = body.xpath(".//*[text() = 'TEXT']")
    assert finds(Pointed(body, (element,)), written.text), (written, html.tostring(body, encoding="unicode"))


@pytest.mark.parametrize("listing", LISTS)
@given(steps=st.lists(st.sampled_from(REDESIGNS), min_size=1, max_size=5), seed=st.integers(0, 2**32))
def test_entries_are_found_after_small_redesigns(listing, steps, seed):
    """The entries of a list, and nothing of menus, are found by the selector that was written before."""
    items = "".join(f'<li><a class="t" href="/{n}.html">第{n}号文件</a></li>' for n in range(5))
    body = html.document_fromstring(PAGE.format(listing.replace("ITEMS", items))).find("body")

    def entries() -> tuple[html.HtmlElement, ...]:
        return tuple(link.getparent() for link in body.xpath(".//a[@class = 't']"))

    written = selector([Pointed(body, entries())])
    assert written.stable
    at = random.Random(seed)
    for step in steps:
        step(body, at)
    assert finds(Pointed(body, entries()), written.text), (written, html.tostring(body, encoding="unicode"))


@given(st.integers(0, 2**32))
def test_every_element_can_be_pointed_at(seed):
    """Whatever element of a page without any names is meant: some selector finds it alone."""
    at = random.Random(seed)
    body = html.document_fromstring("<html><body></body></html>").find("body")
    for _ in range(20):
        at.choice(list(body.iter())).append(html.Element(at.choice(("div", "p", "td", "ul", "li"))))
    element = at.choice(list(body.iter()))
    page = Pointed(body, (element,))
    assert finds(page, selector([page]).text)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("article-content", 2), ("TRS_Editor", 2), ("zoom", 2), ("list_item", 2), ("main", 1), ("w1200", 1), ("mt20", 1),
        ("active", 0), ("css-1x2y9", 0), ("con_84731", 0), ("sc-bdVaJa", 0), ("名字", 0),
    ],
)  # fmt: skip
def test_what_names_tell(name, told):
    """Names of what something is come before names of where it lies; states and names made by machines tell nothing."""
    assert meaning(name) == told
