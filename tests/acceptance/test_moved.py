"""Documents that move keep their history: by redirect, by their listing, at once and days later; others stay new."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clausewatch.explain import as_json, explain
from clausewatch.verify import verify
from tests.acceptance.test_watching import COLUMN, notice
from tests.acceptance.watching import watching

SIX_HOURS = timedelta(hours=6)
NEWS = 90


def listing(*entries: tuple[str, int]) -> str:
    """A listing of (address, number of the notice)."""
    items = "".join(
        f'<li><a href="{address}">云汀区教育局关于第{number}项工作的通知</a><span>2026-01-{number % 28 + 1:02}</span></li>'
        for address, number in entries
    )
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>通知公告</title></head><body>'
        f'<div class="nav"><a href="/">首页</a></div><ul class="list">{items}</ul></body></html>'
    )


def old(number: int) -> str:
    """Where a notice was."""
    return f"/doc/{number}.html"


def new(number: int) -> str:
    """Where the rebuilt site has it."""
    return f"/content/2026/post_{number}.html"


def lead(web, number: int, status: int = 301) -> None:
    """The old address leads to the new one."""
    web.pages[old(number)] = (status, {"Location": new(number)}, b"")


def redesigned(text: str) -> str:
    """The same words in another design."""
    return text.replace('<div class="art">', '<div class="wrap"><div class="content">').replace(
        '</div><div class="foot">', '</div></div><div class="bottom">'
    )


@pytest.fixture
def watch(on_reactor, web, tmp_path):
    """Six notices, their baseline done, and a console that is told everything; in the end all of it proves true."""
    web.put("/list.html", listing(*((old(number), number) for number in range(1, 7))))
    for number in range(1, 7):
        web.put(old(number), notice(number))
    with watching(tmp_path, COLUMN.format(web.address)) as found:
        found.service.subscribe("console:")
        found.check()
        yield found
        assert verify(found.service).broken == ()


def known(watch) -> dict[int, str]:
    """Every document: id → the end of its address."""
    return {each.id: each.url.rpartition("/")[2] for each in watch.service.archive.documents()}


def one(watch, web, number: int) -> int:
    """The id of a document, which its old and its new address must give alike."""
    found = {watch.service.archive.find(web.address + address) for address in (old(number), new(number))}
    assert len(found) == 1
    return found.pop()


def test_a_redirect_is_followed_and_nobody_is_told(watch, web):
    """The old address leads to the new one for good, before the listing shows it: the same document, now there."""
    before = known(watch)
    web.put(new(3), redesigned(notice(3)))
    lead(web, 3)
    assert watch.changes(SIX_HOURS) == []
    assert len(known(watch)) == len(before)
    document = one(watch, web, 3)
    assert known(watch)[document] == "post_3.html"
    web.put("/list.html", listing(*((new(n) if n == 3 else old(n), n) for n in range(1, 7))))
    web.asked.clear()
    assert watch.changes(SIX_HOURS) == []
    assert old(3) not in web.asked
    del web.pages[old(3)]
    assert [watch.changes(SIX_HOURS) for _ in range(4)] == [[]] * 4
    assert len(watch.service.archive.history(document)) == 1
    shown = as_json(explain(watch.service, web.address + old(3)))
    assert [each["url"].rpartition("/")[2] for each in shown["addresses"]] == ["3.html", "post_3.html"]
    assert "leads there for good" in shown["addresses"][1]["reason"]


@pytest.mark.parametrize("was", ["redirects", "redirects for now", "stands", "is gone"])
def test_the_listing_shows_it_at_another_address(watch, web, was):
    """Whatever the old address says: the same words are the same document, whose next change is told as its own."""
    before = known(watch)
    web.put(new(3), redesigned(notice(3)))
    if was.startswith("redirects"):
        lead(web, 3, 301 if was == "redirects" else 302)
    elif was == "is gone":
        del web.pages[old(3)]
    web.put("/list.html", listing(*((new(n) if n == 3 else old(n), n) for n in range(1, 7))))
    assert watch.changes(SIX_HOURS) == []
    assert len(known(watch)) == len(before)
    document = one(watch, web, 3)
    assert known(watch)[document] == "post_3.html"
    assert watch.said.getvalue().count("第3项") <= 1, "the baseline's summary is all that is told"
    web.pages.pop(old(3), None)
    assert [watch.changes(SIX_HOURS) for _ in range(4)] == [[]] * 4
    web.put(new(3), redesigned(notice(3)).replace("每周不少于5天", "每周不少于4天"))
    assert watch.changes(SIX_HOURS) == [("post_3.html", "target_changed")]
    assert len(watch.service.archive.history(document)) == 2


@pytest.mark.parametrize("was", ["redirects", "is gone"])
def test_what_changed_on_the_way_is_told_as_a_change(watch, web, was):
    """Another text at the new address is a change of the document, and no new one."""
    web.put(new(2), redesigned(notice(2)).replace("每周不少于5天", "每周不少于4天"))
    if was == "redirects":
        lead(web, 2)
    else:
        del web.pages[old(2)]
    web.put("/list.html", listing(*((new(n) if n == 2 else old(n), n) for n in range(1, 7))))
    assert watch.changes(SIX_HOURS) in ([("post_2.html", "target_changed")], [("2.html", "target_changed")])
    assert len(watch.service.archive.history(one(watch, web, 2))) == 2
    assert [watch.changes(SIX_HOURS) for _ in range(3)] == [[]] * 3


def test_another_text_beside_the_old_one_is_a_document_of_its_own(watch, web):
    """A correction under the same title, while the first notice stands: new, and the first goes on."""
    web.put(new(2), redesigned(notice(2)).replace("每周不少于5天", "每周不少于4天"))
    web.put("/list.html", listing((new(2), 2), *((old(n), n) for n in (1, 3, 4, 5, 6))))
    told = [("post_2.html", kind) for kind in ("new_document", "repost_linked", "repost_diff")]
    assert watch.changes(SIX_HOURS) == told
    assert {"2.html", "post_2.html"} <= set(known(watch).values())


def test_next_years_notice_of_the_same_name_is_new(watch, web):
    """The same title and nearly the same words under another date are another notice, even where the old one is gone."""
    del web.pages[old(2)]
    web.put(new(2), redesigned(notice(2)).replace("2026-02-10", "2027-02-11").replace("2026年2月10日", "2027年2月11日"))
    web.put("/list.html", listing((new(2), 2), *((old(n), n) for n in (1, 3, 4, 5, 6))))
    assert watch.changes(SIX_HOURS) == [("post_2.html", "new_document")]


def test_both_in_one_listing_are_two(watch, web):
    """The same words at two addresses that the listing shows side by side are two documents, one a copy of the other."""
    web.put(new(2), redesigned(notice(2)))
    web.put("/list.html", listing((new(2), 2), *((old(n), n) for n in range(1, 7))))
    assert watch.changes(SIX_HOURS) == [("post_2.html", "new_document"), ("post_2.html", "repost_linked")]


@pytest.mark.parametrize("to", ["/", "/404.html", "/list.html", "/note.html"])
def test_a_redirect_to_something_else_is_no_move(watch, web, to):
    """The home page, an error page, a listing, a note about the rebuilt site: the document is doubted, not changed."""
    web.put("/", listing(*((old(n), n) for n in range(1, 7))))
    web.put("/404.html", "<html><head><title>404</title></head><body><p>您访问的页面不存在</p></body></html>")
    note = "本网站已于近日完成改版升级，原有栏目调整为政务公开、办事服务、互动交流三个频道，欢迎广大市民访问并提出宝贵意见。"
    web.put(
        "/note.html",
        f"<html><head><title>网站改版公告</title></head><body><div class='art'><h1>网站改版公告</h1>"
        f"<p>发布时间：2026-03-01</p><p>{note}</p><p>感谢您一直以来的关注与支持，使用中有问题请拨打服务电话咨询。</p></div></body></html>",
    )
    web.pages[old(4)] = (301, {"Location": to}, b"")
    assert [watch.changes(SIX_HOURS) for _ in range(4)] == [[]] * 4
    (document,) = [each for each in watch.service.archive.documents() if each.url.endswith("/4.html")]
    assert (document.versions, document.status) == (1, "live")
    web.put(new(4), redesigned(notice(4)))
    web.put("/list.html", listing(*((new(n) if n == 4 else old(n), n) for n in range(1, 7))))
    assert watch.changes(SIX_HOURS) == []
    assert one(watch, web, 4) == document.id


def test_withdrawn_and_back_elsewhere_is_restored_once(watch, web):
    """What was told as withdrawn and comes back at another address is restored, and its history goes on."""
    del web.pages[old(5)]
    web.put("/list.html", listing(*((old(n), n) for n in (1, 2, 3, 4, 6))))
    for _ in range(2):
        assert watch.changes(SIX_HOURS) == []
    assert watch.changes(SIX_HOURS) == [("5.html", "document_withdrawn")]
    web.put(new(5), redesigned(notice(5)))
    web.put("/list.html", listing(*((new(n) if n == 5 else old(n), n) for n in range(1, 7))))
    assert watch.changes(timedelta(days=3)) == [("post_5.html", "document_restored")]
    assert [watch.changes(SIX_HOURS) for _ in range(4)] == [[]] * 4
    document = watch.service.document(web.address + old(5))
    assert (document.status, document.versions, document.id) == ("live", 1, one(watch, web, 5))


def test_a_document_goes_back_to_an_address_that_lives(watch, web):
    """Moved, then gone from its new address while the old one answers again: it is looked for there, not withdrawn."""
    web.put(new(3), redesigned(notice(3)))
    web.put("/list.html", listing(*((new(n) if n == 3 else old(n), n) for n in range(1, 7))))
    assert watch.changes(SIX_HOURS) == []
    del web.pages[new(3)]
    web.put("/list.html", listing(*((old(n), n) for n in range(1, 7))))
    assert [watch.changes(SIX_HOURS) for _ in range(5)] == [[]] * 5
    assert watch.service.document(str(one(watch, web, 3))).url.endswith(old(3))
    del web.pages[old(3)]
    web.put("/list.html", listing(*((old(n), n) for n in (1, 2, 4, 5, 6))))
    told = [change for _ in range(6) for change in watch.changes(SIX_HOURS)]
    assert told == [("3.html", "document_withdrawn")], "gone from both is gone"


def test_an_old_address_with_another_notice_is_news(watch, web):
    """A rebuilt site numbers its pages anew: what stands at a former address of another document is new."""
    web.put(new(3), redesigned(notice(3)))
    web.put("/list.html", listing(*((new(n) if n == 3 else old(n), n) for n in range(1, 7))))
    assert watch.changes(SIX_HOURS) == []
    web.put(old(3), notice(NEWS).replace("校车", "班车"))
    web.put("/list.html", listing((old(3), NEWS), *((new(n) if n == 3 else old(n), n) for n in range(1, 7))))
    assert watch.changes(SIX_HOURS) == [("3.html", "new_document")]


def test_the_listing_leads_there_by_a_script_of_its_own(watch, web):
    """A listing that links through a counter leads to documents that are known: they stay where they are."""
    before = known(watch)
    for number in range(1, 7):
        web.pages[f"/go?id={number}"] = (302, {"Location": old(number)}, b"")
    web.put("/list.html", listing(*((f"/go?id={number}", number) for number in range(1, 7))))
    assert [watch.changes(SIX_HOURS) for _ in range(2)] == [[], []]
    assert known(watch) == before
    web.asked.clear()
    web.put(old(1), notice(1).replace("每周不少于5天", "每周不少于4天"))
    assert watch.changes(SIX_HOURS) == [("1.html", "target_changed")]
    assert not [path for path in web.asked if path.startswith("/go")]


def test_a_counter_that_leads_to_the_new_address_is_followed(watch, web):
    """The listing's links stay, what they lead to moves: the document goes on; gone altogether it is withdrawn as itself."""
    for number in range(1, 7):
        web.pages[f"/go?id={number}"] = (302, {"Location": old(number)}, b"")
    web.put("/list.html", listing(*((f"/go?id={number}", number) for number in range(1, 7))))
    assert watch.changes(SIX_HOURS) == []
    web.pages["/go?id=1"] = (302, {"Location": new(1)}, b"")
    web.put(new(1), redesigned(notice(1)).replace("每周不少于5天", "每周不少于4天"))
    del web.pages[old(1)]
    del web.pages[old(2)]
    told = [change for _ in range(14) for change in watch.changes(SIX_HOURS)]
    assert told == [("go?id=1", "target_changed"), ("2.html", "document_withdrawn")]


