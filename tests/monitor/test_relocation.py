"""What makes a page a known document at another address, and what does not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.outline import outline
from monitor.records import Article, Edition, Outcome
from monitor.relocation import (
    OldAddress,
    Verdict,
    elsewhere,
    judge,
    known_by,
    old_address,
    one_name,
    resemblance,
    resembles,
    unrelated,
)

TITLE = "临江示例区2026年托育服务工作要点"
TEXT = """临江示例区2026年托育服务工作要点
一、扩大供给
新增托位800个，每个街道至少有一所托育机构。
二、提高质量
培训保育人员300人次，对全部机构开展安全检查。
三、加强保障
落实水电气价格优惠政策，建立联席会议制度。"""
SPRING = date(2026, 3, 2)
OTHER_TEXT = "关于网站改版的说明\n本网站已经改版，栏目有所调整，欢迎提出意见。\n原有链接不再使用，请从首页进入。"


def edition(text: str = TEXT, **fields) -> Edition:
    """An edition of the work points, published in spring."""
    values = {"title": TITLE, "published": SPRING} | fields
    return Edition(Article(text=text, **values), outline(text, title=values["title"]))


def verdict(known: Edition, seen: Edition, old: OldAddress | None, *, listed: bool = False) -> Verdict:
    """What `seen` is to `known`."""
    return judge(resemblance(known, seen), old, listed=listed)


WORKED_OVER = TEXT.replace("800个", "900个")


@pytest.mark.parametrize("old", [None, *OldAddress])
def test_the_same_words_unlisted_are_the_same_whatever_the_old_address_says(old):
    """Title, text and date agree, and the listing shows the old address no more: nobody has to be asked."""
    assert verdict(edition(), edition(), old).moved


@pytest.mark.parametrize(
    ("seen", "listed"),
    [(edition(), True), (edition(published=date(2026, 5, 1)), False), (edition(WORKED_OVER), False)],
)
@pytest.mark.parametrize(
    ("old", "moved"),
    [(OldAddress.GONE, True), (OldAddress.LEADS_HERE, True), (OldAddress.STANDS, False), (OldAddress.UNSURE, False)],
)
def test_what_is_less_sure_is_asked_of_the_old_address(seen, listed, old, moved):
    """Still listed, dated anew or worked over: it moved where the old address has nothing or leads here."""
    assert verdict(edition(), seen, None, listed=listed) is Verdict.ASK
    if seen.article.published != SPRING and old is OldAddress.GONE:
        assert verdict(edition(), seen, old, listed=listed) is Verdict.SAME_TEXT_GONE
    assert verdict(edition(), seen, old, listed=listed).moved is moved


@pytest.mark.parametrize("old", [None, *OldAddress])
@pytest.mark.parametrize(
    "seen",
    [
        edition(TEXT.replace("2026", "2027"), title=TITLE.replace("2026", "2027")),
        edition(stage="draft"),
        edition(repost=True),
        edition(document_number="临教〔2026〕9号"),
        edition(OTHER_TEXT),
        edition(title="关于网站改版的说明"),
    ],
    ids=["another year", "draft", "repost", "another number", "other text", "another title"],
)
def test_another_document_is_another_whatever_the_old_address_says(seen, old):
    """Another year in the title, a draft, a repost, another number, another text or title is never a move."""
    assert verdict(edition(document_number="临教〔2026〕8号"), seen, old, listed=False) is Verdict.ANOTHER


def test_a_number_finds_what_was_written_anew():
    """Title and document number agree, the office does not differ, the old address is dead: moved, whatever it says."""
    known, seen = (edition(text, document_number="临教〔2026〕8号") for text in (TEXT, OTHER_TEXT))
    assert verdict(known, seen, OldAddress.GONE) is Verdict.SAME_NUMBER
    assert verdict(known, seen, OldAddress.STANDS) is Verdict.ANOTHER
    offices = (
        edition(text, document_number="临教〔2026〕8号", publisher=name)
        for text, name in ((TEXT, "区教育局"), (OTHER_TEXT, "区卫生健康局"))
    )
    assert verdict(*offices, OldAddress.GONE) is Verdict.ANOTHER


def test_nearly_the_same_words_of_another_day_are_another_notice():
    """A notice that is put up every year with other figures is not last year's, even where that one is gone."""
    assert verdict(edition(), edition(WORKED_OVER, published=date(2027, 3, 1)), OldAddress.GONE) is Verdict.ANOTHER
    assert verdict(edition(), edition(WORKED_OVER, published=None), OldAddress.GONE) is Verdict.NEARLY_SAME


