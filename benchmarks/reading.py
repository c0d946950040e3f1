"""From a page's bytes to its clauses: ratios against lxml's parsing alone, and against trafilatura's text alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import lxml.html
import trafilatura

from benchmarks.pages import page
from benchmarks.ratios import Ratio, cost, show
from clausewatch.reading import PageInput, read_page
from crawler.decode import decode
from crawler.read import read
from crawler.rules import ReadingRules
from monitor.outline import outline

PAGES = 20
SMALLEST, LARGEST = 30_000, 200_000
URL = "https://jyj.example.cn/ghjh/202603/t20260302_1.html"
KIND = "text/html; charset=utf-8"


def main() -> int:
    """Read twenty different pages by each way, one after another, as a round does; print the ratios of the totals."""
    bodies = [page(SMALLEST + (LARGEST - SMALLEST) * n // (PAGES - 1), seed=n) for n in range(PAGES)]
    questions = [PageInput(body, URL, 200, KIND, ReadingRules(), "article") for body in bodies]
    html = [decode(body, KIND)[0] for body in bodies]
    articles = [_article(question) for question in questions]

    def parse() -> None:
        for text in html:
            lxml.html.document_fromstring(text)

    def whole() -> None:
        for question in questions:
            read_page(question)

    def each(work: Callable[..., object], given: Sequence[object]) -> Callable[[], object]:
        return lambda: [work(one) for one in given]

    older = [text.encode("gb18030") for text in html]
    gbk = each(lambda body: decode(body, "text/html"), older)
    reading = each(lambda body: read(body, url=URL, status=200, content_type=KIND, want="article"), bodies)
    ratios = [
        Ratio("page → outline, against lxml parsing (×)", cost(whole, parse), 10.0),
        Ratio("  of it decoding (×)", cost(each(lambda body: decode(body, KIND), bodies), parse)),
        Ratio("  decoding the same pages in GBK (×)", cost(gbk, parse)),
        Ratio(
            "  the codec of GBK alone, which no page can be under (×)",
            cost(each(lambda body: body.decode("gbk"), older), parse),
        ),
        Ratio("  of it reading: decoding, parsing, article (×)", cost(reading, parse)),
        Ratio("  of it outline: clauses and findings (×)", cost(each(outline, articles), parse)),
        Ratio(
            "trafilatura's text, against ours (×)",
            cost(each(trafilatura.extract, html), whole, turns=3),
            2.0,
            least=True,
        ),
    ]
    return show(f"Page → outline (CPU, {PAGES} pages of {SMALLEST // 1000} to {LARGEST // 1000} kB, medians)", ratios)


def _article(question: PageInput) -> str:
    told = read_page(question)
    assert told.edition is not None, "the page was not read"
    assert len(told.edition.outline.clauses) > 20, "the plan was not read"
    return told.edition.article.text


if __name__ == "__main__":
    sys.exit(main())
