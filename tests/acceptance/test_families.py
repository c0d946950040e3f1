"""A draft, its final and a school's copy are found to be one family while they are watched."""

from __future__ import annotations

from datetime import timedelta

from clausewatch import kin
from tests.acceptance.watching import watching

HOUR = timedelta(hours=1)
PLAN = "云汀区托育服务行动计划(2026-2028年)"
SITE = (
    'name = "云汀区教育局"\nregion = "澜江省/江州市/云汀区"\nhome = "{0}/"\n'
    '[[columns]]\nname = "规划计划"\nurl = "{0}/list.html"\n'
)
_CLAUSES = "".join(
    f"<p>{number}.{what}。各学校{what},每学期向教育部门报送一次进展,结果在校内公开。</p>"
    for number, what in enumerate(
        (
            "核对校车线路",
            "更新食堂台账",
            "整理图书目录",
            "检查实验器材",
            "公布课后服务课表",
            "登记体质档案",
            "维护运动场地",
        ),
        1,
    )
)


def _listing(titles: list[str]) -> str:
    items = "".join(
        f'<li><a href="/doc/{number}.html">{title}</a><span>2026-01-{number + 10}</span></li>'
        for number, title in enumerate(titles, 1)
    )
    return f'<!DOCTYPE html><html><head><title>规划计划</title></head><body><ul class="list">{items}</ul></body></html>'


def _page(title: str, day: str, clauses: str = _CLAUSES) -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1>'
        f'<div class="info">来源:云汀区教育局 发布时间:{day}</div><div class="content"><p>一、主要任务</p>{clauses}</div></body></html>'
    )


def test_a_final_finds_its_draft_and_a_cut_link_stays_cut(on_reactor, web, tmp_path):
    """Linked when the final is recorded, with its reason; once cut, another version of either does not link them again."""
    titles = [f"关于公开征求《{PLAN}(征求意见稿)》意见的公告", "关于开学典礼的通知"]
    web.put("/list.html", _listing(titles))
    web.put("/doc/1.html", _page(titles[0], "2026-01-11"))
    web.put(
        "/doc/2.html", _page(titles[1], "2026-01-12", "<p>各校于九月一日举行开学典礼,请按时参加,并做好安全工作。</p>")
    )
    with watching(tmp_path, SITE.format(web.address)) as watch:
        watch.check()
        titles.append(f"关于印发《{PLAN}》的通知")
        web.put("/list.html", _listing(titles))
        web.put("/doc/3.html", _page(titles[2], "2026-03-02", _CLAUSES.replace("一次进展", "两次进展", 1)))
        watch.check(HOUR)
        draft, final = (f"{web.address}/doc/{number}.html" for number in (1, 3))
        shown = kin.as_json(kin.family(watch.service, draft))
        (link,) = shown["links"]
        assert (link["relation"], link["state"]) == ("final_of", "found")
        assert "征求意见稿" in link["reason"]["zh"]
        assert [each["url"] for each in shown["members"]] == [draft, final]

        kin.cut(watch.service, draft, final)
        web.put("/doc/3.html", _page(titles[2], "2026-03-02", _CLAUSES.replace("一次进展", "三次进展", 1)))
        watch.check(HOUR)
        assert kin.find(watch.service) == 3
        parted = kin.as_json(kin.family(watch.service, final))
        assert (parted["links"], [each["state"] for each in parted["cut"]]) == ([], ["cut"])
        assert [each["url"] for each in parted["members"]] == [final]


def test_the_commands_show_and_settle_links(installation, web):
    """Family shows the link in words, link confirm and cut settle it; what is not linked is said in one line."""
    titles = [f"《{PLAN}(征求意见稿)》公开征求意见", PLAN]
    web.put("/list.html", _listing(titles))
    for number, title in enumerate(titles, 1):
        web.put(f"/doc/{number}.html", _page(title, f"2026-0{number}-11"))
    installation.site("yunting", SITE.format(web.address))
    installation.json("check")
    (link,) = installation.json("family", "1")["links"]
    assert "final of the draft" in installation.run("family", "2").stdout
    assert installation.json("link", "confirm", "1", "2") == link | {"state": "confirmed", "confidence": 1.0} | {
        "at": installation.json("family", "1")["links"][0]["at"]
    }
    assert installation.json("link", "cut", "1", "2")["state"] == "cut"
    assert "never made again" in installation.run("family", "1").stdout
    assert "no link between documents 1 and 1" in installation.run("link", "cut", "1", "1", expect=2).stderr
    assert installation.json("link", "find") == {"documents": 2}
