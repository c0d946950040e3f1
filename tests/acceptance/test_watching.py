"""What a watcher lives through: a baseline of two hundred documents, news, politeness, edited rules."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.acceptance.test_bad_input import NOTICE

COLUMN = 'name = "云汀区教育局"\nhome = "{0}/"\n[[columns]]\nname = "通知公告"\nurl = "{0}/list.html"\n'


def listed(numbers, *, following: str | None = None) -> str:
    """A listing page of these documents, with a link to the next page."""
    items = "".join(
        f'<li><a href="/doc/{number}.html">云汀区教育局关于第{number}项工作的通知</a><span>2026-01-{number % 28 + 1:02}</span></li>'
        for number in numbers
    )
    link = f'<a href="{following}">下一页</a>' if following else "<span>下一页</span>"
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>通知公告</title></head><body>'
        f'<div class="nav"><a href="/">首页</a></div><ul class="list">{items}</ul><div class="page">{link}</div></body></html>'
    )


def notice(number: int) -> str:
    """One of many notices."""
    return NOTICE.replace("关于做好春季学期开学工作的通知", f"关于第{number}项工作的通知")


def test_two_hundred_old_documents_are_one_summary_and_one_new_one_is_news(installation, web, hook):
    """The first round reads ten listing pages and tells once; a document that appears later is told alone."""
    for number in range(200):
        web.put(f"/doc/{number}.html", notice(number))
    for page in range(10):
        path = f"/list_{page}.html" if page else "/list.html"
        following = f"/list_{page + 1}.html" if page < 9 else None
        web.put(path, listed(range(page * 20, page * 20 + 20), following=following))
    installation.site("yunting", COLUMN.format(web.address))
    installation.run("subscribe", "--to", hook.address)
    first = installation.json("check")
    assert sum(check["new"] for check in first["checks"]) == 200
    assert [(body["type"], body["documents"]) for body in hook.bodies] == [("baseline", 200)]

    web.asked.clear()
    web.put("/doc/200.html", notice(200))
    web.put("/list.html", listed([200, *range(19)], following="/list_1.html"))
    second = installation.json("check", "--all")
    (new,) = [check for check in second["checks"] if check["new"]]
    assert new["url"].endswith("/doc/200.html")
    assert [change["type"] for change in new["changes"]] == ["new_document"]
    assert [body["type"] for body in hook.bodies] == ["baseline", "document.new"]
    assert "/list_2.html" not in web.asked, "pages without news are not followed"


def test_what_is_not_due_is_not_fetched(installation, web):
    """A second round right after the first has nothing to do."""
    web.put("/list.html", listed([1, 2, 3]))
    for number in (1, 2, 3):
        web.put(f"/doc/{number}.html", notice(number))
    installation.site("yunting", COLUMN.format(web.address))
    installation.json("check")
    web.asked.clear()
    assert installation.json("check")["checks"] == []
    assert web.asked == []


def test_unchanged_pages_are_asked_for_conditionally(installation, web):
    """A server that gives ETags is asked with them, and its 304 is a good check."""
    web.put("/list.html", listed([1, 2, 3]), ETag='"l1"')
    for number in (1, 2, 3):
        web.put(f"/doc/{number}.html", notice(number), ETag=f'"d{number}"')
    installation.site("yunting", COLUMN.format(web.address))
    installation.json("check")
    again = installation.json("check", "--all")
    assert {check["outcome"] for check in again["checks"]} == {"not_modified"}


def test_robots_are_obeyed_and_said(installation, web):
    """What robots.txt forbids is not fetched, and the check says so."""
    web.put("/robots.txt", "User-agent: *\nDisallow: /doc/2\n", content_type="text/plain")
    web.put("/list.html", listed([1, 2, 3]))
    for number in (1, 2, 3):
        web.put(f"/doc/{number}.html", notice(number))
    installation.site("yunting", COLUMN.format(web.address))
    report = installation.json("check", expect=3)
    (refused,) = [check for check in report["checks"] if check["outcome"] == "blocked"]
    assert refused["url"].endswith("/doc/2.html")
    assert "robots.txt" in refused["reason"]
    assert "/doc/2.html" not in web.asked


def test_edited_rules_alarm_nobody(installation, web, hook):
    """An operator who drops a block of the page changes our reading, not the document: no message."""
    body = NOTICE.replace(
        "<p>一、做好", '<p class="tip">编者按：请各校认真阅读并组织学习本通知的全部要求。</p><p>一、做好'
    )
    web.put("/list.html", listed([1, 2, 3]))
    for number in (1, 2, 3):
        web.put(f"/doc/{number}.html", body)
    installation.site("yunting", COLUMN.format(web.address))
    installation.run("subscribe", "--to", hook.address, "--severity", "low")
    installation.json("check")
    installation.site("yunting", COLUMN.format(web.address) + 'article = { drop = [".tip"] }\n')
    for number in (1, 2, 3):  # the bytes differ as well, as counters make them
        web.put(f"/doc/{number}.html", body.replace("首页", "返回首页"))
    second = installation.json("check", "--all")
    assert not any(check["changes"] for check in second["checks"])
    assert [hook_body["type"] for hook_body in hook.bodies] == ["baseline"]
    shown = installation.json("show", f"{web.address}/doc/1.html")
    assert "编者按" not in shown["article"]["text"]
    assert shown["version"] == 2


def test_keyword_and_severity_limit_what_is_told(installation, web, hook):
    """A subscription to a word hears of the document that changed there, and not of the others."""
    web.put("/list.html", listed([1, 2, 3]))
    for number in (1, 2, 3):
        web.put(f"/doc/{number}.html", notice(number))
    installation.site("yunting", COLUMN.format(web.address))
    installation.run("check")
    installation.run("subscribe", "--to", hook.address, "--keyword", "校车")
    web.put("/doc/1.html", notice(1).replace("每周不少于5天", "每周不少于4天"))
    web.put("/doc/2.html", notice(2).replace("校舍、食堂和校车", "校舍和校车"))
    installation.run("check", "--all")
    assert [body["document"]["url"].rpartition("/")[2] for body in hook.bodies] == ["2.html"]


def test_history_shows_every_version_as_of_any_day(installation, web):
    """Both texts stay: by number, by day, and compared."""
    web.put("/list.html", listed([1, 2, 3]))
    for number in (1, 2, 3):
        web.put(f"/doc/{number}.html", notice(number))
    installation.site("yunting", COLUMN.format(web.address))
    installation.run("check")
    web.put("/doc/1.html", notice(1).replace("每周不少于5天", "每周不少于4天"))
    installation.run("check", "--all")
    address = f"{web.address}/doc/1.html"
    history = installation.json("history", address)
    assert [version["version"] for version in history["versions"]] == [1, 2]
    assert "每周不少于5天" in installation.json("show", address, "--version", "1")["article"]["text"]
    assert "每周不少于4天" in installation.json("show", address, "--at", "2999-01-01")["article"]["text"]
    assert "1999-01-01" not in installation.run("show", address, "--at", "1999-01-01", expect=2).stdout
    diff = installation.json("diff", address)
    assert diff["changes"]
    assert "4天" in diff["message"]["zh"]


def test_a_page_that_collapsed_is_doubted_and_told_to_the_operator(installation, web, hook):
    """When hardly anything is left of a text, the check fails with a reason; nothing is removed, nobody is alarmed."""
    paragraphs = "".join(
        f"<p>{number}.落实第{number}项工作。各学校按季度报告进展，年底前全部完成并接受督导评估。</p>"
        for number in range(1, 31)
    )
    web.put("/good.html", NOTICE.replace("<p>二、做好", f"{paragraphs}<p>二、做好"))
    installation.site(
        "yunting", f'name = "云汀区教育局"\nhome = "{web.address}/"\n[[pages]]\nurl = "{web.address}/good.html"\n'
    )
    installation.run("subscribe", "--to", hook.address, "--severity", "low")
    installation.json("check")
    web.put("/good.html", NOTICE)
    (check,) = installation.json("check", "--all", expect=3)["checks"]
    assert (check["outcome"], check["version"], check["changes"]) == ("truncated", 1, [])
    assert "shrank" in check["reason"]
    assert [body["type"] for body in hook.bodies] == ["baseline"]


def test_two_rounds_at_once_look_at_everything_once(installation, web):
    """A second check on the same database waits for the first, and finds nothing left to do."""
    web.put("/list.html", listed([1, 2, 3]))
    for number in (1, 2, 3):
        web.put(f"/doc/{number}.html", notice(number))
    installation.site("yunting", COLUMN.format(web.address))
    installation.run("documents")  # makes the database, so that the two do not race for that
    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(lambda _: installation.json("check"), range(2)))
    assert sorted(len(report["checks"]) for report in reports) == [0, 4]
    fetched = [path for path in web.asked if path != "/robots.txt"]
    assert sorted(fetched) == sorted(set(fetched))
