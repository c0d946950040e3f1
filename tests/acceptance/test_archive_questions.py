"""An archivist's questions on the command line, to an archive that real rounds made."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from clausewatch.cli import app
from tests.acceptance.watching import watching

DAY = timedelta(days=1)
SITE = (
    'name = "云汀区教育局"\nregion = "澜江省/江州市/云汀区"\nhome = "{0}/"\n'
    '[[columns]]\nname = "规划计划"\nurl = "{0}/list.html"\n'
)
LIST = (
    "<!DOCTYPE html><html><head><title>规划计划</title></head><body><ul class='list'>"
    "<li><a href='/doc/1.html'>云汀区学前教育行动计划</a><span>2026-01-11</span></li>"
    "<li><a href='/doc/2.html'>云汀区义务教育工作要点</a><span>2025-12-30</span></li></ul></body></html>"
)
PLAN = (
    "<p>一、总体目标</p><p>到2027年，全区普惠性幼儿园覆盖率达到{0}以上。</p>{1}<p>二、保障措施</p>"
    "<p>建立由区教育局牵头的联席会议制度，每季度研究一次学前教育工作中的问题，结果向社会公开。</p>"
)


def _page(title: str, day: str, text: str) -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1>'
        f'<div class="info">来源：云汀区教育局 发布时间：{day}</div><div class="content">{text}</div></body></html>'
    )


@pytest.fixture
def ask(on_reactor, web, tmp_path, monkeypatch):
    """Two documents, the first one in two versions; the second put a chapter in between and raised a target."""
    added = "<p>二、重点任务</p><p>新建公办幼儿园12所，改善乡村幼儿园的办学条件，配齐专任教师和保育人员。</p>"
    web.put("/list.html", LIST)
    web.put("/doc/1.html", _page("云汀区学前教育行动计划", "2026-01-11", PLAN.format("85%", "")))
    points = "<p>一、落实课程</p><p>开齐开足国家课程，区教育局牵头每学期检查一次各学校的课程表，公布检查的结果。</p>"
    web.put("/doc/2.html", _page("云汀区义务教育工作要点", "2025-12-30", points))
    with watching(tmp_path, SITE.format(web.address)) as watch:
        watch.check()
        later = PLAN.format("88%", added).replace("二、保障", "三、保障")
        web.put("/doc/1.html", _page("云汀区学前教育行动计划", "2026-01-11", later))
        watch.check(DAY)
        database = watch.service.database.path
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAUSEWATCH_DATABASE", str(database))

    def answer(*words: str):
        result = CliRunner().invoke(app, [*words, "--json"], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    return answer


def test_an_archivist_gets_answers(ask):
    """Search, documents, a clause's history, a target's path, and two documents compared."""
    hits = ask("search", "联席会议", "-课程")["hits"]
    assert [(hit["path"], hit["current"], hit["version"]) for hit in hits] == [("三", True, 2)]
    assert hits[0]["snippet"][slice(*hits[0]["marks"][0])] == "联席会议"
    assert [(span["path"], span["first"], span["last"]) for span in hits[0]["spans"]] == [("三", 2, None), ("二", 1, 1)]
    plan = hits[0]["document"]

    assert ask("search", "普惠园覆盖率 >= 85% by 2027")["total"] == 2
    assert ask("search", "普惠园覆盖率 >= 85% by 2027", "--current")["hits"][0]["targets"][0]["value"] == "88"
    assert ask("search", "牵头", "--year", "2026", "--region", "澜江省/江州市")["total"] == 1
    assert ask("search", "牵头", "--region", "澜江省/江")["total"] == 0
    assert ask("search", "公办", "--at", "2026-03-02")["total"] == 0
    assert ask("search", "牵头", "--limit", "1", "--by", "date")["total"] == 2

    assert [each["version"] for each in ask("documents", "--title", "行动计划")["documents"]] == [2]
    assert [each["version"] for each in ask("documents", "--year", "2026", "--at", "2026-03-02")["documents"]] == [1]
    assert ask("documents", "--at", "2026-03-01")["documents"] == []
    assert ask("documents", "--validity", "废止")["documents"] == []

    course = ask("clause", str(plan), "三")
    assert [(turn["version"], turn["path"]) for turn in course["history"]] == [(1, "二"), (2, "三")]
    assert course["gone"] is None
    aims = ask("target", str(plan), "普惠园覆盖率", "--family")["targets"]
    assert [(aim["value"], aim["first"], aim["last"]) for aim in aims] == [("85", 1, 1), ("88", 2, None)]

    other = next(each["id"] for each in ask("documents")["documents"] if each["id"] != plan)
    assert ask("diff", str(plan), "--with", str(other))["same"] is False
    assert ask("diff", str(plan), "1", "2", "--with", str(plan))["changes"] == ask("diff", str(plan))["changes"]


def test_people_see_what_was_found(ask):
    """In a pipe what was found stands between brackets; options that there are none of are no words."""
    shown = CliRunner().invoke(app, ["search", "联席会议"])
    assert "【联席会议】制度" in shown.stdout.replace("\n", "")
    from monitor.errors import UsageError

    for wrong in (["search", "会议", "--sit", "x"], ["search", "-课程"], ["clause", "1", "九"]):
        with pytest.raises(UsageError):
            CliRunner().invoke(app, wrong, catch_exceptions=False)