def test_an_old_address_that_is_not_due_is_asked(watch, web):
    """Where the old address decides, it is asked once, whenever its own next look would have been."""
    web.put(new(2), redesigned(notice(2)).replace("每周不少于5天", "每周不少于4天"))
    del web.pages[old(2)]
    web.put("/list.html", listing((new(2), 2), *((old(n), n) for n in (1, 3, 4, 5, 6))))
    told, asked = [], []
    while not told:
        web.asked.clear()
        found = watch.check(timedelta(hours=1), everything=False)["checks"]
        told = [(check["url"].rpartition("/")[2], change["type"]) for check in found for change in check["changes"]]
        asked.append([path for path in web.asked if path.startswith("/doc/")])
    assert told == [("post_2.html", "target_changed")]
    assert asked[-1].count(old(2)) == 1


def test_one_that_counts_visits_has_not_moved(watch, web):
    """A server that leads every visitor to the same address with something added has the document where it was."""
    before = known(watch)
    for number in (1, 2):
        web.pages[old(number)] = (301, {"Location": f"{old(number)}?visit={number}"}, b"")
        web.put(f"{old(number)}?visit={number}", notice(number))
    assert [watch.changes(SIX_HOURS) for _ in range(2)] == [[], []]
    assert known(watch) == before


def test_a_date_of_the_move_is_asked_about(watch, web):
    """A new system that dates everything anew: the same words are the same document, as its text is signed with a day."""
    web.put(new(2), redesigned(notice(2)).replace("2026-02-10", "2026-03-01"))
    web.put("/list.html", listing((new(2), 2), *((old(n), n) for n in (1, 3, 4, 5, 6))))
    assert watch.changes(SIX_HOURS) == []
    assert one(watch, web, 2)