def test_a_signed_text_is_one_issue_however_it_is_dated():
    """The same words, signed with a day, under another date of publication: moved without asking."""
    known, seen = edition(written=SPRING), edition(written=SPRING, published=date(2026, 9, 1))
    assert verdict(known, seen, None) is Verdict.SAME_TEXT


def test_where_an_address_leads_is_the_document_or_has_nothing_to_do_with_it():
    """Worked over it is still the document; a note about the site is something else; a new title leaves it open."""
    assert resembles(resemblance(edition(), edition(WORKED_OVER)))
    note = resemblance(edition(), edition(OTHER_TEXT, title="关于网站改版的说明"))
    assert not resembles(note)
    assert unrelated(note)
    next_year = resemblance(edition(), edition(TEXT.replace("2026", "2027"), title=TITLE.replace("2026", "2027")))
    assert not resembles(next_year)
    assert not unrelated(next_year)


@pytest.mark.parametrize(
    ("outcome", "answered", "said"),
    [
        (Outcome.OK, "http://a.example.cn/new.html#top", OldAddress.LEADS_HERE),
        (Outcome.NOT_MODIFIED, "http://a.example.cn/old.html", OldAddress.STANDS),
        (Outcome.NOT_FOUND, "http://a.example.cn/old.html", OldAddress.GONE),
        (Outcome.SOFT_ERROR, "http://a.example.cn/", OldAddress.GONE),
        (Outcome.LISTING, "http://a.example.cn/list/", OldAddress.GONE),
        (Outcome.BLOCKED, "http://a.example.cn/old.html", OldAddress.UNSURE),
        (Outcome.ERROR, "http://a.example.cn/old.html", OldAddress.UNSURE),
    ],
)
def test_what_an_old_address_says(outcome, answered, said):
    """It leads here, stands, has nothing, or could not be asked."""
    assert old_address(outcome, answered=answered, here="http://a.example.cn/new.html") is said


@pytest.mark.parametrize(
    ("asked", "answered", "moved"),
    [
        ("http://a.example.cn/x.html", "https://a.example.cn/x.html", True),
        ("http://a.example.cn/x.html", "http://www.a.example.cn/x.html", True),
        ("http://a.example.cn/x", "http://a.example.cn/x/", True),
        ("http://a.example.cn/x.html", "http://A.example.cn:80/x.html;jsessionid=77#top", False),
        ("http://a.example.cn/x?id=3", "http://a.example.cn/x?id=3&visit=9", False),
        ("http://a.example.cn/x?id=3", "http://a.example.cn/x?id=4", True),
    ],
)
def test_which_redirects_lead_elsewhere(asked, answered, moved):
    """Another scheme, host, path or query; not the same one with a counter added."""
    assert elsewhere(asked, answered) is moved


def test_what_an_entry_at_a_former_address_is_called():
    """The title that was known there, cut or whole, is that document; another number or year is not."""
    assert one_name("关于做好2026年春季招生…", "关于做好2026年春季招生工作的通知")
    assert not one_name("关于做好2027年春季招生工作的通知", "关于做好2026年春季招生工作的通知")
    assert not one_name("", "关于做好2026年春季招生工作的通知")


_LINES = st.lists(
    st.text("学校托育安全检查工作要点年月日0123456789、。", min_size=1, max_size=20), min_size=1, max_size=6
)


@given(_LINES, _LINES, st.sampled_from([None, *OldAddress]), st.booleans())
def test_verdicts_agree_with_one_another(one, other, old, listed):
    """A text is itself; alike goes from 0 to 1 and is the same both ways; a standing old address never gives up another text."""
    known, seen = edition("\n".join(one)), edition("\n".join(other))
    there, back = resemblance(known, seen), resemblance(seen, known)
    assert there == back
    assert 0.0 <= there.alike <= 1.0
    assert resemblance(known, known).text
    found = judge(there, old, listed=listed)
    if old is OldAddress.STANDS and not there.text:
        assert found is Verdict.ANOTHER
    assert not (old is not None and found.asks)
    assert judge(resemblance(known, known), OldAddress.GONE, listed=listed).moved


@given(st.text(max_size=30))
def test_width_and_blanks_do_not_count_in_titles(title):
    """A title is looked for by its comparison key."""
    assert known_by(title) == known_by(f" {title} ")
