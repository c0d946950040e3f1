"""The shared scenarios that only a round can show: what their pages bring is told as they say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import attachments as made
from tests.acceptance.test_watching import COLUMN, listed, notice
from tests.acceptance.watching import watching
from tests.monitor.seeds import scenario

SIX_HOURS = timedelta(hours=6)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>{0}</title></head><body><h1>{0}</h1>'
    '<div class="info">发布时间:{1} 来源:西岭区教育局</div><div class="content">{2}</div></body></html>'
)
PLAN = "西岭区学前教育发展提升行动计划(2025-2027年)"


@pytest.fixture
def watch(on_reactor, web, tmp_path):
    """A plan and some notices, one with a workbook, their baseline done; a console is told everything."""
    target = "".join(
        f"<p>{line}</p>" for line in ("一、目标", "到2027年,普惠园占比达到88%。", "二、任务", "新建公办园12所。")
    )
    web.put("/doc/1.html", PAGE.format(PLAN, "2025-03-01", target))
    workbook = '<p>各学校:</p><p>现将重点项目清单印发给你们,请认真执行。</p><p>附件:<a href="/list.xlsx">1.重点项目清单.xlsx</a></p>'
    web.put("/doc/2.html", PAGE.format("西岭区教育局关于印发重点项目清单的通知", "2025-03-02", workbook))
    rows = [["序号", "项目"], *([str(n), f"第{n}小学改扩建"] for n in range(1, 43))]
    web.put("/list.xlsx", made.xlsx(rows), content_type=XLSX)
    for number in range(3, 8):
        web.put(f"/doc/{number}.html", notice(number))
    web.put("/list.html", listed(range(1, 8)))
    site = COLUMN.format(web.address).replace("云汀区", "西岭区")
    with watching(tmp_path, site) as found:
        found.service.subscribe("console:")
        found.check()
        yield found


def told(watch, after: timedelta = SIX_HOURS) -> list[dict]:
    """What a round tells: each change."""
    return [change for check in watch.check(after)["checks"] for change in check["changes"]]


def holds(changes, wanted) -> None:
    """The changes are those of a scenario, with its facts; the gravest is as grave as it says."""
    assert [each["type"] for each in changes] == [each["type"] for each in wanted["expected_changes"]]
    for change, asked in zip(changes, wanted["expected_changes"], strict=True):
        facts = {name: value for name, value in asked.items() if name != "type"}
        assert {name: change["facts"].get(name) for name in facts} == facts
    assert wanted["severity"] in {each["severity"] for each in changes}


def test_a_new_document_that_cites_a_watched_one(watch, web):
    """Both targets stand side by side."""
    wanted = scenario("S10")
    lines = wanted["after"].replace("(栏目新增)", "").split("\n")
    body = "".join(f"<p>{line}</p>" for line in lines[1:])
    web.put("/doc/8.html", PAGE.format(lines[0], "2025-09-12", body))
    web.put("/list.html", listed(range(1, 9)))
    holds(told(watch), wanted)
    assert "88%" in watch.said.getvalue()


def test_an_attachment_that_is_replaced_behind_the_same_page(watch, web):
    """The page is the same, the workbook has three projects less."""
    rows = [["序号", "项目"], *([str(n), f"第{n}小学改扩建"] for n in range(1, 40))]
    web.put("/list.xlsx", made.xlsx(rows), content_type=XLSX)
    first, *rows_gone = told(watch)
    holds([first], scenario("S13"))
    assert len(rows_gone) == 3


def test_a_page_that_is_gone(watch, web):
    """Three looks six hours apart, and its title is gone from the listing."""
    del web.pages["/doc/5.html"]
    web.put("/list.html", listed([1, 2, 3, 4, 6, 7]))
    assert [told(watch) for _ in range(2)] == [[], []]
    holds(told(watch), scenario("S14"))
