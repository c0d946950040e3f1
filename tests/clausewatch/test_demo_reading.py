"""The demo's pages through reader, outline and comparison: exactly the truth comes out."""

import pytest

from clausewatch import contract
from clausewatch.demo.calendar import BASELINE, NOISE, YEAR, year
from clausewatch.demo.district import SITES, Request, answer, published
from clausewatch.demo.documents import documents, expected
from clausewatch.demo.truth import judge, told
from crawler.read import read
from monitor.compare import compare
from monitor.dates import iso
from monitor.outline import outline
from monitor.records import Edition
from monitor.text import key

HOME = "http://127.0.0.1:8000"
BASELINE_DOCUMENTS = [
    pytest.param(document, id=document.name)
    for name in SITES
    for document in documents(name)
    if document.since == BASELINE
]


def reading(site, path, round_, want, hits=1):
    """What the reader makes of one page of a site."""
    response = answer(site, Request(path, hits=hits), round_)
    content_type = dict(response.headers)["Content-Type"]
    return read(response.body, url=HOME + path, content_type=content_type, want=want)


def edition(document, round_):
    """A document as the service would keep it in that round."""
    site = SITES[document.name.partition("/")[0]]
    article = reading(site, document.path, round_, "article", hits=round_ * 7).article
    assert article is not None
    return Edition(article, outline(article.text, title=article.title))


@pytest.mark.parametrize("document", BASELINE_DOCUMENTS)
def test_the_page_is_read_as_the_document(document):
    """The article's paragraphs are the document's lines, no more and no fewer; a label without a file is none."""
    article = edition(document, BASELINE).article
    body = [key(line) for line in document.lines(BASELINE) if line != "附件："]
    assert [key(line) for line in article.text.splitlines()] == body
    assert (iso(article.published) or "").startswith(document.published[:10])


@pytest.mark.parametrize(
    ("name", "title", "kind", "stage", "publisher"),
    [
        ("bureau/consultation", "澄湖区中小学生健康成长行动方案", "行动方案", "draft", "临汐市澄湖区教育局"),
        ("school/points", "2026年澄湖区教育局工作要点", "工作要点", None, None),
        ("media/plan", "澄湖区乡村学校温暖提升行动计划（2025—2027年）", "行动计划", "final", "汐声客户端"),
        ("disclosure/plan", "澄湖区教育事业发展“十五五”规划", "规划", "final", "澄湖区教育局"),
        ("congress/report", "关于全区学前教育普及普惠工作情况的报告", "报告", None, None),
    ],
)
def test_the_page_names_its_work(name, title, kind, stage, publisher):
    """Title, kind, stage and publisher of the five main documents."""
    document = next(one for one in documents(name.partition("/")[0]) if one.name == name)
    article = edition(document, BASELINE).article
    assert (key(article.title), article.kind, article.stage) == (key(title), kind, stage)
    assert publisher is None or article.publisher == publisher


@pytest.mark.parametrize("site", SITES.values(), ids=list(SITES))
@pytest.mark.parametrize("round_", [BASELINE, NOISE, YEAR[-1]])
def test_listings_are_read_to_their_end(site, round_):
    """Following the next page from the first gives every published document once, with title and date."""
    address, items = HOME + site.first, []
    while address is not None:
        page = reading(site, address.removeprefix(HOME), round_, "listing")
        items += page.items
        address = page.next_page
    shown = published(site, round_)
    assert [(item.title, item.url) for item in items] == [(one.title, HOME + one.path) for one in shown]
    assert [iso(item.date) for item in items] == [one.published[:10] for one in shown]


def changes(before, after):
    """What `check` would say of all documents that stand in both rounds; what flips is the watcher's to learn."""
    flipping = {one.document for one in year().flapping}
    return [
        {
            "url": HOME + document.path,
            "changes": [
                contract.change(one) for one in compare(edition(document, before), edition(document, after)).changes
            ],
        }
        for name in SITES
        for document in documents(name)
        if document.there(before) and document.there(after) and document.name not in flipping
    ]


def test_noise_tells_nothing():
    """From the baseline to the noise round nothing is told of any document."""
    assert told(NOISE, {"checks": changes(BASELINE, NOISE), "incidents": []}) == []


@pytest.mark.parametrize(
    "round_", sorted({edit.round for edit in year().edits} | {one.round for one in year().redesigns})
)
def test_edits_tell_the_truth(round_):
    """From the round before to the one of some edits exactly these are told, each once, each at its place."""
    truth = [
        (HOME + document.path, one)
        for one in expected()
        if one.round == round_
        for document in documents(one.subject.partition("/")[0])
        if document.name == one.subject and document.there(round_ - 1) and document.there(round_)
    ]
    verdict = judge(truth, told(round_, {"checks": changes(round_ - 1, round_), "incidents": []}))
    assert (verdict.missed, verdict.invented) == ((), ())
