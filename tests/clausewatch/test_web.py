"""The pages, as a browser on this machine asks for them; what a real browser makes of them is in tests/browser."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import random
import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from html import unescape
from io import BytesIO
from urllib.parse import quote, unquote

import pytest
from bs4 import BeautifulSoup
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.linked import viewed
from clausewatch.web.screen import style
from clausewatch.web.view import shorten
from clausewatch.web.words import WORDS
from monitor.message import words
from monitor.severity import LADDER, SEVERITY
from tests.clausewatch.test_linked import delivery
from tests.reading import COLUMN, SECOND, SITE, THIRD, furnished, library
from tests.storage.district import NOON, edition

CLAUSE = quote("二/(一)/2")
PAGES = (
    "/",
    "/documents",
    f"/documents?site={quote(SITE)}&kind={quote('行动计划')}&year=2026",
    "/documents/1",
    "/documents/1?at=2026-03-02",
    "/documents/1?at=2020-01-01",
    "/documents/2",
    "/documents/1/versions",
    "/documents/1/versions/1",
    f"/documents/1/clause?path={CLAUSE}",
    "/documents/1/compare",
    "/documents/1/compare?old=1&new=3&view=one&show=all",
    "/documents/1/compare?old=3&new=1",
    "/compare?old=2&new=1&mode=final",
    "/sources",
    f"/sources/{quote(SITE)}",
    "/incidents",
    "/search",
    f"/search?q={quote('幼儿园')}&when=ever&by=date",
    f"/search?q={quote('-意见')}",
    "/no-such-page",
)
FILLED = {
    "/": "/",
    "/documents": "/documents",
    "/documents/{document}": "/documents/1",
    "/documents/{document}/versions/{number}": "/documents/1/versions/2",
    "/documents/{document}/versions": "/documents/1/versions",
    "/documents/{document}/clause": f"/documents/1/clause?path={CLAUSE}",
    "/documents/{document}/compare": "/documents/1/compare?old=1&new=2",
    "/documents/{document}/compare.docx": "/documents/1/compare.docx?old=1&new=2",
    "/compare": "/compare?old=2&new=1",
    "/compare.docx": "/compare.docx?old=2&new=1",
    "/sources": "/sources",
    "/sources/{name}": f"/sources/{quote(SITE)}",
    "/incidents": "/incidents",
    "/search": f"/search?q={quote('园')}",
    "/feed.{form}": "/feed.atom",
    "/calendar.ics": "/calendar.ics",
    "/style.css": "/style.css",
    "/healthz": "/healthz",
    "/metrics": "/metrics",
}
"""Every address that is answered to GET, as somebody asks for it."""
TOKENS = {"/confirm", "/unsubscribe"}


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """An installation with something on every page; nothing here changes it."""
    made = furnished(tmp_path_factory.mktemp("pages"))
    yield made
    made.database.close()


def soup(answer):
    """The page as a parser sees it."""
    return BeautifulSoup(answer.text, "lxml")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_well_made(read, path, language):
    """One heading of the first level and none left out, landmarks, a language, labels, no two equal ids, no inline style."""
    answer = read.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
    assert answer.status_code == (404 if path == "/no-such-page" else 200)
    page = soup(answer)
    assert page.html["lang"] == answer.headers["content-language"] == {"zh": "zh-CN", "en": "en"}[language]
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1 == levels.count(1)
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), levels
    assert len(page.find_all("main")) == len(page.head.find_all("title")) == 1
    assert page.find("a", class_="skip")["href"] == "#main"
    assert page.find("nav")["aria-label"]
    ids = [each["id"] for each in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    labelled = {each["for"] for each in page.find_all("label")}
    assert {each["id"] for each in page.find_all(["select", "input"]) if each.get("type") != "hidden"} <= labelled
    assert all(each.get_text(strip=True) or each.get("aria-label") for each in page.find_all("a"))
    assert page.find_all(["script", "style", "img", "iframe"]) == []
    assert page.find_all(style=True) == []
    for link in page.find_all("a", href=re.compile("^#.+")):
        assert page.find(id=unquote(link["href"][1:])), link


@pytest.mark.parametrize("path", PAGES)
def test_an_asked_language_stays_in_every_link(read, path):
    """Who follows links from an English page stays among English pages; what is ours and no page is not asked for."""
    page = soup(read.get(f"{path}{'&' if '?' in path else '?'}lang=en"))
    ours = [each["href"] for each in page.find_all("a") if each["href"].startswith("/") and not each.get("hreflang")]
    assert ours
    assert [href for href in ours if "lang=en" not in href] == []
    assert all(form.find("input", {"name": "lang", "value": "en"}) for form in page.find_all("form"))


def test_the_browser_is_asked_for_its_language(read):
    """Without a wish in the address, the browser's first language that we speak; Chinese where it names none."""
    asked = {"en-GB,en;q=0.9,zh;q=0.5": "en", "fr,zh-TW;q=0.8,en;q=0.2": "zh-CN", "fr": "zh-CN", "en;q=x": "zh-CN"}
    for header, language in asked.items():
        answer = read.get("/", **{"accept-language": header})
        assert answer.headers["content-language"] == language
        assert "accept-language" in answer.headers["vary"].lower()
    assert read.get("/?lang=en", **{"accept-language": "zh"}).headers["content-language"] == "en"


