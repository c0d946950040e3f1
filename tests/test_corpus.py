"""No page that is none is believed, and no page that is one is doubted: every folder of the corpora, one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.read import read
from monitor.believe import judge
from monitor.question import Known
from monitor.records import BELIEVED, Outcome
from tests import corpus, seedpages
from tests.corpus import Case
from tests.wrappers import OTHER

PAGES = sorted((Path(__file__).parent / "pages").iterdir())
REAL = Path(__file__).resolve().parents[2] / "shared" / "pages"


@pytest.mark.parametrize("case", corpus.unbelievable(), ids=lambda case: case.name)
def test_unbelievable(case: Case) -> None:
    """The answer gets the outcome of its folder's name, and a reason in words."""
    outcome, reason = case.judged()
    assert (outcome, bool(reason)) == (case.outcome, True), reason


@pytest.mark.parametrize("case", corpus.believable(), ids=lambda case: case.name)
def test_believable(case: Case) -> None:
    """The answer is believed, whatever it speaks of and whoever guards its site."""
    outcome, reason = case.judged()
    assert outcome in BELIEVED, reason


def test_the_corpora_are_large() -> None:
    """Enough is collected to speak of a measure."""
    assert len(corpus.unbelievable()) >= 150
    assert len(corpus.believable()) >= 60


@pytest.mark.parametrize("seed", seedpages.ALL, ids=lambda seed: seed.number)
@pytest.mark.parametrize("wrapper", [None, *OTHER], ids=lambda wrapper: wrapper or "home")
def test_seed_pages_are_believed(seed: seedpages.Seed, wrapper: str | None) -> None:
    """Real documents are believed in every wrapping, also behind a firewall that leaves its marks on good pages."""
    url = f"http://www.example.gov.cn{seed.path}"
    headers = {"set-cookie": "acw_tc=1; path=/, FSSBBIl1UgzbN7N80S=2; path=/", "server": "cloudflare"}
    reading = read(seedpages.page(seed, wrapper=wrapper), url=url, headers=headers)
    assert judge(reading, want_items=False, known=Known(asked=url, answered=url)) == (Outcome.OK, None)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_frozen_pages_are_believed(page: Path) -> None:
    """Pages that were once read wrong are documents."""
    reading = read((page / "page.html").read_bytes(), url="http://www.example.gov.cn/a/1.html")
    assert judge(reading, want_items=False) == (Outcome.OK, None)


@pytest.mark.parametrize(
    "name",
    ["cmse_report", "gsc_notice", "news_gbk", "news_trs_editor", "shanxi_gov", "sxmu_vsb_statute", "zhejiang_fgw"],
)
def test_real_pages_are_believed(name: str) -> None:
    """Real saved pages, of governments and of newspapers, are documents."""
    if not REAL.is_dir():
        pytest.skip("the real pages (../shared/pages) are not beside the repository")
    reading = read((REAL / name / "page.html").read_bytes(), url="http://www.example.gov.cn/a/1.html", want="article")
    assert judge(reading, want_items=False) == (Outcome.OK, None)
