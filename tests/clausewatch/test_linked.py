"""Where a message is read on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clausewatch.linked import viewed
from monitor.letter import Letter, Words
from monitor.message.plain import text
from monitor.observation import Delivery
from notifiers.render import RENDERERS
from tests.storage.district import NOON

HOME = "https://watch.example.org"
LETTER = Letter(
    heading=Words("目标调整", "Target changed"),
    title="青河区计划",
    severity="high",
    url="https://qinghe.example/a.html",
)


def delivery(kind, document=7, **payload):
    """A message of this kind."""
    return Delivery(
        id="d",
        subscription=1,
        document=document,
        state="pending",
        attempts=0,
        at=NOON,
        error=None,
        to="console:",
        type=kind,
        payload={"type": kind, "links": {"source": LETTER.url}} | payload,
        letter=LETTER,
    )


@pytest.mark.parametrize(
    ("told", "path"),
    [
        (delivery("document.changed", version={"number": 3, "previous": 2}), "/documents/7/compare?old=2&new=3"),
        (delivery("document.changed", version={"number": 1, "previous": None}), "/documents/7"),
        (delivery("document.new", version={"number": 1, "previous": None}), "/documents/7/versions/1"),
        (delivery("document.withdrawn", version={"number": 3, "previous": 2}), "/documents/7"),
        (delivery("deadline.reminder"), "/documents/7"),
        (delivery("incident.opened", None, site="青河/局"), "/sources/%E9%9D%92%E6%B2%B3%2F%E5%B1%80"),
        (delivery("baseline", None, site="青河"), "/documents?site=%E9%9D%92%E6%B2%B3"),
    ],
)
def test_every_message_leads_to_its_page(told, path):
    """In its letter and in its links; the source stays beside it."""
    shown = viewed(told, f"{HOME}/")
    assert shown.payload["links"] == {"source": LETTER.url, "web": HOME + path}
    assert shown.letter == replace(LETTER, view=HOME + path)
    assert told.payload["links"] == {"source": LETTER.url}


def test_nothing_leads_to_where_nobody_can_go():
    """Without a public address, or about nothing that has a page, a message is as it was."""
    told = delivery("document.changed", version={"number": 3, "previous": 2})
    assert viewed(told, "") is told
    about_none = delivery("digest", None)
    assert viewed(about_none, HOME) is about_none


def test_every_form_shows_the_page_beside_the_source():
    """Plain text, HTML and Markdown have both addresses, ours first."""
    shown = replace(LETTER, view=f"{HOME}/documents/7")
    for render in RENDERERS.values():
        said = render(shown, "zh")
        assert said.index(f"{HOME}/documents/7") < said.index("https://qinghe.example/a.html")
        assert "对照阅读" in said
    assert "对照阅读" not in text(LETTER, "zh")