def test_a_draft_and_its_final_text_are_two(watch, web):
    """The final text takes the draft's place in the listing, and the draft is taken down: a new document, not a move."""
    draft = notice(2).replace("项工作的通知", "项工作实施办法(征求意见稿)")
    final = notice(2).replace("项工作的通知", "项工作实施办法")
    web.put("/draft.html", draft)
    web.put("/list.html", listing(("/draft.html", 2), *((old(n), n) for n in (1, 3))))
    assert watch.changes(SIX_HOURS) == [("draft.html", "new_document")]
    del web.pages["/draft.html"]
    web.put("/final.html", final)
    web.put("/list.html", listing(("/final.html", 2), *((old(n), n) for n in (1, 3))))
    assert watch.changes(SIX_HOURS) == [("final.html", "status_changed")]


def test_a_number_finds_what_was_worked_over(watch, web):
    """The same title and document number at a new address, the old one gone: moved, and the other words are a change."""
    numbered = notice(2).replace("<p>各学校", "<p>云汀教〔2026〕7号</p><p>各学校")
    web.put("/numbered.html", numbered)
    web.put("/list.html", listing(("/numbered.html", 2), *((old(n), n) for n in (1, 3))))
    watch.check(SIX_HOURS)
    (before,) = [each for each in watch.service.archive.documents() if each.url.endswith("/numbered.html")]
    article = watch.service.version(before.id).edition.article
    assert article.document_number
    del web.pages["/numbered.html"]
    text = redesigned(numbered).replace("2026-02-10", "2026-02-27").replace("每周不少于5天", "每周不少于4天")
    web.put("/anew.html", text)
    web.put("/list.html", listing(("/anew.html", 2), *((old(n), n) for n in (1, 3))))
    assert watch.changes(SIX_HOURS) == [("anew.html", "target_changed")]
    assert watch.service.document(f"{web.address}/numbered.html").id == before.id


