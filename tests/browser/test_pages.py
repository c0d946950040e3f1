"""The pages in headless Chromium: nothing breaks out, nothing is loaded from elsewhere, all can be read by everybody.

The pictures of all pages are kept in build/pages, to be looked at.
"""

from __future__ import annotations

from importlib.resources import files
from urllib.parse import quote, urlsplit

import pytest

from monitor.incident import Incident, Step, Trouble
from monitor.records import Attachment, Cause, Consultation, Contact, Finding
from tests.browser.conftest import SHOTS, served
from tests.reading import FIRST, library
from tests.storage.district import NOON, edition

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
MANNERS = {
    "desk": {"viewport": DESK, "color_scheme": "light"},
    "desk-dark": {"viewport": DESK, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "color_scheme": "light", "is_mobile": True, "has_touch": True},
    "phone-dark": {"viewport": PHONE, "color_scheme": "dark", "is_mobile": True, "has_touch": True},
}
PLAN = "澄湖区教育事业发展“十五五”规划"
ACTION = "澄湖区中小学生健康成长行动方案"
POINTS = "2026年澄湖区教育局工作要点"
HOSTILE = (
    "<script>hit()</script>\"'><img src=x onerror=hit()><svg/onload=hit()><math><a xlink:href=javascript:hit()>x</a></math>"
    "<base href=//evil.example/><form action=//evil.example><button formaction=javascript:hit()>{{7*7}}{%raw%}"
    "<noscript><p title='</noscript><img src=x onerror=hit()>'>\u202e\u2028&lt;b&gt;<style>@import'//evil.example'</style>"
)


def named(year):
    """Pages of the year by name."""
    ids = {each.title: each.id for each in year.archive.documents() if each.versions > 1 or each.stage == "final"}
    plan, points = ids[PLAN], ids[POINTS]
    action = next(each for each in year.archive.documents() if each.title == ACTION and each.stage == "draft")
    final = next(each for each in year.archive.documents() if each.title == ACTION and each.stage == "final")
    return {
        "start": "/",
        "documents": "/documents",
        "documents-filtered": f"/documents?kind={quote('通知')}&year=2027",
        "document": f"/documents/{plan}",
        "document-old": f"/documents/{plan}?at=2026-04-01",
        "document-draft": f"/documents/{action.id}",
        "document-final": f"/documents/{final.id}",
        "versions": f"/documents/{plan}/versions",
        "clause": f"/documents/{plan}/clause?path={quote('三/(二)/6')}",
        "compare": f"/documents/{points}/compare?old=1&new=3",
        "compare-one": f"/documents/{points}/compare?old=1&new=3&view=one&show=all",
        "compare-table": f"/documents/{plan}/compare?old=2&new=3",
        "compare-final": f"/compare?old={action.id}&new={final.id}&mode=final",
        "search": f"/search?q={quote('公办园')}&when=ever",
        "sources": "/sources",
        "source": f"/sources/{quote('澄湖区教育局')}",
        "incidents": "/incidents",
        "english": f"/documents/{plan}/versions?lang=en",
        "missing": "/no-such-page",
    }