@pytest.mark.filterwarnings("ignore:Duplicate Operation ID")  # GET and HEAD of one function; nobody is shown them
def test_every_address_is_read_and_nothing_is_changed_by_reading(read):
    """Every route is asked for by GET, and the database holds what it held, letter for letter (S20)."""
    described = read.app.openapi()["paths"]
    assert {path for path, methods in described.items() if "get" in methods} == FILLED.keys() | TOKENS
    before = _dump(read)
    for path in (*FILLED.values(), *PAGES, *TOKENS):
        assert read.get(path).status_code in {200, 404}, path
    assert _dump(read) == before


def test_only_reading_is_answered(read):
    """No page takes anything: whatever is not GET is refused, and no interface is described."""
    for path in FILLED.values():
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert read.get(path, method).status_code == 405, (method, path)
    assert [read.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")] == [404, 404, 404]


def _dump(read):
    """What the whole database holds, byte by byte."""
    with closing(sqlite3.connect(read.service.settings.data_dir / "clausewatch.db")) as database:
        return hashlib.sha256(database.serialize()).hexdigest()


def test_the_first_page_says_what_changed_what_is_open_and_what_is_broken(read):
    """The week's changes with their words, the draft with its last day, the broken source."""
    page = soup(read.get("/"))
    text = page.main.get_text(" ", strip=True)
    assert "55%以上→58%以上" in text
    assert "58%以上→60%以上" in text
    open_ = page.find(id="open").parent.get_text(" ", strip=True)
    assert "兰溪示例区托育服务办法" in open_
    assert "至2026-03-22" in open_
    assert "还剩19天" in open_
    assert "无法访问" in page.find(id="broken").parent.get_text()
    assert page.find("a", string="新旧对照")["href"] == "/documents/1/compare?old=2&new=3"
    assert len(page.find("svg").find_all("rect")) == 1


def test_an_empty_installation_says_what_will_come(tmp_path):
    """A new installation shows sentences, not blanks."""
    made = library(tmp_path)
    assert "还没有变化" in soup(made.get("/")).main.text
    assert "没有符合条件的文件" in soup(made.get("/documents")).main.text
    made.database.close()


def test_documents_are_found_by_what_they_are(read):
    """Site, kind, stage and year narrow the list; each choice says how many it leaves."""
    page = soup(read.get("/documents?stage=draft"))
    assert [row.th.a.text for row in page.table.tbody.find_all("tr")] == ["兰溪示例区托育服务办法"]
    kinds = {option["value"]: option.text for option in page.find(id="kind").find_all("option")}
    assert kinds == {"": "全部", "办法": "办法 (1)"}
    assert soup(read.get("/documents?stage=trial")).table is None
    assert read.get("/documents?year=abcd").status_code == 422
    assert page.find("a", string="日历")["href"] == "/calendar.ics"
    assert (
        soup(read.get(f"/documents?site={quote(SITE)}")).find("a", string="订阅源")["href"]
        == f"/feed.atom?site={quote(SITE)}"
    )


def test_a_document_shows_its_text_with_anchors(read):
    """Headings in their order, each clause at its place, tables as tables, what changed marked with its version."""
    page = soup(read.get("/documents/1"))
    assert page.h1.text == "兰溪示例区学前教育行动计划"
    headings = page.find(class_="text").find_all(["h3", "h4"])
    assert [(each.name, each.find(string=True)) for each in headings][:3] == [
        ("h3", "一、总体目标"),
        ("h3", "二、重点任务"),
        ("h4", "（一）扩大资源"),
    ]
    clause = page.find(id="c-二/(一)/2")
    assert clause.b.text == "2.招聘园长30名。"
    assert clause.find("a")["href"].startswith("/documents/1/clause?path=")
    assert [cell.text for cell in page.find("table", class_="cells").find_all("td")][:3] == ["指标", "2025年", "2027年"]
    assert page.find(class_="since").find(attrs={"aria-hidden": "true"}).text == "第3版起"
    assert "60%以上" in page.find(id="targets").parent.text
    assert "《临溪市学前教育条例》" in page.find(id="citations").parent.text


def test_a_target_shows_its_course(read):
    """The values that a target had, version by version, as a line of steps and as words."""
    rows = soup(read.get("/documents/1")).find(id="targets").parent.find_all("tr")
    (row,) = [row for row in rows if "60%以上" in row.text and row.th and "占比" in row.th.text and row.find("svg")]
    assert [link.text for link in row.find(class_="course").find_all("a")] == ["55%以上", "58%以上", "60%以上"]
    assert len(row.svg.find_all("circle")) == 3


def test_a_day_gives_the_text_of_that_day(read):
    """As of a day means its end in Beijing; before the first version nothing was known."""
    assert "第3版" in soup(read.get("/documents/1?at=2026-03-02")).find(class_="notice").text
    assert "还没有收录" in soup(read.get("/documents/1?at=2026-03-01")).find(class_="notice").text
    assert read.get("/documents/1?at=yesterday").status_code == 404


def test_a_clause_shows_where_it_comes_from(read):
    """A clause that was renumbered is followed to where it stood before."""
    page = soup(read.get(f"/documents/1/clause?path={CLAUSE}"))
    steps = [
        each.get_text(" ", strip=True) for each in page.find("ol", class_="versions").find_all("li", recursive=False)
    ]
    assert len(steps) == 2
    assert "序号顺延" in steps[0]
    assert "首次出现" in steps[1]
    assert page.find_all("h2", class_="step")[1].a["href"] == f"/documents/1/versions/1#{quote('c-二/(一)/3')}"
    assert read.get("/documents/1/clause?path=nowhere").status_code == 404


def test_old_and_new_stand_side_by_side(read):
    """Each clause beside itself, differing words marked on their side, quiet clauses folded, a number that moved on said."""
    page = soup(read.get("/documents/1/compare?old=1&new=2"))
    rows = {row["id"]: row for row in page.find("table", class_="parallel").tbody.find_all("tr") if row.get("id")}
    goal = rows["r-c-一"]
    assert goal.find(class_="old").find_all("ins") == []
    assert "55%" in goal.find(class_="old").find("del").text
    assert "58%" in goal.find(class_="new").find("ins").text
    assert "目标调整" in goal.th.text
    gone = page.find("tr", class_="gone")
    assert "改造老园" in gone.find(class_="old").text
    assert "empty" in gone.find(class_="new")["class"]
    assert "序号顺延" in rows["r-c-二/(一)/2"].th.text
    assert [row.text.strip() for row in page.find_all("tr", class_="fold")]
    everything = soup(read.get("/documents/1/compare?old=1&new=2&show=all"))
    assert everything.find("tr", class_="fold") is None
    assert "每年培训园长200人次" in everything.find(class_="same").parent.text


def test_one_column_holds_both_texts(read):
    """The one-column view has removed and inserted words in one passage, each said to readers of the screen."""
    page = soup(read.get("/documents/1/compare?old=1&new=2&view=one"))
    section = page.find(id="r-c-一")
    assert section.find("del").text == "[删去: 55%]"
    assert section.find("ins").text == "[增加: 58%]"


def test_a_comparison_is_saved_for_word(read):
    """The table of old and new clauses, with struck-out and underlined words, every changed clause in a row."""
    answer = read.get("/documents/1/compare.docx?old=1&new=2")
    assert answer.headers["content-type"].endswith("wordprocessingml.document")
    assert quote("兰溪示例区") in answer.headers["content-disposition"]
    made = Document(BytesIO(answer.content))
    rows = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert [row[0].split("\n")[0] for row in rows[1:]][:1] == ["第一部分"]
    runs = [run for row in made.tables[0].rows for cell in row.cells for par in cell.paragraphs for run in par.runs]
    assert "55%" in [run.text for run in runs if run.font.strike]
    assert "58%" in [run.text for run in runs if run.font.underline]
    assert len(
        Document(BytesIO(read.get("/documents/1/compare.docx?old=1&new=2&show=all").content)).tables[0].rows
    ) > len(rows)


def test_the_default_comparison_is_of_the_last_change(read):
    """Without numbers the last two versions that differ are compared; equal or unknown ones are no page."""
    assert "第2版" in soup(read.get("/documents/1/compare")).thead.text
    assert [
        read.get(f"/documents/1/compare?{wrong}").status_code for wrong in ("old=2&new=2", "old=1&new=9", "old=0")
    ] == [
        404,
        404,
        422,
    ]
    assert read.get("/documents/2/compare").status_code == 404


def test_what_is_not_there_is_a_page_that_says_so(read):
    """Unknown documents, versions, parts and sites give 404, wrong values 422; neither repeats what was asked."""
    for path in (
        "/documents/99",
        "/documents/1/versions/9",
        "/documents/1?part=9",
        "/sources/none",
        "/documents/1/compare?part=7",
    ):
        answer = read.get(path)
        assert (answer.status_code, "没有这一页" in answer.text) == (404, True), path
    for path in ("/documents/x", "/documents/1?part=0", "/documents/99999999999999999999", "/documents?page=%3Cu%3E"):
        answer = read.get(path)
        assert (answer.status_code, "<u>" in answer.text) == (422, False), path


def test_a_database_that_fails_is_no_page(tmp_path):
    """The answer is a status and a sentence, without what the database says of itself."""
    made = library(tmp_path)
    with closing(sqlite3.connect(tmp_path / "clausewatch.db")) as broken:
        broken.execute("DROP TABLE finding")
        broken.execute("DROP TABLE version")
    answer = made.get("/")
    assert answer.status_code == 503
    assert "暂时不可用" in answer.text
    assert "table" not in answer.text
    made.database.close()


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_forbids_scripts_and_frames(read, path):
    """The headers keep out whatever got through the escaping."""
    headers = read.get(path).headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


def test_nothing_is_loaded_from_elsewhere(read):
    """The one thing that a page loads is our own style sheet, which loads nothing itself."""
    for path in PAGES:
        page = soup(read.get(path))
        (sheet,) = [link for link in page.find_all("link") if link["rel"] == ["stylesheet"]]
        assert sheet["href"] == style()[1]
    answer = read.get(style()[1])
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    assert not re.search(r"url\(|@import|https?:", answer.text)


def test_long_texts_come_in_parts_and_every_page_stays_small(tmp_path):
    """A text of 100,000 characters with 900 clauses is read and compared in pages of at most 100 kB compressed."""
    dice = random.Random(7)
    han = [chr(code) for code in range(0x4E00, 0x5800)]
    lines = ["长文件"] + [f"第{_han(number)}条　{''.join(dice.choices(han, k=110))}。" for number in range(1, 901)]
    other = [line.replace("。", "，另行规定。") if number % 3 == 1 else line for number, line in enumerate(lines)]
    made = library(tmp_path)
    document = made.add(1, [edition("\n".join(lines)), edition("\n".join(other))])
    seen = 0
    for path in (
        f"/documents/{document}",
        f"/documents/{document}/compare?show=all",
        f"/documents/{document}/compare",
        f"/documents/{document}/versions",
    ):
        following = path
        while following:
            answer = made.get(following, **{"accept-encoding": "gzip"})
            assert answer.status_code == 200
            assert len(gzip.compress(answer.content)) <= 100_000, following
            link = re.search('rel="next" href="([^"]+)"', answer.text)
            following = unescape(link[1]) if link else None
            seen += 1
    assert seen > 10
    made.database.close()


def _han(number):
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = (digits[hundreds] + "百" if hundreds else "") + (
        digits[tens] + "十" if tens else "零" if hundreds and ones else ""
    )
    return (said + (digits[ones] if ones else "")).removeprefix("一十") and (said + (digits[ones] if ones else ""))


def test_compressed_is_what_browsers_get(read):
    """Pages are sent compressed to who takes that."""
    assert read.get("/documents/1", **{"accept-encoding": "gzip"}).headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_words_can_be_read(theme):
    """Every colour of text has a contrast of 4.5 or more on every ground that it stands on (WCAG 2.2, AA)."""
    light, dark = re.findall(r":root \{(.*?)\}", style()[0], re.DOTALL)[:2]
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", light if theme == "light" else dark))
    pairs = [(ink, ground) for ink in ("ink", "quiet", "link", "brand") for ground in ("paper", "card", "hint")]
    pairs += [
        (tone, ground) for tone in ("critical", "high", "medium", "low", "none", "ok") for ground in ("paper", "card")
    ]
    pairs += [("gone-ink", "gone"), ("came-ink", "came"), ("card", "link")]
    weak = {pair: ratio for pair in pairs if (ratio := _contrast(colours[pair[0]], colours[pair[1]])) < 4.5}
    assert weak == {}


def _contrast(one, other):
    lights = sorted(map(_luminance, (one, other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(char * 2 for char in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_every_word_stands_in_both_languages():
    """A word of the table is filled in alike in both, and no page uses one that is not there."""
    for name, both in WORDS.items():
        assert set(re.findall(r"{(\w+)}", both.zh)) == set(re.findall(r"{(\w+)}", both.en)), name


def test_every_type_and_severity_has_its_word():
    """A new kind of change cannot be forgotten on the pages."""
    assert set(words.KIND) == set(SEVERITY)
    assert set(words.SEVERITY) == set(LADDER)


@given(st.lists(st.tuples(st.sampled_from("=-+"), st.text("一二三", max_size=500))))
def test_shortening_keeps_the_marks_and_bounds_the_length(segments):
    """Whatever the segments are, each stays, in order, and none gets longer or stays too long."""
    shown = shorten(segments)
    assert [mark for mark, _ in shown] == [mark for mark, _ in segments]
    for (_, before), (_, after) in zip(segments, shown, strict=True):
        assert len(after) <= min(len(before) + 10, 310)
        assert after == before or "…" in after


def test_what_messages_link_to_is_there(read):
    """The address in every kind of message is a page that answers."""
    version = {"number": 2, "previous": 1}
    told = [
        *(delivery(kind, 1, version=version) for kind in ("document.changed", "document.new", "document.withdrawn")),
        *(delivery(kind, None, site=SITE) for kind in ("baseline", "incident.opened", "incident.closed")),
    ]
    for each in told:
        link = viewed(each, "http://127.0.0.1").payload["links"]["web"]
        assert read.get(link.removeprefix("http://127.0.0.1")).status_code == 200, link


def test_the_texts_are_those_of_the_versions(read):
    """The fixture holds what the tests think."""
    assert SECOND != THIRD
    assert read.service.archive.summary(1).url.startswith(COLUMN)
    assert read.service.now() == NOON + timedelta(days=1)


def test_a_search_shows_where_its_words_stand(read):
    """Each hit leads to its clause; the words are marked; what is wrong with a query is said in the reader's language."""
    page = soup(read.get(f"/search?q={quote('幼儿园')}"))
    hits = page.select(".hits li")
    assert hits
    assert all(each.mark.get_text() == "幼儿园" for each in hits)
    assert all(unquote(each.h2.a["href"]).startswith("/documents/") for each in hits)
    ever = soup(read.get(f"/search?q={quote('幼儿园')}&when=ever"))
    assert len(ever.select(".hits li")) >= len(hits)
    assert soup(read.get(f"/search?q={quote('-意见')}")).find(string=re.compile("请至少写一个检索词"))
    assert soup(read.get(f"/search?q={quote('-意见')}&lang=en")).find(string=re.compile("name a word"))
    assert soup(read.get(f"/search?q={quote('没有这样的词')}")).find(string=re.compile("共0处"))