def test_what_stands_elsewhere_too_is_not_withdrawn(watch, web):
    """Two copies side by side, then the first is taken down: nobody is told that the document was withdrawn."""
    web.put(new(2), redesigned(notice(2)))
    web.put("/list.html", listing((new(2), 2), *((old(n), n) for n in range(1, 7))))
    assert watch.changes(SIX_HOURS) == [("post_2.html", "new_document"), ("post_2.html", "repost_linked")]
    del web.pages[old(2)]
    web.put("/list.html", listing((new(2), 2), *((old(n), n) for n in (1, 3, 4, 5, 6))))
    assert [watch.changes(SIX_HOURS) for _ in range(6)] == [[]] * 6
    shown = as_json(explain(watch.service, web.address + old(2)))
    assert new(2) in shown["looks"][0]["reason"]


def test_a_site_that_is_renamed_keeps_everything(on_reactor, web, tmp_path):
    """Another host, other columns, other rules in the site's file: no summary of old documents as new, no alert."""
    numbers = range(1, 13)
    web.put("/list.html", listing(*((old(n), n) for n in numbers)))
    for number in numbers:
        web.put(old(number), notice(number))
    with watching(tmp_path, COLUMN.format(web.address)) as watch:
        watch.service.subscribe("console:")
        watch.check()
        host = f"http://localhost:{web.port}"
        for number in numbers:
            web.put(new(number), redesigned(notice(number)))
            del web.pages[old(number)]
        web.put("/tzgg/", listing(*((new(n), n) for n in numbers)))
        del web.pages["/list.html"]
        rules = COLUMN.format(host).replace("/list.html", "/tzgg/") + 'article = { container = ".content" }\n'
        (tmp_path / "sites" / "yunting.toml").write_text(rules, encoding="utf-8")
        found = watch.check(SIX_HOURS)
        assert {each["outcome"] for each in found["checks"]} <= {"ok", "listing"}
        assert not any(each["new"] or each["changes"] for each in found["checks"])
        assert len(watch.service.archive.documents()) == len(numbers)
        web.put(new(1), redesigned(notice(1)).replace("每周不少于5天", "每周不少于4天"))
        web.put(new(2), redesigned(notice(2)).replace("首页", "返回首页"))
        assert watch.changes(SIX_HOURS) == [("post_1.html", "target_changed")]


