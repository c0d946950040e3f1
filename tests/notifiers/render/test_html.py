"""A letter as HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from lxml import html as reader

from notifiers.render.harmless import harmless
from notifiers.render.html import html
from tests.notifiers.render.letters import ORDINARY, letters, said

ELEMENTS = {
    "html": {"lang"},
    "head": set(),
    "meta": {"charset"},
    "title": set(),
    "body": set(),
    "article": set(),
    "h1": set(),
    "h2": set(),
    "p": set(),
    "ol": set(),
    "ul": set(),
    "li": set(),
    "blockquote": {"lang"},
    "del": {"style"},
    "ins": {"style"},
    "a": {"href", "rel"},
}


def parsed(letter, language="zh"):
    """The page as a program that shows it reads it."""
    return reader.document_fromstring(html(letter, language).encode(), parser=reader.HTMLParser(encoding="utf-8"))


def squeezed(text):
    """A text without blanks, as far as HTML keeps it."""
    return "".join(harmless(text).split())


def test_a_letter_is_a_semantic_page():
    """One heading, a list of clauses, quotations of the document, and its removed and inserted words as such."""
    page = parsed(ORDINARY)
    assert page.get("lang") == "zh-CN"
    assert page.findtext(".//title") == page.findtext(".//h1") == "【目标调整】青河区教育工作计划"
    assert [each.text for each in page.findall(".//ol/li/h2")] == ["二、(一)第1条“扩大供给”", "三、(二)“经费”"]
    assert [each.text for each in page.findall(".//blockquote//del")] == ["52%", "(二)经费。"]
    assert [each.text for each in page.findall(".//blockquote//ins")] == ["55%", "1.节约"]
    assert page.find(".//blockquote/p").text_content() == "占比达到52%55%以上"
    assert [(each.get("href"), each.text) for each in page.findall(".//a")] == [(ORDINARY.url, ORDINARY.url)]


def test_the_document_stays_chinese_in_an_english_letter():
    """A screen reader is told which words are the document's."""
    page = parsed(ORDINARY, "en")
    assert page.get("lang") == "en"
    assert {each.get("lang") for each in page.findall(".//blockquote")} == {"zh-CN"}
    assert page.findtext(".//h1") == "[Target changed] 青河区教育工作计划"


@given(letters)
def test_nothing_a_page_says_becomes_markup(letter):
    """No element, attribute or comment beyond ours, one link at most, and every text is there as text."""
    page = parsed(letter)
    for element in page.iter():
        assert isinstance(element.tag, str)
        assert set(element.keys()) <= ELEMENTS[element.tag]
    links = page.findall(".//a")
    assert [link.get("href") for link in links] == ([letter.url] if links else [])
    assert all(link.get("href").startswith(("http://", "https://")) for link in links)
    shown = squeezed(page.find(".//body").text_content())
    at = 0
    for text in said(letter, "zh"):
        at = shown.index(squeezed(text), at)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " https://e.example/",
        "https://e.example/a b",
        "https://e.example/\nb",
        'https://e.example/"x',
        "https://user@e.example/",
        "https://",
        "http://[x",
        "//e.example/",
        "data:text/html,x",
        "https://e.example/\u202egpj",
    ],
)
def test_only_web_addresses_are_links(url):
    """Any other address is shown and cannot be clicked."""
    from dataclasses import replace

    page = parsed(replace(ORDINARY, url=url))
    assert page.findall(".//a") == []
    assert squeezed(url) in squeezed(page.text_content())
