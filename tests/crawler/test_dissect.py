"""A page taken apart: every line of it is shown once, and what is said to be kept is what the reading keeps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.demo.district import SITES, Request, answer
from clausewatch.demo.documents import documents
from crawler.dissect import Source, dissect, rules_of
from crawler.rules import ReadingRules
from monitor.errors import UsageError
from monitor.text import key

HOME = "http://office.example"
DOCUMENTS = [pytest.param(each, id=each.name) for name in SITES for each in documents(name) if each.since == 1]


def page(site, path) -> Source:
    """A page of the demo's first week."""
    found = answer(site, Request(path), 1)
    return Source(body=found.body, url=HOME + path, content_type=dict(found.headers)["Content-Type"])


def fated(shown, fate) -> list[str]:
    """The lines of this fate, in the page's order of blocks."""
    return [text for block in shown.blocks for found, text in block.lines if found == fate]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_is_kept_is_the_text(document):
    """The lines of a document's page that are said to be kept are those of its text; its title is read."""
    shown = dissect(page(SITES[document.name.partition("/")[0]], document.path), want="article")
    whole = key(shown.reading.article.text)
    kept = [key(line) for line in fated(shown, "kept")]
    assert all(line in whole for line in kept)
    assert sum(map(len, kept)) >= 0.95 * len(whole.replace("|", ""))
    assert any(key(shown.reading.article.title) in key(line) for line in fated(shown, "read"))


@pytest.mark.parametrize("site", SITES.values(), ids=list(SITES))
def test_what_is_kept_of_a_listing_are_its_entries(site):
    """Each entry is one kept line, whatever links to the same documents beside them."""
    shown = dissect(page(site, site.first), want="listing")
    assert len(fated(shown, "kept")) == len(shown.reading.items) > 0


def test_blocks_are_numbered_in_the_pages_order():
    """Numbers count from 1, and each block's selector finds it."""
    source = page(SITES["bureau"], documents("bureau")[0].path)
    shown = dissect(source)
    assert [block.number for block in shown.blocks] == list(range(1, len(shown.blocks) + 1))
    body = source.tree().body
    for block in shown.blocks:
        (element,) = body.cssselect(block.selector)
        assert block.name.startswith(element.tag)


def test_a_block_that_was_pointed_at_is_read():
    """The container's number gives its selector, and what is dropped inside it is no longer kept."""
    plan = next(each for each in documents("disclosure") if each.name == "disclosure/procure")
    source = page(SITES["disclosure"], plan.path)
    blocks = {block.name: block for block in dissect(source, want="article").blocks}
    container, drop = rules_of(
        source, ReadingRules(), "article", container=blocks["div.con"].number, drop=[blocks["table.xxgk"].number]
    )
    assert (container, drop) == (".cont .con", (".xxgk",))
    shown = dissect(source, ReadingRules(container=container, drop=drop), "article")
    assert not any("索 引 号" in line for line in fated(shown, "kept"))


def test_a_number_that_no_block_has_is_refused():
    """The error says which numbers there are."""
    source = page(SITES["bureau"], documents("bureau")[0].path)
    with pytest.raises(UsageError, match="numbered from 1 to"):
        rules_of(source, ReadingRules(), "article", container=99)


@given(st.binary(max_size=300) | st.text(alphabet="<>/ divtablerp#=\"'x文。", max_size=300).map(str.encode))
def test_any_bytes_are_taken_apart(body):
    """Nothing that a page holds raises, and no line of it is shown twice."""
    shown = dissect(Source(body=body, url=HOME))
    assert all(block.kept <= block.length for block in shown.blocks)


def test_deep_pages_are_taken_apart():
    """Hundreds of boxes in one another are one block."""
    body = b"<html><body>" + b"<div>" * 200 + "<p>正文在这里。</p>".encode() + b"</body></html>"
    shown = dissect(Source(body=body, url=HOME))
    assert [block.lines for block in shown.blocks] == [(), (("kept", "正文在这里。"),)]
