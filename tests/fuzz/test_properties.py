"""Whatever arrives: nothing raises, the same comes out twice, and no text is lost or made up. `make fuzz` tries longer."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from crawler.decode import damage, decode
from crawler.read import read
from monitor import dates
from monitor.apologies import hijacked, official
from monitor.believe import judge
from monitor.facts import mentions
from monitor.legible import mojibake, strangeness
from monitor.outline import outline, text_of
from monitor.question import Known
from monitor.records import BELIEVED
from monitor.text import key, lines
from monitor.transcript import article
from tests.fuzz.conftest import PROFILE
from tests.fuzz.shapes import pages, texts

URL = "http://jyj.yunting.example.cn/zwgk/a.html"
_HEADERS = st.dictionaries(
    st.sampled_from(["set-cookie", "server", "refresh", "cf-mitigated", "content-type"]),
    st.text(max_size=40),
    max_size=4,
)


@PROFILE
@given(
    st.binary(max_size=300), st.sampled_from(["", "text/html; charset=gbk", "charset=hex", "text/html; charset=utf-16"])
)
def test_any_bytes_decode(body: bytes, header: str) -> None:
    """Any bytes under any declaration give a text, the same each time, and a share of damage."""
    text, encoding = decode(body, header)
    assert decode(body, header) == (text, encoding)
    assert 0.0 <= damage(text) <= 1.0


@PROFILE
@given(texts.filter(lambda text: "\x00" not in text), st.sampled_from(["utf-8", "gb18030"]))
def test_everyday_text_survives_every_header(text: str, encoding: str) -> None:
    """A page with an everyday sentence comes out as it went in, whatever the header says."""
    page = f"<html><body><p>云汀区校园阅读行动方案，各校每周安排两节阅读课，图书馆周末开放。</p><p>{text}</p></body></html>"
    body = page.encode(encoding, "ignore")
    expected = body.decode(encoding)
    for header in ("", "text/html; charset=utf-8", "text/html; charset=gb2312"):
        read_as, used = decode(body, header)
        assert read_as == expected or strangeness(expected) > 0.05, used


@PROFILE
@given(st.one_of(texts, st.text(max_size=80)))
def test_texts_are_measured(text: str) -> None:
    """Dates, strangeness, garbling and titles can be asked of any text."""
    found = dates.parse(text)
    assert found is None or 1900 <= found.year <= 2099
    assert 0.0 <= strangeness(text) <= 1.0
    assert 0.0 <= mojibake(text) <= 1.0
    assert hijacked(key(text)) == hijacked(key(text))
    assert official(text) in {True, False}


@PROFILE
@given(texts)
def test_the_outline_conserves_the_text(text: str) -> None:
    """The clauses in order give the text's paragraphs back, and what they mention can be read."""
    whole = "\n".join(lines(text))
    outlined = outline(whole)
    assert key(text_of(outlined)) == key(whole)
    mentions(outlined)
    article(text)


@PROFILE
@given(pages, st.sampled_from(["article", "listing", "auto"]), _HEADERS, st.sampled_from([200, 202, 404, 412]))
def test_any_page_can_be_read_and_judged(page: str, want: str, headers: dict[str, str], status: int) -> None:
    """Any markup gives a reading that crosses a process border, the same each time, and an outcome with a reason."""
    body = page.encode("utf-8", "ignore")
    reading = read(body, url=URL, status=status, headers=headers, want=want)
    assert read(body, url=URL, status=status, headers=headers, want=want) == reading
    assert pickle.loads(pickle.dumps(reading)) == reading
    known = Known(asked=URL, answered=URL, title="云汀区教育规划", length=900, entries=20)
    outcome, reason = judge(reading, want_items=want == "listing", known=known)
    assert outcome in BELIEVED or reason


@PROFILE
@given(pages)
def test_an_article_makes_nothing_up(page: str) -> None:
    """Every character of an article's text stands on its page."""
    body = f"<html><body>{page}</body></html>"
    found = read(body.encode("utf-8", "ignore"), url=URL, want="article").article
    assert found is None or set(key(found.text)) <= set(key(page)) | set(key("一"))
