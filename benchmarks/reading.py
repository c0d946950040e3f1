"""From a page's bytes to its clauses: ratios against lxml's parsing alone, and against trafilatura's text alone."""

from __future__ import annotations

import sys
from statistics import median

import lxml.html
import trafilatura

from benchmarks.pages import page, plan
from benchmarks.ratios import Ratio, cpu, show
from clausewatch.reading import PageInput, read_page
from crawler.decode import decode
from crawler.read import read
from crawler.rules import ReadingRules
from monitor.outline import outline

SIZES = (30_000, 60_000, 100_000, 200_000)
URL = "https://jyj.example.cn/ghjh/202603/t20260302_1.html"


def main() -> int:
    """Print the medians over all sizes."""
    rows: dict[str, list[float]] = {}
    for seed, size in enumerate(SIZES):
        for name, ratio in _ratios(size, seed).items():
            rows.setdefault(name, []).append(ratio)
    bounds = {
        "page → outline, against lxml parsing (×)": (10.0, False),
        "trafilatura's text, against ours (×)": (2.0, True),
    }
    ratios = [Ratio(name, median(values), *bounds.get(name, (None, False))) for name, values in rows.items()]
    return show(f"Page → outline (CPU, medians over pages of {', '.join(f'{s // 1000}' for s in SIZES)} kB)", ratios)


def _ratios(size: int, seed: int) -> dict[str, float]:
    body = page(size, seed)
    text, _ = decode(body, "text/html; charset=utf-8")
    question = PageInput(body, URL, 200, "text/html; charset=utf-8", ReadingRules(), "article")
    told = read_page(question)
    assert told.edition is not None
    assert told.edition.article.text.count("\n") + 1 >= len(plan(1000)), "the page was not read"
    article = told.edition.article.text
    parse = cpu(lambda: lxml.html.document_fromstring(text))
    whole = cpu(lambda: read_page(question))
    return {
        "page → outline, against lxml parsing (×)": whole / parse,
        "  of it decoding (×)": cpu(lambda: decode(body, "text/html; charset=utf-8")) / parse,
        "  of it reading: decoding, parsing, article (×)": cpu(
            lambda: read(body, url=URL, status=200, content_type="text/html; charset=utf-8", want="article")
        )
        / parse,
        "  of it outline: clauses and findings (×)": cpu(lambda: outline(article)) / parse,
        "trafilatura's text, against ours (×)": cpu(lambda: trafilatura.extract(text), repeat=5) / whole,
    }


if __name__ == "__main__":
    sys.exit(main())
