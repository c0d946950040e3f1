"""The five real documents inside their sites' pages and inside wrappers that nobody foresaw."""

from __future__ import annotations

import json
import re

import pytest

from crawler.read import read
from monitor import dates
from monitor.believe import judge
from monitor.outline import outline
from monitor.records import Article, Outcome
from monitor.text import key, lines
from tests import seedpages
from tests.seedpages import BY_NUMBER, Noise, Seed
from tests.wrappers import OTHER

SITES = pytest.mark.parametrize("seed", seedpages.ALL, ids=lambda seed: seed.number)
NAMELESS = "sloppy"
"""The wrapper that names its site nowhere."""


def article(seed: Seed, wrapper: str | None = None, noise: Noise | None = None) -> Article:
    """The article read from a seed's page."""
    reading = read(seedpages.page(seed, wrapper=wrapper, noise=noise), url=f"http://www.example.gov.cn{seed.path}")
    assert judge(reading, want_items=False) == (Outcome.OK, None)
    assert reading.article is not None
    return reading.article


@SITES
@pytest.mark.parametrize("wrapper", [None, *OTHER], ids=lambda wrapper: wrapper or "home")
def test_document_is_read_whole_and_alone(seed: Seed, wrapper: str | None) -> None:
    """The text is the document's lines and nothing of the page, whatever wraps it."""
    expected = lines("\n".join(seedpages.document(seed)))
    assert expected == article(seed, wrapper).text.split("\n")


@SITES
@pytest.mark.parametrize("wrapper", [None, *OTHER], ids=lambda wrapper: wrapper or "home")
def test_metadata_is_read(seed: Seed, wrapper: str | None) -> None:
    """Title, date, publisher and source are the work's own, whatever wraps it."""
    found = article(seed, wrapper)
    named = wrapper != NAMELESS
    assert (seed.title, seed.published, seed.source) == (found.title, dates.iso(found.published), found.source)
    if named or seed.publisher != seed.site:
        assert seed.publisher == found.publisher
    assert found.site == (seed.site if named else None)


@SITES
def test_home_page_names_its_column(seed: Seed) -> None:
    """The breadcrumb's (or the window title's) column is read where the page shows one."""
    expected = None if seed.number == "003" else seed.column
    assert expected == article(seed).column


@SITES
def test_noise_changes_nothing(seed: Seed) -> None:
    """Counters, neighbours and injected ids may change: the article does not."""
    other = Noise(counter=99120, neighbours=("另一则通知", "关于另一件事的公告..."), junk="q7x2z")
    assert article(seed) == article(seed, noise=other)


@pytest.mark.parametrize("number", ["000", "002", "003"])
def test_outline_of_the_page_is_gold(number: str) -> None:
    """Every heading of every level, no more and no fewer, comes out of the page."""
    found = outline(article(BY_NUMBER[number]).text)
    gold = json.loads((seedpages.GOLD / f"{number}.json").read_text("utf-8"))
    first = [clause.number + "、" + clause.title for clause in found.clauses if clause.level == 1]
    third = [clause.title for clause in found.clauses if clause.level == 3]
    assert list(map(key, gold["level1"])) == list(map(key, first))
    assert [key(item["title"]) for item in gold["level3_items"]] == list(map(key, third))
    second = [key(clause.number + clause.title) for clause in found.clauses if clause.level == 2]
    assert [key(re.sub(r"\s", "", item)) for item in gold["level2"]] == second


def test_disclosure_box_is_read() -> None:
    """Letter-spaced labels without colons in two columns give number, validity and an empty document number."""
    found = article(BY_NUMBER["003"])
    assert (found.index_number, found.validity, found.document_number) == ("733569413/2022-48793", "有效", None)
    assert {"injected_tags", "attachment_without_link"} == {finding.type for finding in found.findings}
    assert (found.kind, found.stage, found.repost) == ("规划", "final", False)


def test_consultation_is_read() -> None:
    """A consultation page gives the plan's kind, the draft stage, the deadline and the ways to answer."""
    found = article(BY_NUMBER["000"])
    assert (found.kind, found.stage, str(found.consultation.deadline)) == ("行动方案", "draft", "2020-01-31")
    assert {"fax", "email", "post"} <= {contact.kind for contact in found.consultation.contacts}


def test_reposts_are_told() -> None:
    """转: before the title and a medium as source mark a repost; an office's own page is none."""
    assert {number: article(BY_NUMBER[number]).repost for number in ("001", "002", "000", "004")} == {
        "001": True,
        "002": True,
        "000": False,
        "004": False,
    }


def test_listing_links_to_the_seeds() -> None:
    """Titles (whole, though the page cuts them), addresses, dates and the next page of a column page are read."""
    body = seedpages.listing(older=["关于做好往年工作的通知"], next_path="/list_2.html")
    reading = read(body, url="http://www.example.gov.cn/list.html", want="listing")
    expected = [
        (seed.page_title, f"http://www.example.gov.cn{seed.path}", seed.published[:10]) for seed in seedpages.ALL
    ]
    assert expected == [(item.title, item.url, str(item.date)) for item in reading.items[:-1]]
    assert reading.next_page == "http://www.example.gov.cn/list_2.html"
    assert judge(reading, want_items=True) == (Outcome.LISTING, None)