@pytest.mark.parametrize(
    "was",
    ["is gone", pytest.param("redirects", marks=pytest.mark.long), pytest.param("stands", marks=pytest.mark.long)],
)
def test_a_rebuilt_site_of_two_hundred_tells_nothing(on_reactor, web, tmp_path, was):
    """All addresses are new at once: nothing is new, nothing withdrawn, no old address is asked more than once."""
    numbers = range(1, 201)
    web.put("/list.html", listing(*((old(n), n) for n in numbers)))
    for number in numbers:
        web.put(old(number), notice(number))
    with watching(tmp_path, COLUMN.format(web.address)) as watch:
        watch.service.subscribe("console:")
        watch.check()
        for number in numbers:
            web.put(new(number), redesigned(notice(number)))
            if was == "redirects":
                lead(web, number)
            elif was == "is gone":
                del web.pages[old(number)]
        web.put("/list.html", listing(*((new(n), n) for n in numbers)))
        web.asked.clear()
        assert watch.changes(SIX_HOURS) == []
        assert len(web.asked) <= 2 * 200 + 200 * (was == "redirects") + 2
        web.asked.clear()
        assert watch.changes(SIX_HOURS) == []
        assert not [path for path in web.asked if path.startswith("/doc/")]
        documents = watch.service.archive.documents()
        assert (len(documents), {each.status for each in documents}) == (200, {"live"})
        assert all("/content/2026/" in each.url for each in documents)
