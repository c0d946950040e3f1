"""Feeds, read by a feed reader's library and by libxml2."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from notifiers.feed import Feed, FeedEntry, atom, json_feed

AT = datetime(2025, 3, 10, 4, 0, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>]]>&#0;&amp;\x00\x1b[2J\ud800\ufffe\u202e\"'> 52%"
HARMLESS = "<script>alert(1)</script>]]>&#0;&amp;��[2J���\"'> 52%"


def _entry(**fields):
    values = {
        "url": "http://e.cn/7.html",
        "version": 2,
        "title": "澄湖区托育服务三年计划",
        "text": "目标调整",
        "site": "澄湖区教育局",
        "severity": "high",
        "at": AT,
    }
    return FeedEntry(**values | fields)


def _feed(*entries):
    return Feed(title="clausewatch", address="http://127.0.0.1:8710/feed.atom", entries=entries)


def test_a_reader_finds_what_changed():
    """Title, text, link, author and time arrive; the feed is as new as its newest entry."""
    read = feedparser.parse(atom(_feed(_entry(), _entry(version=1, at=AT.replace(year=2024)))))
    assert not read.bozo
    assert (read.version, read.feed.updated, read.feed.title) == ("atom10", "2025-03-10T04:00:00Z", "clausewatch")
    first = read.entries[0]
    assert (first.title, first.link, first.author) == ("澄湖区托育服务三年计划", "http://e.cn/7.html", "澄湖区教育局")
    assert (first.content[0].value, first.content[0].type) == ("目标调整", "text/plain")


def test_an_entry_keeps_its_id():
    """A title that is corrected and another form make no new entry; another version or document does."""
    ids = {_entry(title=title, text=title).id for title in ("甲", "乙")}
    assert ids == {json.loads(json_feed(_feed(_entry())))["items"][0]["id"]}
    assert ids == {feedparser.parse(atom(_feed(_entry()))).entries[0].id}
    assert len({_entry().id, _entry(version=3).id, _entry(url="http://e.cn/8.html").id}) == 3


def test_a_document_that_moved_keeps_its_entries():
    """Readers do not see old entries again because the office gave the document another address."""
    moved = _entry(url="http://e.cn/new.html", first_url="http://e.cn/7.html")
    assert moved.id == _entry().id
    assert feedparser.parse(atom(_feed(moved))).entries[0].link == "http://e.cn/new.html"


def test_hostile_words_are_words():
    """Markup, ends of sections, control characters and half surrogates stand as text in a valid feed (S14)."""
    feed = _feed(_entry(title=HOSTILE, text=HOSTILE, site=HOSTILE))
    root = etree.fromstring(atom(feed))
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert root.xpath("string(a:entry/a:title)", namespaces=names) == HARMLESS
    assert {each.tag.split("}")[1] for each in root.iter()} == {
        *("feed", "id", "title", "updated", "link", "author", "name", "entry", "category", "content")
    }
    assert not feedparser.parse(atom(feed)).bozo
    assert json.loads(json_feed(feed))["items"][0]["title"] == HARMLESS


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "http://[x", "//e.cn/", "http://u:p@e.cn/"])
def test_only_web_addresses_are_links(url):
    """An entry whose address no reader should open has no link."""
    assert [link.rel for link in feedparser.parse(atom(_feed(_entry(url=url)))).entries[0].get("links", [])] == []
    assert "external_url" not in json.loads(json_feed(_feed(_entry(url=url))))["items"][0]


def test_an_empty_feed_is_a_feed():
    """Before the first change there is a feed with no entries, the same each time."""
    read = feedparser.parse(atom(_feed()))
    assert (read.bozo, read.entries) == (False, [])
    assert atom(_feed()) == atom(_feed())
    assert json.loads(json_feed(_feed()))["items"] == []


@given(st.text(), st.text())
def test_every_text_makes_a_valid_feed(title, text):
    """Whatever a page says, XML and JSON hold."""
    feed = _feed(_entry(title=title, text=text, url=title))
    etree.fromstring(atom(feed))
    json.loads(json_feed(feed))
