"""The demo's sites as pure functions: noise is noise, edits are edits."""

import html
import re
from pathlib import Path

import pytest

from clausewatch.demo.calendar import BASELINE, NOISE, YEAR, year
from clausewatch.demo.district import SITES, Request, answer, published
from clausewatch.demo.documents import Document, document, documents
from monitor.text import key

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
RUN = 12

EVERY_DOCUMENT = [pytest.param(document, id=document.name) for name in SITES for document in documents(name)]


def page(document: Document, round_: int, hits: int = 1) -> str:
    """The page of a document, decoded as its site encodes it."""
    site = SITES[document.name.partition("/")[0]]
    response = answer(site, Request(document.path, hits=hits), round_)
    assert response.status == 200
    return response.body.decode(site.encoding)


def words(markup: str) -> str:
    """The comparison key of all that a browser shows, cells and paragraphs run together."""
    return key(html.unescape(re.sub(r"<[^>]+>", "", markup)))


@pytest.mark.parametrize("document", [one for one in EVERY_DOCUMENT if one.values[0].since == BASELINE])
def test_noise_changes_the_page_and_not_the_document(document):
    """Every page of the noise round has other bytes and the same document lines."""
    before, after = page(document, BASELINE), page(document, NOISE)
    assert before != after
    assert document.lines(BASELINE) == document.lines(NOISE)
    for line in document.lines(BASELINE):
        assert key(line) in words(before)
        assert key(line) in words(after)


@pytest.mark.parametrize("edit", year().edits, ids=lambda edit: f"{edit.round}-{edit.document}-{edit.type}")
def test_every_edit_stands_on_the_page_from_its_round_on(edit):
    """What an edit replaces is on the page before its round, what it puts there is on the page in it."""
    edited, untouched = (words(page(document(edit.document), round_)) for round_ in (edit.round, edit.round - 1))
    for before, after in edit.steps:
        assert key(before) in untouched
        assert key(before) not in edited or key(before) in key(after)
        assert key(after) in edited


def test_what_is_published_later_is_not_there_before():
    """A document is listed from its round on."""
    later = [one for name in SITES for one in documents(name) if one.since > BASELINE]
    assert len(later) > 12
    for one in later:
        site = SITES[one.name.partition("/")[0]]
        assert one not in published(site, one.since - 1)
        assert one in published(site, one.since)


def test_what_is_not_edited_stays():
    """Documents without an edit read the same in all rounds."""
    edited = {edit.document for edit in year().edits}
    for name in SITES:
        for one in documents(name):
            if one.name not in edited:
                assert one.lines(YEAR[-1]) == one.lines(BASELINE)


def test_an_outage_answers_nothing_else():
    """A site that is down, or behind a challenge, answers every path so, and only in its rounds."""
    for outage in year().outages:
        site = SITES[outage.site]
        for path in (site.first, "/robots.txt"):
            statuses = [answer(site, Request(path), n).status for n in range(outage.first - 1, outage.last + 2)]
            assert statuses[0] == statuses[-1] == 200
            assert set(statuses[1:-1]) == {{"down": 503, "challenge": 412}[outage.answer]}


def test_a_redesign_shows_the_same_documents_otherwise():
    """The page around the document is another one, its lines are the same."""
    for built in year().redesigns:
        for one in documents(built.site):
            before, after = page(one, built.round - 1), page(one, built.round)
            assert re.findall("class=.([a-z]+)", before) != re.findall("class=.([a-z]+)", after)
            for line in one.lines(built.round):
                assert key(line) in words(after)


def test_the_school_publishes_gbk():
    """The school's bytes are GBK, declared in the page alone, and no UTF-8."""
    site = SITES["school"]
    response = answer(site, Request("/info/show_1186.html"), BASELINE)
    assert dict(response.headers)["Content-Type"] == "text/html"
    assert "转：2026年澄湖区教育局工作要点" in response.body.decode("gbk")
    with pytest.raises(UnicodeDecodeError):
        response.body.decode("utf-8")


def test_counters_and_junk_differ_at_every_request():
    """The view counter grows, and the injected tags have another id, within one and the same round."""
    points, plan = document("school/points"), document("disclosure/plan")
    assert "阅读：3188" in page(points, BASELINE, hits=1)
    assert "阅读：3189" in page(points, BASELINE, hits=2)
    junk = [re.findall(r'<delect id="(\w{5})"></delect>', page(plan, BASELINE, hits)) for hits in (1, 2)]
    assert junk[0] != junk[1]
    assert all(len(ids) == 1 for ids in junk)


@pytest.mark.parametrize("name", ["bureau", "disclosure"])
def test_listings_go_on_over_pages(name):
    """A listing's pages together hold every published document once, newest first."""
    site = SITES[name]
    for round_ in (BASELINE, NOISE, YEAR[-1]):
        shown = published(site, round_)
        addresses = [site.first, *(site.further.format(n) for n in range(1, -(-len(shown) // site.page_size)))]
        assert len(addresses) >= 2
        bodies = [answer(site, Request(path), round_).body.decode(site.encoding) for path in addresses]
        found = [path for body in bodies for path in re.findall(r'href="([^"]+/t\d+_\d+\.s?html)"', body)]
        assert found == [document.path for document in shown]
        assert answer(site, Request(site.further.format(len(addresses))), round_).status == 404


def test_unchanged_pages_are_not_sent_again():
    """A validated site answers 304 to its own ETag however often it is asked, and 200 after a change."""
    site = SITES["media"]
    path = documents("media")[-1].path
    first = answer(site, Request(path, hits=1), BASELINE)
    etag = dict(first.headers)["ETag"]
    again = answer(site, Request(path, hits=9, etag=etag), BASELINE)
    assert (again.status, again.body) == (304, b"")
    assert answer(site, Request(path, etag=etag), NOISE).status == 200


def test_the_report_is_the_same_page_from_the_noise_round_on():
    """The People's Congress edits nothing in the third round, so its report is a 304 then."""
    site = SITES["congress"]
    path = "/jdgz/content/2025-10/30/content_8842.htm"
    etag = dict(answer(site, Request(path), NOISE).headers)["ETag"]
    assert answer(site, Request(path, etag=etag), NOISE + 1).status == 304


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
    assert not [run for line in document.lines(YEAR[-1]) for run in runs(line) if run in real]


def runs(text: str) -> list[str]:
    """All runs of twelve characters of a text's comparison key."""
    folded = key(text)
    return [folded[start : start + RUN] for start in range(len(folded) - RUN + 1)]