@pytest.fixture(
    params=["desk", "phone-dark", *(pytest.param(each, marks=pytest.mark.long) for each in ("desk-dark", "phone"))]
)
def seen(request, browser):
    """A page of the browser in one manner, and all that went wrong in it."""
    context = browser.new_context(**MANNERS[request.param], locale="zh-CN")
    page = context.new_page()
    page.wrong, page.asked, page.manner = [], [], request.param
    page.on("console", lambda said: page.wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("dialog", lambda dialog: (page.wrong.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda asked: page.asked.append(asked.url))
    yield page
    context.close()


def test_every_page_can_be_read_by_everybody(seen, pages, year):
    """In light and dark, at a desk and on a phone: axe finds nothing, nothing overflows, nothing comes from elsewhere.

    axe looks at the widest and brightest, and at the narrowest and darkest.
    """
    SHOTS.mkdir(parents=True, exist_ok=True)
    for name, path in named(year).items():
        seen.wrong.clear()
        answer = seen.goto(pages + path)
        assert answer.status == (404 if name == "missing" else 200), path
        seen.screenshot(path=SHOTS / f"{name}-{seen.manner}.png", full_page=True)
        assert seen.evaluate("document.documentElement.scrollWidth") <= seen.viewport_size["width"], path
        assert [each for each in seen.wrong if "404" not in each] == [], path
        if seen.manner not in {"desk", "phone-dark"}:
            continue
        seen.evaluate(AXE)
        broken = seen.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in broken] == [], path
    assert {urlsplit(url).netloc for url in seen.asked} == {urlsplit(pages).netloc}


def test_a_comparison_fits_on_paper(browser, pages, year):
    """Printed, it is the table alone, both columns side by side on a broad page, in black on white."""
    page = browser.new_page()
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(pages + named(year)["compare"])
    assert page.locator("header.top").is_hidden()
    assert page.locator("form").first.is_hidden()
    old, new = (page.locator(f"td.{side}").first.bounding_box() for side in ("old", "new"))
    assert old["y"] == new["y"]
    assert new["x"] > old["x"] + old["width"] - 2
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    SHOTS.mkdir(parents=True, exist_ok=True)
    made = page.pdf(path=SHOTS / "compare-paper.pdf", prefer_css_page_size=True)
    assert made.startswith(b"%PDF")
    width, height = _paper(made)
    assert width > height
    page.close()


def _paper(made):
    import pypdfium2

    with pypdfium2.PdfDocument(made) as document:
        return document[0].get_size()


def test_without_scripts_a_watcher_finds_what_changed(browser, pages):
    """From the list to the comparison, its other layout, the whole text, a day of the past: links and forms alone."""
    context = browser.new_context(java_script_enabled=False, locale="zh-CN", viewport=DESK)
    page = context.new_page()
    page.goto(pages)
    page.get_by_role("link", name="文件", exact=True).click()
    page.get_by_label("文种").select_option("工作要点")
    page.get_by_role("button", name="查看").click()
    page.get_by_role("link", name=POINTS, exact=True).click()
    page.get_by_role("link", name="版本时间线").click()
    page.get_by_role("link", name="对照", exact=True).first.click()
    assert page.locator("table.parallel ins").count() > 0
    page.get_by_label("版式").select_option("one")
    page.get_by_label("范围").select_option("all")
    page.get_by_role("button", name="对照").click()
    assert "view=one" in page.url
    assert page.locator(".inline section").count() > 10
    page.get_by_role("link", name="正文", exact=True).click()
    page.get_by_label("日期").fill("2026-05-01")
    page.get_by_role("button", name="查看").click()
    assert "at=2026-05-01" in page.url
    assert "2026-05-01终了时的文本" in page.locator(".notice").inner_text()
    context.close()


def test_an_archivist_reads_in_english(browser, pages):
    """The language stays from page to page and in forms, and the document's own words stay Chinese."""
    context = browser.new_context(locale="en-GB", viewport=DESK)
    page = context.new_page()
    page.goto(pages)
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="中文").click()
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    page.get_by_role("link", name="文件", exact=True).click()
    page.get_by_label("文种").select_option("规划")
    page.get_by_role("button", name="查看").click()
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.locator("tbody tr").count() == 1
    context.close()


def test_a_keyboard_is_enough(browser, pages):
    """The first Tab leads past the head to the content; every link that has the focus shows it."""
    page = browser.new_page()
    page.goto(f"{pages}/documents")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert (page.evaluate("document.activeElement.tagName"), outline) == ("A", "solid")
    page.close()


