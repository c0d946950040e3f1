"""The demo's sites as pure functions: noise is noise, edits are edits."""

import html
import re
from pathlib import Path

import pytest

from clausewatch.demo.district import SITES, Request, answer, published
from clausewatch.demo.documents import Document, Round, documents, edits
from monitor.text import key

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
RUN = 12

EVERY_DOCUMENT = [pytest.param(document, id=document.name) for name in SITES for document in documents(name)]


def page(document: Document, round_: Round, hits: int = 1) -> str:
    """The page of a document, decoded as its site encodes it."""
    site = SITES[document.name.partition("/")[0]]
    response = answer(site, Request(document.path, hits=hits), round_)
    assert response.status == 200
    return response.body.decode(site.encoding)


def words(markup: str) -> str:
    """The comparison key of all that a browser shows, cells and paragraphs run together."""
    return key(html.unescape(re.sub(r"<[^>]+>", "", markup)))


@pytest.mark.parametrize("document", [one for one in EVERY_DOCUMENT if one.values[0].since is Round.BASELINE])
def test_noise_changes_the_page_and_not_the_document(document):
    """Every page of the noise round has other bytes and the same document lines."""
    before, after = page(document, Round.BASELINE), page(document, Round.NOISE)
    assert before != after
    assert document.lines(Round.BASELINE) == document.lines(Round.NOISE)
    for line in document.lines(Round.BASELINE):
        assert key(line) in words(before)
        assert key(line) in words(after)


@pytest.mark.parametrize("edit", edits(), ids=lambda edit: f"{edit.document}-{edit.type}")
def test_every_edit_stands_on_the_page_of_the_last_round(edit):
    """What an edit replaces is on the page before the last round, what it puts there is on the page in it."""
    site = edit.document.partition("/")[0]
    document = next(one for one in documents(site) if one.name == edit.document)
    edited = words(page(document, Round.EDITS))
    if not edit.steps:
        assert document.since is Round.EDITS
        assert document not in published(SITES[site], Round.NOISE)
        return
    untouched = words(page(document, Round.NOISE))
    for before, after in edit.steps:
        assert key(before) in untouched
        assert key(before) not in edited or key(before) in key(after)
        assert key(after) in edited


def test_what_is_not_edited_stays():
    """Documents without an edit read the same in all rounds."""
    edited = {edit.document for edit in edits()}
    for name in SITES:
        for document in documents(name):
            if document.name not in edited:
                assert document.lines(Round.EDITS) == document.lines(Round.BASELINE)


def test_the_school_publishes_gbk():
    """The school's bytes are GBK, declared in the page alone, and no UTF-8."""
    site = SITES["school"]
    response = answer(site, Request("/info/show_1186.html"), Round.BASELINE)
    assert dict(response.headers)["Content-Type"] == "text/html"
    assert "转：2026年澄湖区教育局工作要点" in response.body.decode("gbk")
    with pytest.raises(UnicodeDecodeError):
        response.body.decode("utf-8")


def test_counters_and_junk_differ_at_every_request():
    """The view counter grows, and the injected tags have another id, within one and the same round."""
    points, plan = documents("school")[1], documents("disclosure")[1]
    assert points.name == "school/points"
    assert plan.name == "disclosure/plan"
    assert "阅读：3188" in page(points, Round.BASELINE, hits=1)
    assert "阅读：3189" in page(points, Round.BASELINE, hits=2)
    junk = [re.findall(r'<delect id="(\w{5})"></delect>', page(plan, Round.BASELINE, hits)) for hits in (1, 2)]
    assert junk[0] != junk[1]
    assert all(len(ids) == 1 for ids in junk)


@pytest.mark.parametrize("name", ["bureau", "disclosure"])
def test_listings_go_on_over_pages(name):
    """A listing's pages together hold every published document once, newest first."""
    site = SITES[name]
    for round_ in Round:
        shown = published(site, round_)
        pages = [site.first, *(site.further.format(n) for n in range(1, -(-len(shown) // site.page_size)))]
        assert len(pages) >= 2
        bodies = [answer(site, Request(path), round_).body.decode(site.encoding) for path in pages]
        found = [path for body in bodies for path in re.findall(r'href="([^"]+/t\d+_\d+\.s?html)"', body)]
        assert found == [document.path for document in shown]
        assert answer(site, Request(site.further.format(len(pages))), round_).status == 404


def test_unchanged_pages_are_not_sent_again():
    """A validated site answers 304 to its own ETag however often it is asked, and 200 after a change."""
    site = SITES["media"]
    path = documents("media")[-1].path
    first = answer(site, Request(path, hits=1), Round.BASELINE)
    etag = dict(first.headers)["ETag"]
    again = answer(site, Request(path, hits=9, etag=etag), Round.BASELINE)
    assert (again.status, again.body) == (304, b"")
    assert answer(site, Request(path, etag=etag), Round.NOISE).status == 200


def test_the_report_is_the_same_page_from_the_noise_round_on():
    """The People's Congress edits nothing in the last round, so its report is a 304 then."""
    site = SITES["congress"]
    path = "/jdgz/content/2025-10/30/content_8842.htm"
    etag = dict(answer(site, Request(path), Round.NOISE).headers)["ETag"]
    assert answer(site, Request(path, etag=etag), Round.EDITS).status == 304


def test_texts_are_of_a_real_size():
    """The plan, the consultation and the other main documents are as long as such documents are, in bytes of UTF-8."""
    least = {"disclosure/plan": 8000, "bureau/consultation": 5000, "media/plan": 2000}
    least |= {"school/points": 2000, "congress/report": 2000}
    sizes = {one.name: len(one.text.encode()) for name in SITES for one in documents(name)}
    assert {name: sizes[name] >= size for name, size in least.items()} == dict.fromkeys(least, True)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="needs ../shared/seeds, the real documents, beside the repository")
@pytest.mark.parametrize("document", EVERY_DOCUMENT)
def test_texts_are_our_own_words(document):
    """No twelve characters in a row are those of a real document."""
    real = {run for seed in SEEDS.glob("*.txt") for run in runs(seed.read_text(encoding="utf-8"))}
    assert not [run for line in document.lines(Round.EDITS) for run in runs(line) if run in real]


def runs(text: str) -> list[str]:
    """All runs of twelve characters of a text's comparison key."""
    folded = key(text)
    return [folded[start : start + RUN] for start in range(len(folded) - RUN + 1)]