@pytest.fixture(scope="module")
def trap(tmp_path_factory):
    """An installation in which every text that a page, a site or an operator gives is hostile; its pages' addresses."""
    made = library(tmp_path_factory.mktemp("trap"), site=f"site {HOSTILE}")
    text = FIRST.replace("行动计划", HOSTILE).replace("12所", HOSTILE).replace("50%", HOSTILE)
    fields = {
        "title": HOSTILE,
        "kind": HOSTILE[:38],
        "publisher": HOSTILE,
        "source": HOSTILE,
        "author": HOSTILE,
        "index_number": HOSTILE,
        "document_number": HOSTILE,
        "validity": HOSTILE,
        "consultation": Consultation(NOON.date(), (Contact("post", HOSTILE),)),
        "attachments": (
            Attachment(HOSTILE, "javascript:hit()"),
            Attachment(HOSTILE, "data:text/html,<script>hit()</script>"),
        ),
        "findings": (Finding("silent_edit", HOSTILE, HOSTILE),),
    }
    first = edition(text, **fields)
    second = edition(text.replace("200人次", f"300人次{HOSTILE}").replace("30名", "40名"), **fields)
    document = made.add(1, [first, second])
    other = made.add(2, [edition(text.replace("建立", HOSTILE), **fields | {"stage": "draft"})])
    made.service.terms.put(
        other, version=1, reader=1, days={"deadline": NOON.date().replace(day=20)}, said=HOSTILE, at=NOON
    )
    trouble = Trouble(since=NOON, rounds=3, opened_at=NOON)
    told = Incident(site=f"site {HOSTILE}", cause=Cause.BLOCKED, trouble=trouble, reason=HOSTILE, targets=2)
    made.service.incidents.record([(Step(told, None), None, ())], NOON)
    paths = [clause.path for clause in second.outline.clauses]
    base = f"/documents/{document}"
    with served(made.service) as address:
        yield (
            address,
            [
                "/",
                "/documents",
                f"/documents?kind={quote(HOSTILE[:38])}&lang=en",
                base,
                f"/documents/{other}",
                f"{base}/versions",
                *(f"{base}/clause?path={quote(path)}" for path in paths),
                f"{base}/compare?old=1&new=2",
                f"{base}/compare?old=1&new=2&view=one&show=all",
                f"/compare?old={other}&new={document}&mode=final",
                f"/compare?old={other}&new={document}&mode=repost",
                "/sources",
                f"/sources/{quote(f'site {HOSTILE}', safe='')}",
                "/incidents",
                f"/{quote(HOSTILE, safe='')}?lang={quote(HOSTILE)}",
            ],
        )
    made.database.close()


def test_hostile_texts_stay_text(browser, trap):
    """Whatever a page says (S12), no element, handler or request of its making is in ours: it is read, letter for letter."""
    address, paths = trap
    context = browser.new_context(bypass_csp=True, locale="zh-CN")  # the policy must not be what saves us
    page = context.new_page()
    page.add_init_script("window.hits = 0; window.hit = () => { window.hits += 1; }")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for path in paths:
        answer = page.goto(address + path)
        assert answer.status in {200, 404}, path
        assert page.evaluate("window.hits") == 0, path
        foreign = "script, img, iframe, object, embed, base, math, style, noscript, audio, video, [formaction], [srcset], [xlink\\\\:href]"
        assert page.evaluate(f"document.querySelectorAll('{foreign}').length") == 0, path
        handlers = "[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames()).filter(n => n.startsWith('on') || n == 'style')"
        assert page.evaluate(handlers) == [], path
        schemes = "[...document.querySelectorAll('[href], [action]')].map(e => new URL(e.getAttribute('href') || e.getAttribute('action'), location).protocol)"
        assert set(page.evaluate(schemes)) <= {"http:", "https:"}, path
        forms = "[...document.querySelectorAll('form')].map(e => new URL(e.action).host)"
        assert set(page.evaluate(forms)) <= {urlsplit(address).netloc}, path
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(address).netloc}
    page.goto(address + paths[3])
    assert HOSTILE in page.locator("h1").text_content()
    context.close()
